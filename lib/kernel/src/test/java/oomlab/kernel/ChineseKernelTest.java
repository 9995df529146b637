package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import org.junit.jupiter.api.Test;

/** What a cell shows where a reader chose Chinese. */
class ChineseKernelTest {
  private static final String MARKS = "\u001b\\[[0-9;]*m";

  private final Set<String> missing = new TreeSet<>();
  private final Catalog chinese = Catalog.of(Language.CHINESE, missing::add);
  private final StringBuilder warnings = new StringBuilder();
  private final JavaSession session =
      JavaSession.open(KernelSettings.of(Map.of()), warnings::append);

  private List<String> error(String cell) {
    EvaluationResult result =
        Words.in(chinese, () -> session.evaluate(cell, Words.words("cell %d", 1)));
    assertThat(result).as(cell).isInstanceOf(EvaluationResult.Failed.class);
    return ((EvaluationResult.Failed) result)
        .error().traceback().stream().map(line -> line.replaceAll(MARKS, "")).toList();
  }

  @Test
  void namesTheLineAndTheReason() {
    // The compiler speaks for itself; "CompilationException" is the name of the error.
    assertThat(error("int c = 1;\n\nint d = nowhere;").get(0))
        .isEqualTo("CompilationException: 第 3 行：找不到符号: 变量 nowhere");
    assertThat(error("int e = (")).first().asString().endsWith("从第 1 行开始的语句不完整");
    assertThat(error("int f(int n) {\n  return 1 / n;\n}\nf(0)"))
        .contains("    at f （单元格 1，第 2 行）");
    assertThat(missing).isEmpty();
  }

  @Test
  void saysWhatIsNotDefinedYet() {
    Words.in(chinese, () -> session.evaluate("int g() { return later(1); }", "x"));
    assertThat(warnings).hasToString("第 1 行：方法 later(int) 尚未定义：在定义它之前，g 不能使用\n");
    assertThat(missing).isEmpty();
  }

  @Test
  void refusesWhatItIsNot() {
    Magics magics = new Magics(session);
    for (String name : List.of("maven", "nothing", "load")) {
      assertThatThrownBy(() -> Words.in(chinese, () -> magics.line(name, List.of())))
          .hasMessageContaining("%" + name)
          .message()
          .doesNotContainPattern("[a-z]+ [a-z]+ [a-z]+");
    }
    assertThat(Words.in(chinese, () -> Magics.unknownCellMagic("html")))
        .hasMessage("%%html 不是这个内核的魔法命令。只有行魔法命令：%classpath、%jars、%load");
    assertThat(missing).isEmpty();
  }
}
