package oomlab.ipynb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceTextTest {
  private static final String CODE = "int a = 1;\n\n  int b = 2; // two";

  @Test
  void whatEditorsChangeIsNoChange() {
    for (String other :
        List.of(
            CODE + "\n",
            CODE + "\r\n \r\n",
            CODE.replace("\n", "\r\n"),
            CODE.replace("\n", "\r"),
            CODE.replace("\n", " \t\n"),
            CODE + "\u00a0",
            CODE.replace("\n\n", "\n    \n"))) {
      assertThat(SourceText.same(CODE, other)).as(other).isTrue();
      assertThat(SourceText.plain(other)).isEqualTo(CODE);
    }
  }

  @Test
  void everythingElseIs() {
    for (String other :
        List.of(
            "",
            " " + CODE,
            "\n" + CODE,
            CODE.replace("= 1", "=1"),
            CODE.replace("\n\n", "\n"),
            CODE.replace("  int", "int"),
            CODE + "\n;")) {
      assertThat(SourceText.same(CODE, other)).as(other).isFalse();
    }
  }

  @Test
  void takesOneLookAtLongTexts() {
    String blanks = " ".repeat(200_000) + "x" + "\r".repeat(200_000);
    assertThat(SourceText.plain(blanks)).hasSize(200_001).endsWith("x");
  }
}
