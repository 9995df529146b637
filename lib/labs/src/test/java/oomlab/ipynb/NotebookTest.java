package oomlab.ipynb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class NotebookTest {
  private static final String MARK =
      "\"nbgrader\": {\"schema_version\": 3, \"grade\": true, \"solution\": false,"
          + " \"locked\": false, \"grade_id\": \"q1_test\", \"points\": 2.50}";

  @Test
  void writesWhatNbformatWrites() throws NotebookException {
    String written =
        """
        {
         "cells": [
          {
           "cell_type": "code",
           "execution_count": 3,
           "id": "a1",
           "metadata": {
            "tags": [
             "x"
            ],
            "unknown": {
             "a": [],
             "b": {},
             "c": 1e-05
            }
           },
           "outputs": [
            {
             "data": {
              "application/json": [
               "a\\n",
               "b"
              ],
              "image/png": "iVBORw0KGgo=\\n",
              "text/plain": [
               "ä\\n",
               "b"
              ]
             },
             "execution_count": 3,
             "metadata": {},
             "output_type": "execute_result"
            },
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "one\\r\\n",
              "two\\u0001\\u001b😀"
             ]
            }
           ],
           "source": [
            "int i;\\n",
            "\\"\\\\\\t"
           ]
          },
          {
           "attachments": {
            "a.txt": {
             "text/plain": [
              "x\\n",
              "y"
             ]
            }
           },
           "cell_type": "markdown",
           "metadata": {},
           "source": []
          }
         ],
         "metadata": {
          "big": 123456789012345678901234567890,
          "kernelspec": {
           "language": "java"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 4
        }
        """;
    Notebook notebook = parse(written);
    assertThat(new String(notebook.bytes(), StandardCharsets.UTF_8)).isEqualTo(written);
    assertThat(notebook.language()).isEqualTo("java");
    Cell code = notebook.cells().get(0);
    assertThat(code.source()).isEqualTo("int i;\n\"\\\t");
    assertThat(code.tags()).containsExactly("x");
    assertThat(code.outputs().get(0).at("/data/text~1plain").stringValue()).isEqualTo("ä\nb");
    assertThat(code.outputs().get(1).path("text").stringValue()).startsWith("one\r\ntwo");
    assertThat(notebook.cells().get(1).source()).isEmpty();
  }

  @Test
  void keepsEveryNotebookOfTheBookAsItIs() throws IOException, NotebookException {
    try (Stream<Path> files = Files.walk(Path.of("notebooks"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList()) {
        Notebook notebook = Notebook.parse(Files.readAllBytes(file), NotebookLimits.SUBMISSION);
        Notebook again = Notebook.parse(notebook.bytes(), NotebookLimits.SUBMISSION);
        assertThat(again).as("%s", file).isEqualTo(notebook).hasSameHashCodeAs(notebook);
      }
    }
  }

  @Test
  void readsMarksAndKeepsTheSpellingOfPoints() throws NotebookException {
    Cell cell = parse(book(cell("code", "{%s}".formatted(MARK)))).cells().get(0);
    GradeMark mark = cell.mark().orElseThrow();
    assertThat(mark.kind()).isEqualTo(GradeMark.Kind.TESTS);
    assertThat(mark.isLocked()).isTrue();
    assertThat(mark.points()).hasValue(2.5);
    Cell changed = cell.withMark(Optional.of(mark.withChecksum("0".repeat(32), "code")));
    assertThat(changed.metadata().path("nbgrader").toString())
        .isEqualTo(
            "{'schema_version':3,'grade':true,'solution':false,'locked':false,'grade_id':'q1_test',"
                    .replace('\'', '"')
                + "\"points\":2.5,\"checksum\":\"%s\",\"cell_type\":\"code\"}"
                    .formatted("0".repeat(32)));
    assertThat(cell.withMark(Optional.empty()).metadata().isEmpty()).isTrue();
  }

  @Test
  void namesWhatACellIsFor() {
    assertThat(kind(true, true, false, false)).isEqualTo(GradeMark.Kind.MANUAL);
    assertThat(kind(true, false, false, false)).isEqualTo(GradeMark.Kind.TESTS);
    assertThat(kind(false, true, true, false)).isEqualTo(GradeMark.Kind.ANSWER);
    assertThat(kind(false, false, true, true)).isEqualTo(GradeMark.Kind.TASK);
    assertThat(kind(false, false, true, false)).isEqualTo(GradeMark.Kind.READ_ONLY);
    assertThat(kind(false, false, false, false)).isEqualTo(GradeMark.Kind.NONE);
  }

  @Test
  void changesTypesAsNbformatWants() throws NotebookException {
    Cell text =
        parse(book("{'cell_type':'markdown','metadata':{},'source':'x','attachments':{}}"))
            .cells()
            .get(0);
    Cell code = text.withType(Cell.Type.CODE);
    assertThat(new String(notebook(code).bytes(), StandardCharsets.UTF_8))
        .contains("\"execution_count\": null", "\"outputs\": []")
        .doesNotContain("attachments");
    assertThat(new String(notebook(code.withType(Cell.Type.RAW)).bytes(), StandardCharsets.UTF_8))
        .doesNotContain("execution_count", "outputs");
  }

  @Test
  void handsOutCopies() throws NotebookException {
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("output_type", "stream").put("name", "stdout").put("text", "a\nb");
    Cell cell =
        Cell.of(Cell.Type.CODE, "a", "int i;").withOutputs(List.of(output), OptionalInt.of(7));
    Notebook notebook = notebook(cell);
    byte[] before = notebook.bytes();
    output.put("text", "changed");
    cell.outputs().get(0).put("text", "changed");
    cell.metadata().put("tags", "changed");
    notebook.metadata().put("kernelspec", "changed");
    assertThat(notebook.bytes()).isEqualTo(before);
    assertThat(cell.withSource("int j;").outputs()).hasSize(1);
    assertThat(cell).hasToString("code cell a: int i;");
    assertThatThrownBy(
            () -> cell.withType(Cell.Type.RAW).withOutputs(List.of(), OptionalInt.empty()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void countsTheLastOfTwoValuesAsPythonDoes() throws NotebookException {
    assertThat(parse(book("{'cell_type':'raw','metadata':{},'source':'a','source':'b'}")).cells())
        .extracting(Cell::source)
        .containsExactly("b");
  }

  @Test
  void splitsLinesWherePythonDoes() {
    assertThat(MultiLine.lines("a\r\nb\rc\u000bd\u2028e\u0085f\n\n"))
        .containsExactly("a\r\n", "b\r", "c\u000b", "d\u2028", "e\u0085", "f\n", "\n");
    assertThat(MultiLine.lines("")).isEmpty();
  }

  private static GradeMark.Kind kind(
      boolean grade, boolean solution, boolean locked, boolean task) {
    return new GradeMark(
            3,
            "a",
            grade,
            solution,
            locked,
            task,
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty())
        .kind();
  }

  private static Notebook notebook(Cell cell) throws NotebookException {
    return parse(book("")).withCells(List.of(cell));
  }

  private static Notebook parse(String json) throws NotebookException {
    return Notebook.parse(json.getBytes(StandardCharsets.UTF_8), NotebookLimits.SUBMISSION);
  }

  private static String cell(String type, String metadata) {
    return "{\"cell_type\": \"%s\", \"metadata\": %s, \"source\": \"\"}".formatted(type, metadata);
  }

  private static String book(String cells) {
    return "{'cells':[%s],'metadata':{},'nbformat':4,'nbformat_minor':5}"
        .formatted(cells)
        .replace('\'', '"');
  }
}
