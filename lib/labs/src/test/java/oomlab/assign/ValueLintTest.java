package oomlab.assign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import oomlab.assign.LintFinding.Severity;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookLimits;
import org.junit.jupiter.api.Test;

class ValueLintTest {
  private static final String CELL =
      """
      {"cell_type": "code", "execution_count": null, "id": "%s", "outputs": [], "source": "%s",
       "metadata": {"nbgrader": {"schema_version": 3, "grade_id": "%1$s", "grade": %s,
       "locked": %s, "solution": %s, "task": false%s}}}""";

  private static String cell(String id, String source) {
    boolean test = id.endsWith("_test");
    boolean answer = id.startsWith("q") && !test;
    return CELL.formatted(id, source, test, !answer, answer, test ? ", \"points\": 1" : "");
  }

  @Test
  void namesTestsAloneAndWhatNobodyCouldPass() throws Exception {
    String notebook =
        """
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {
          "kernelspec": {"name": "java", "display_name": "Java", "language": "java"},
          "oomlab": {"withheld": ["oomlab.graded"]}},
         "cells": [%s]}"""
            .formatted(
                String.join(
                    ",",
                    cell("q1", "class Stack { int pop() { return 1; } }"),
                    cell("look", "System.out.println(new Stack().pop());"),
                    cell(
                        "q1_test",
                        "oomlab.graded.Require.that(new Stack().pop() == 1, \\\"p\\\");"),
                    cell("q2", "int two() { return 2; }"),
                    cell("q2_test", "oomlab.graded.Require.that(two() == 2, \\\"two\\\");")));

    List<LintFinding> found =
        ValueLint.of(
            Notebook.parse(notebook.getBytes(StandardCharsets.UTF_8), NotebookLimits.SUBMISSION));

    assertThat(found)
        .extracting(LintFinding::where)
        .containsExactly("cell q1_test", "cell q1_test");
    assertThat(found)
        .extracting(LintFinding::severity)
        .containsExactly(Severity.WARNING, Severity.ERROR);
    assertThat(found.get(1).text()).contains("oomlab.graded", "withholds");
  }
}
