package oomlab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaSessionTest {
  private final StringBuilder warnings = new StringBuilder();
  private JavaSession session = open();

  private JavaSession open() {
    return JavaSession.open(KernelSettings.of(Map.of()), warnings::append);
  }

  @BeforeAll
  void use() {
    CellFunctions.use(session);
  }

  private String value(String cell) {
    EvaluationResult result = session.evaluate(cell, "cell 1");
    assertThat(result).as(cell).isInstanceOf(EvaluationResult.Value.class);
    return String.valueOf(((EvaluationResult.Value) result).value());
  }

  private CellError error(String cell) {
    EvaluationResult result = session.evaluate(cell, "cell 1");
    assertThat(result).as(cell).isInstanceOf(EvaluationResult.Failed.class);
    return ((EvaluationResult.Failed) result).error();
  }

  @Test
  void returnsTheLastExpression() {
    assertThat(value("int a = 2;\na * 21")).isEqualTo("42");
    assertThat(session.evaluate("int b = 1;", "c")).isEqualTo(new EvaluationResult.Nothing());
    assertThat(session.evaluate("(Object) null", "c")).isEqualTo(new EvaluationResult.Nothing());
    assertThat(session.evaluate("", "c")).isEqualTo(new EvaluationResult.Nothing());
  }

  @Test
  void namesTheLineOfACompilationError() {
    CellError error = error("int c = 1;\n\nint d = nowhere;");
    assertThat(error.name()).isEqualTo("CompilationException");
    assertThat(error.message()).startsWith("line 3: ").contains("nowhere");
    assertThat(error.traceback().get(2)).contains("^^^^^^^");
  }

  @Test
  void namesCellAndLineOfAnException() {
    CellError error = error("int e(int n) {\n  return 1 / n;\n}\ne(0)");
    assertThat(error.name()).isEqualTo("java.lang.ArithmeticException");
    assertThat(error.traceback()).contains("    at e (cell 1, line 2)", "    at (cell 1, line 4)");
  }

  @Test
  void warnsOfUndefinedNamesInTheLineOfTheirUse() {
    warnings.setLength(0);
    session.evaluate("int f() {\n  return undefinedHere;\n}", "c");
    assertThat(warnings).contains("line 2").contains("undefinedHere");
    warnings.setLength(0);
    session.evaluate("int g() { return h(); }\nint h() { return 1; }", "c");
    assertThat(warnings).isEmpty();
  }

  @Test
  void definesMethodsThatWaitedForATypeWhateverComesBetween() {
    String waiting =
        "int waits(Later x) { return 1 / x.n; }\nint calls(Later x) { return waits(x); }";
    assertThat(error(waiting).message()).contains("Later");
    assertThat(session.evaluate("import java.util.zip.*;", "c"))
        .isEqualTo(new EvaluationResult.Nothing());
    assertThat(session.evaluate("class Later { int n = 0; }", "c"))
        .isEqualTo(new EvaluationResult.Nothing());
    assertThat(error("calls(new Later())").traceback())
        .contains("    at waits (cell 1, line 1)", "    at calls (cell 1, line 2)");
    // All in one cell.
    String all =
        "int a(Late x) { return b(x); }\nint b(Late x) { return 3; }\nimport java.util.jar.*;";
    assertThat(value(all + "\nclass Late { }\na(new Late())")).isEqualTo("3");
  }

  @Test
  void failsATypeWithAnUndefinedParent() {
    assertThat(error("class I extends Missing {}").message()).contains("line 1", "Missing");
  }

  @Test
  void redefinesTypesMethodsAndVariables() {
    assertThat(
            value("class J { int v = 1; }\nint j() { return 1; }\nint k = 1;\nnew J().v + j() + k"))
        .isEqualTo("3");
    assertThat(
            value("class J { int v = 5; }\nint j() { return 5; }\nint k = 5;\nnew J().v + j() + k"))
        .isEqualTo("15");
  }

  @Test
  void completesAndInspectsAfterEarlierStatements() {
    CodeAssistance assist = session.assistance();
    String cell = "String text = \"\";\ntext.isBl";
    CodeAssistance.Completions found = assist.complete(cell, cell.length());
    assertThat(found.matches()).containsExactly("isBlank()");
    assertThat(cell.substring(found.start(), found.end())).isEqualTo("isBl");
    assist.complete("class K {\n}\nnew K()", 10);
    assertThat(assist.inspect("int x;\nMath.max(x, 1)", 12)).isNotEmpty();
    assertThat(assist.inspect("nothingOfTheKind", 3)).isEmpty();
  }

  @Test
  void judgesCompleteness() {
    CodeAssistance assist = session.assistance();
    assertThat(assist.completeness("int a = 1;").status()).isEqualTo("complete");
    assertThat(assist.completeness("").status()).isEqualTo("complete");
    assertThat(assist.completeness("int ) x").status()).isEqualTo("invalid");
    assertThat(assist.completeness("  class A {"))
        .isEqualTo(new CodeAssistance.Completeness("incomplete", "    "));
  }
}
