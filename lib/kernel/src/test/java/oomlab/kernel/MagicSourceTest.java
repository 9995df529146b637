package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MagicSourceTest {
  @Test
  void rewritesALineMagicInItsPlace() {
    assertThat(MagicSource.toJava("int a;\n  %classpath x y\nint b;"))
        .isEqualTo(
            "int a;\n  lineMagic(\"classpath\", java.util.List.of(\"x\", \"y\"));{};\nint b;");
  }

  @Test
  void rewritesAnAssignedMagic() {
    assertThat(MagicSource.toJava("List<String> js = %jars a/*.jar"))
        .isEqualTo("List<String> js = lineMagic(\"jars\", java.util.List.of(\"a/*.jar\"));{};");
  }

  @Test
  void leavesRemaindersStringsTextBlocksAndCommentsAlone() {
    for (String code :
        List.of(
            "7\n % 4",
            "7 %4",
            "\"\"\"\n%classpath x\n\"\"\"",
            "/*\n%classpath x\n*/",
            "// a =%b",
            "String s = \"a =%b\";",
            "char c = '\"';\n\"\"\"\n%a\n\"\"\"")) {
      assertThat(MagicSource.toJava(code)).isEqualTo(code);
    }
  }

  @Test
  void findsAMagicAfterStringsAndComments() {
    assertThat(MagicSource.toJava("String s = \"//\"; // \"\n%load a")).contains("lineMagic(");
    assertThat(MagicSource.toJava("char c = '\\'';\n%load a")).contains("lineMagic(");
  }

  @Test
  void takesTheWholeCellForACellMagic() {
    assertThat(MagicSource.toJava("%%name a\nline \"1\"\nline 2"))
        .isEqualTo(
            "cellMagic(\"name\", java.util.List.of(\"a\"), \"line \\\"1\\\"\\nline 2\");{};");
  }

  @Test
  void splitsArgumentsAtBlanksOutsideQuotes() {
    assertThat(MagicSource.parse("load \"a b\" c\\\"d e\\\\f \"\""))
        .isEqualTo(new MagicSource.Call("load", List.of("a b", "c\"d", "e\\f", "")));
  }

  @Test
  void keepsLineNumbers() {
    String cell = "int a;\n%classpath x\n%jars y\nint b;";
    assertThat(MagicSource.toJava(cell).lines().count()).isEqualTo(cell.lines().count());
  }
}
