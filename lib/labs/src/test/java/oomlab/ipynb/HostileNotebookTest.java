package oomlab.ipynb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class HostileNotebookTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String GOOD =
      """
      {"cells": [{"cell_type": "code", "id": "a", "execution_count": 1, "source": ["int i;"],
        "metadata": {"tags": ["t"], "nbgrader": {"schema_version": 3, "grade": true,
          "solution": true, "locked": false, "task": false, "grade_id": "q", "points": 1,
          "checksum": "x", "cell_type": "code"}},
        "outputs": [{"output_type": "stream", "name": "stdout", "text": ["a"]},
          {"output_type": "display_data", "metadata": {}, "data": {"text/plain": ["a"]}}]},
       {"cell_type": "markdown", "metadata": {}, "source": "x",
        "attachments": {"a": {"text/plain": "b"}}}],
       "metadata": {"kernelspec": {"language": "java"}}, "nbformat": 4, "nbformat_minor": 5}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                           | the file is empty
          <!DOCTYPE html><p>           | a web page, and no notebook: line 1, column 1: Unexpected
          [                            | no JSON: line 1, column 2: the file ends too early
          []                           | no object
          null                         | no object
          {"a": 1} x                   | no JSON
          {"cells": []}                | does not say its format
          {"nbformat": 3, "x": 1}      | has nbformat 3
          {"nbformat": 4.5}            | does not say its format
          {"nbformat": 99999999999}    | does not say its format
          {"nbformat": 4}              | minor format
          {"nbformat": 4, "nbformat_minor": 5}                               | no metadata
          {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}               | no list of cells
          {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": {}}  | no list of cells
          {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [1]} | cell 1 is a number
          {"\\ud800": 1}               | no JSON
          """)
  void saysWhatIsWrongWithTheFile(String json, String sentence) {
    assertThat(refusal(json.getBytes(StandardCharsets.UTF_8)))
        .contains(sentence)
        .doesNotContain("JSON String");
  }

  @Test
  void saysWhatAFileOfSeveralLinesIs() {
    assertThat(refusal(" \n\n".getBytes(StandardCharsets.UTF_8))).contains("the file is empty");
    assertThat(refusal("\n<html>\n</html>".getBytes(StandardCharsets.UTF_8)))
        .contains("a web page, and no notebook");
    String merged = GOOD.replace(" \"nbformat\"", "\n<<<<<<< HEAD\n \"nbformat\"");
    assertThat(refusal(merged.getBytes(StandardCharsets.UTF_8)))
        .contains("git's marks of a conflict (<<<<<<<), so it is no JSON: line ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "cell_type": "code"          | "cell_type": "heading"      | cell 1: cell_type is not
          "cell_type": "code", "id"    | "cell_type": 1, "id"        | cell 1: cell_type is not
          "id": "a"                    | "id": 5                     | cell 1: id is a number
          ["int i;"]                   | ["int i;", 1]               | cell 1: source is neither
          ["int i;"]                   | {}                          | cell 1: source is neither
          ["int i;"]                   | null                        | cell 1: source is neither
          ["int i;"]                   | "a\\u0000b"                 | cell 1: source has a NUL
          ["t"]                        | "t"                         | cell 1: metadata.tags is no
          ["t"]                        | [["t"]]                     | cell 1: metadata.tags is no
          "schema_version": 3          | "schema_version": "3"       | schema_version is text
          "schema_version": 3          | "schema_version": 2.5       | no whole number
          "schema_version": 3          | "schema_version": 1e400     | no whole number
          "grade": true                | "grade": 1                  | grade is a number
          "solution": true             | "solution": "true"          | solution is text
          "grade_id": "q"              | "grade_id": ["q"]           | grade_id is a list
          "points": 1                  | "points": "1"               | points is text
          "checksum": "x"              | "checksum": {}              | checksum is an object
          """)
  void saysWhatIsWrongWithACell(String good, String bad, String sentence) {
    assertThat(GOOD).contains(good);
    String json = GOOD.replace(good, bad);
    assertThat(refusal(json.getBytes(StandardCharsets.UTF_8)))
        .startsWith("cell 1")
        .contains(sentence);
  }

  @Test
  void refusesWhatIsNoUtf8() {
    byte[] latin = GOOD.replace("int i;", "ä").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refusal(latin)).isEqualTo("the notebook is not UTF-8 text");
    assertThat(refusal(GOOD.getBytes(StandardCharsets.UTF_16))).contains("not UTF-8");
    assertThat(refusal(new byte[100_000])).contains("no JSON").hasSizeLessThan(300);
  }

  @Test
  void readsWhatEditorsAndPrintingProgramsWrite() throws NotebookException {
    Notebook plain =
        Notebook.parse(GOOD.getBytes(StandardCharsets.UTF_8), NotebookLimits.SUBMISSION);
    String marked = "\ufeff" + GOOD.replace("\n", "\r\n");
    assertThat(Notebook.parse(marked.getBytes(StandardCharsets.UTF_8), NotebookLimits.SUBMISSION))
        .isEqualTo(plain);
    String half = GOOD.replace("\"text\": [\"a\"]", "\"text\": [\"\\udc00 \\ud83d\"]");
    Notebook read =
        Notebook.parse(half.getBytes(StandardCharsets.UTF_8), NotebookLimits.SUBMISSION);
    assertThat(read.cells().get(0).outputs().get(0).path("text").asString())
        .isEqualTo("\ufffd \ufffd");
    assertThat(Notebook.parse(read.bytes(), NotebookLimits.SUBMISSION)).isEqualTo(read);
  }

  @Test
  void refusesWhatIsTooLargeBeforeItCostsMuch() {
    List<String> files =
        List.of(
            "[".repeat(10_000_000),
            "{\"a\":".repeat(3_000_000),
            "[" + "{},".repeat(6_000_000) + "{}]",
            "9".repeat(15_000_000),
            "1e" + "9".repeat(900),
            "\"" + "a".repeat(19_000_000),
            "{\"" + "a".repeat(19_000_000) + "\": 1}",
            " ".repeat(20_000_001),
            book("{\"cell_type\":\"raw\",\"metadata\":{},\"source\":\"\"},".repeat(100_000) + "{}"),
            book("{\"cell_type\":\"raw\",\"metadata\":{},\"source\":\"\"},".repeat(2_000) + "{}"),
            GOOD.replace("int i;", "a".repeat(200_001)),
            GOOD.replace("int i;", "\",\"".repeat(1_000_000)));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            files.forEach(
                file ->
                    assertThat(refusal(file.getBytes(StandardCharsets.UTF_8)))
                        .hasSizeLessThan(400)));
  }

  @Test
  void readsHugeNumbersWhereTheyDoNotMatter() throws NotebookException {
    String json =
        GOOD.replace("\"execution_count\": 1", "\"execution_count\": [1e999, -1e999, NaN]");
    Notebook notebook =
        Notebook.parse(json.getBytes(StandardCharsets.UTF_8), NotebookLimits.SUBMISSION);
    assertThat(new String(notebook.bytes(), StandardCharsets.UTF_8))
        .contains("   Infinity,\n", "   -Infinity,\n", "   NaN\n");
  }

  @Test
  void endsInASentenceForEveryValueOfAnyOtherType() {
    List<String> values =
        List.of("null", "true", "-1", "1.5", "1e999", "\"\"", "\"\\u0000\"", "[]", "[[]]", "{}");
    int refused = 0;
    int all = places(JSON.readTree(GOOD)).size();
    for (int place = 0; place < all; place++) {
      for (String value : values) {
        ObjectNode copy = (ObjectNode) JSON.readTree(GOOD);
        places(copy).get(place).set(JSON.readTree(value));
        refused += ends(copy.toString().getBytes(StandardCharsets.UTF_8)) ? 0 : 1;
      }
    }
    assertThat(refused).isBetween(all, all * values.size());
  }

  @Test
  void endsInASentenceForDamagedFiles() {
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ends(bytes);
    }
  }

  /** Returns whether it is read; then it can be written and is read again as the same. */
  private static boolean ends(byte[] utf8) {
    Notebook notebook;
    try {
      notebook = Notebook.parse(utf8, NotebookLimits.SUBMISSION);
    } catch (NotebookException e) {
      assertThat(e.getMessage()).isNotBlank().hasLineCount(1);
      return false;
    }
    notebook
        .cells()
        .forEach(cell -> assertThat(cell.toString() + cell.tags() + cell.outputs()).isNotEmpty());
    try {
      assertThat(Notebook.parse(notebook.bytes(), NotebookLimits.SUBMISSION).cells())
          .hasSameSizeAs(notebook.cells());
    } catch (NotebookException e) {
      throw new AssertionError(e);
    }
    return true;
  }

  private interface Place {
    void set(JsonNode value);
  }

  private static List<Place> places(JsonNode node) {
    List<Place> out = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      for (String name : object.propertyNames()) {
        out.add(value -> object.set(name, value));
        out.addAll(places(object.path(name)));
      }
    } else if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        int at = i;
        out.add(value -> list.set(at, value));
        out.addAll(places(list.path(i)));
      }
    }
    return out;
  }

  private static String book(String cells) {
    return "{\"cells\":[%s],\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}".formatted(cells);
  }

  private static String refusal(byte[] utf8) {
    Throwable thrown = catchThrowable(() -> Notebook.parse(utf8, NotebookLimits.SUBMISSION));
    assertThat(thrown).isInstanceOf(NotebookException.class);
    assertThat(thrown.getMessage()).hasLineCount(1).doesNotContain("`");
    return String.valueOf(thrown.getMessage());
  }
}
