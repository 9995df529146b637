package oomlab.assign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import oomlab.ipynb.Cell;
import oomlab.ipynb.GradeMark;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class LintTest {
  @Test
  void hasNothingAgainstASoundAssignment() throws NotebookException {
    assertThat(Lint.of(Lab1.source()))
        .extracting(LintFinding::toString)
        .containsExactly("info: the notebook: 12 points in 3 cells: 3 by tests, 9 by hand");
  }

  @Test
  void findsWhatNbgraderRefuses() throws NotebookException {
    assertThat(said(Lab1.cell(Cell.Type.CODE, "", "S", 0, "int i;"))).contains("error", "grade_id");
    assertThat(said(Lab1.cell(Cell.Type.CODE, "a b", "S", 0, "int i;")))
        .contains("error", "letters");
    assertThat(said(Lab1.cell(Cell.Type.CODE, "a", "GL", 0, "i();")))
        .contains("error", "needs points");
    assertThat(said(Lab1.cell(Cell.Type.MARKDOWN, "a", "GL", 1, "x")))
        .contains("error", "hold tests");
    assertThat(said(Lab1.cell(Cell.Type.MARKDOWN, "a", "S", 0, "x")))
        .contains("error", "by a person");
    assertThat(said(Lab1.cell(Cell.Type.CODE, "a", "LT", 1, "x"))).contains("error", "markdown");
    assertThat(said(Lab1.cell(Cell.Type.CODE, "a", "GL", 1, "### AUTOTEST x;")))
        .contains("error: cell 1 (a): AUTOTEST");
    assertThat(
            said(
                Lab1.cell(Cell.Type.CODE, "a", "S", 0, ""),
                Lab1.cell(Cell.Type.RAW, "a", "L", 0, "")))
        .contains("error: cell 2 (a): cells 1 and 2 have the same grade_id, a");
  }

  @Test
  void findsTasksThatStopEveryStudent() throws NotebookException {
    assertThat(said(Lab1.cell(Cell.Type.MARKDOWN, "t", "T", 4, "x")))
        .contains("error: cell 1 (t): a task that is not locked makes nbgrader refuse");
    assertThat(said(Lab1.cell(Cell.Type.MARKDOWN, "t", "LT", 0, "x")))
        .contains("a task needs points");
    assertThat(said(Lab1.cell(Cell.Type.MARKDOWN, "t", "GSLT", 1, "x")))
        .contains("neither an answer");
  }

  @Test
  void findsAnOldSchemaAndFieldsThatNobodyKnows() throws NotebookException {
    Cell cell = Lab1.cell(Cell.Type.CODE, "a", "S", 0, "int i;");
    GradeMark old =
        new GradeMark(
            2,
            "a",
            false,
            true,
            false,
            false,
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(said(cell.withMark(Optional.of(old)))).contains("schema 2, not 3");
    ObjectNode metadata = cell.metadata();
    ((ObjectNode) metadata.path("nbgrader")).put("extra", 1);
    assertThat(said(cell.withMetadata(metadata))).contains("no field extra");
    ((ObjectNode) metadata.path("nbgrader")).remove("extra");
    ((ObjectNode) metadata.path("nbgrader")).putNull("checksum");
    assertThat(said(cell.withMetadata(metadata)))
        .contains("checksum in nbgrader's metadata is null");
  }

  @Test
  void findsDelimitersThatDoNotFit() throws NotebookException {
    assertThat(said(answer("// BEGIN SOLUTION\nint i;"))).contains("error", "has no END SOLUTION");
    assertThat(said(answer("// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION")))
        .contains("inside another");
    assertThat(said(answer("int i;\n// END SOLUTION"))).contains("warning", "line is deleted");
    assertThat(said(Cell.of(Cell.Type.MARKDOWN, "x", "Write BEGIN SOLUTION,\nthen END SOLUTION.")))
        .contains("error: cell 1: BEGIN SOLUTION stands in a cell that is not an answer");
    assertThat(said(answer("// BEGIN HIDDEN TESTS\n// END HIDDEN TESTS"))).contains("not a test");
    assertThat(said(answer("// BEGIN MARK SCHEME\n// END MARK SCHEME"))).contains("not a task");
  }

  @Test
  void findsANotebookWithoutALanguage() throws NotebookException {
    Notebook notebook = Lab1.source();
    ObjectNode metadata = notebook.metadata();
    metadata.remove("kernelspec");
    assertThat(Lint.of(notebook.withMetadata(metadata)))
        .first()
        .hasToString(
            "error: the notebook: its language is missing, not java: write"
                + " \"language\": \"java\" into metadata.kernelspec");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int i = 0; // BEGIN SOLUTION\n// END SOLUTION",
        "void f() {\n// BEGIN SOLUTION\n} // END SOLUTION",
        "int i =\n// BEGIN SOLUTION\n1\n// END SOLUTION\n;",
        "f(\n// BEGIN SOLUTION\n1\n// END SOLUTION\n);",
        "int[] a = {\n// BEGIN SOLUTION\n1\n// END SOLUTION\n};",
        "class A {\n// BEGIN SOLUTION\nint i;\n// END SOLUTION\n}",
        "record A(int i) {\n  void f() {}\n// BEGIN SOLUTION\nint i() { return 1; }\n// END SOLUTION\n}",
        "int f() {\n  return\n// BEGIN SOLUTION\n1;\n// END SOLUTION\n}",
        "int f() {\n// BEGIN SOLUTION\nint i = 1;\n// END SOLUTION\nreturn i;\n}",
        "switch (i) {\n// BEGIN SOLUTION\ncase 1: f();\n// END SOLUTION\n}",
        "Runnable r = () ->\n// BEGIN SOLUTION\nf();\n// END SOLUTION",
        "int f(int x)\n// BEGIN SOLUTION\n{ return x; }\n// END SOLUTION",
      })
  void warnsOfAStubThatDoesNotCompileOrTakesTooMuch(String source) throws NotebookException {
    assertThat(said(answer(source))).contains("warning: cell 1 (a): ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int f() {\n// BEGIN SOLUTION\nreturn 1;\n// END SOLUTION\n}",
        "// say }\n// BEGIN SOLUTION\nint i = 1;\n// END SOLUTION\nint j;",
        "int f(int i) {\n  if (i > 0) {\n// BEGIN SOLUTION\nreturn 1;\n// END SOLUTION\n  } else {\n    return 2;\n  }\n}",
        "int f(int i) {\n  if (i > 0)\n// BEGIN SOLUTION\nreturn 1;\n// END SOLUTION\n  return 2;\n}",
        "class A {\n  int f() {\n    // BEGIN SOLUTION\n return 1;\n // END SOLUTION\n  }\n}",
        "Runnable r = () -> {\n// BEGIN SOLUTION\nf();\n// END SOLUTION\n};",
        "String s = \"{\"; char c = '(';\n/* BEGIN SOLUTION */\nf();\n/* END SOLUTION */",
        "switch (i) {\n  case 1:\n// BEGIN SOLUTION\nf();\n// END SOLUTION\n  default:\n    g();\n}",
        "int f() {\n// BEGIN SOLUTION\n// END SOLUTION\n}\nint g() {\n// BEGIN SOLUTION\n// END SOLUTION\n}",
      })
  void saysNothingOfAStubThatCompiles(String source) throws NotebookException {
    assertThat(said(answer(source))).doesNotContain("(a)");
  }

  @Test
  void warnsOfNumbersThatBecomeTheScore() throws NotebookException {
    assertThat(tests("list.size()")).contains("warning", "ends with list.size() without");
    assertThat(tests("f();\n2 // two")).contains("warning", "ends with 2 without");
    assertThat(tests("f();\n5")).contains("error", "more than its 3 points");
    assertThat(tests("f(); // 1\n// BEGIN HIDDEN TESTS\ncount\n// END HIDDEN TESTS"))
        .contains("ends with count");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check(list.size() == 2);",
        "for (int i : a) {\n  f(i);\n}",
        "double points = 0;\npoints",
        "double x = f();\nx",
        "2.5",
        "oomlab.check.Require.share(2, List.of(1, 2), seed -> {\n  return f(seed) == 1;\n})",
        "oomlab.notebook.Lab.handInPoints(run, world, 4)",
        "f(\"a;b\");",
        "import java.util.*",
      })
  void saysNothingOfATestThatEndsAsItShould(String source) throws NotebookException {
    assertThat(tests(source)).doesNotContain("ends with");
  }

  @Test
  void warnsOfTestsThatTestNothing() throws NotebookException {
    assertThat(tests("assert f(1) == 2;")).contains("warning", "-ea");
    assertThat(tests("check(\"assert x\");// assert y")).doesNotContain("-ea");
    assertThat(tests("// BEGIN HIDDEN TESTS\nf();\n// END HIDDEN TESTS")).contains("empty cell");
    assertThat(tests("f();")).contains("info: cell 1 (a): no hidden tests");
    Cell skipped = Lab1.cell(Cell.Type.CODE, "a", "GL", 1, "f();");
    ObjectNode metadata = skipped.metadata();
    metadata.putArray("tags").add("skip-execution");
    assertThat(said(skipped.withMetadata(metadata))).contains("warning", "full points");
    assertThat(said(answer("int i;"))).contains("no cell gives points");
  }

  @Test
  void blanksCommentsAndTexts() {
    assertThat(JavaText.bare("f(\"\\\"{\");// }\n/*\n( */g('{', \"\"\"\n { \"\"\");"))
        .isEqualTo("f(     );    \n  \n    g(   ,    \n      );");
    assertThat(JavaText.withoutComments("f(\"//\"); // x")).isEqualTo("f(\"//\");     ");
    assertThat(JavaText.bare("\"open\n'\\")).isEqualTo("     \n  ");
  }

  @Test
  void findsAnErrorWheneverAReleaseFails() throws NotebookException {
    List<String> parts =
        List.of("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS", "x");
    List<String> sources = new ArrayList<>(List.of(""));
    for (int i = 0; i < 4; i++) {
      sources =
          sources.stream().flatMap(s -> parts.stream().map(p -> s + "// " + p + "\n")).toList();
    }
    for (String source : sources) {
      for (String flags : List.of("S", "GL", "GS", "L")) {
        Notebook notebook = Lab1.notebook(Lab1.cell(Cell.Type.CODE, "a", flags, 1, source));
        boolean error =
            Lint.of(notebook).stream().anyMatch(f -> f.severity() == LintFinding.Severity.ERROR);
        if (!error) {
          assertThat(Release.student(notebook).cells()).hasSize(1);
        }
      }
    }
  }

  private static Cell answer(String source) {
    return Lab1.cell(Cell.Type.CODE, "a", "S", 0, source);
  }

  private static String tests(String source) throws NotebookException {
    return said(Lab1.cell(Cell.Type.CODE, "a", "GL", 3, source));
  }

  private static String said(Cell... cells) throws NotebookException {
    return String.join(
        "\n", Lint.of(Lab1.notebook(cells)).stream().map(LintFinding::toString).toList());
  }
}
