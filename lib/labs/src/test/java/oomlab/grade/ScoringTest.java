package oomlab.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import oomlab.ipynb.Cell;
import oomlab.ipynb.NbgraderMetadata;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ScoringTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TestFactory
  List<DynamicTest> scoresWhatNbgraderScores() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode given : read("scores.json").path("cases")) {
      tests.add(DynamicTest.dynamicTest(given.path("name").asString(), () -> compare(given)));
    }
    assertThat(tests).hasSizeGreaterThan(50);
    return tests;
  }

  private static void compare(JsonNode given) throws Exception {
    Cell cell = cell(given.path("cell"));
    List<Output> outputs = new ArrayList<>();
    given.path("cell").path("outputs").forEach(json -> outputs.add(joined(given, json)));
    JsonNode expect = given.path("expect");
    if (expect.has("fails")) {
      boolean scored =
          switch (cell.kind()) {
            case TESTS, MANUAL -> cell.nbgrader().orElseThrow().points().isPresent();
            case TASK -> true;
            default -> false;
          };
      if (!scored) {
        assertThatThrownBy(() -> Scoring.score(cell, outputs))
            .isInstanceOf(IllegalArgumentException.class);
        return;
      }
      Scoring.Scored ours = Scoring.score(cell, outputs);
      if (cell.kind() != NbgraderMetadata.Kind.TASK) {
        assertThat(ours.cellScore().score()).isZero();
        assertThat(ours.remarks()).hasSize(1);
      }
      return;
    }
    CellScore cellScore = Scoring.score(cell, outputs).cellScore();
    assertThat(cellScore.score()).isEqualTo(expect.path("score").asDouble(0));
    assertThat(cellScore.max()).isEqualTo(expect.path("max_score").asDouble());
    assertThat(cellScore.needsManual()).isEqualTo(expect.path("needs_manual").asBoolean());
  }

  private static Output joined(JsonNode given, JsonNode json) {
    ObjectNode copy = (ObjectNode) json.deepCopy();
    JsonNode text = copy.path("data").path("text/plain");
    if (text.isArray() && !given.path("unjoined").asBoolean(false)) {
      StringBuilder all = new StringBuilder();
      text.forEach(line -> all.append(line.asString()));
      ((ObjectNode) copy.path("data")).put("text/plain", all.toString());
    }
    return Output.fromJson(copy);
  }

  @TestFactory
  List<DynamicTest> cutsWhatNbgraderCuts() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode limited : read("limits.json").path("cases")) {
      tests.add(
          DynamicTest.dynamicTest(
              limited.path("name").asString(),
              () -> {
                List<Output> before = outputs(limited.path("before"));
                List<Output> after = LimitOutput.apply(before);
                assertThat(after).isEqualTo(outputs(limited.path("after")));
                assertThat(Scoring.tests("t", 2, before).cellScore().score())
                    .isEqualTo(limited.path("score_before").asDouble());
                assertThat(Scoring.tests("t", 2, after).cellScore().score())
                    .isEqualTo(limited.path("score_after").asDouble());
              }));
    }
    return tests;
  }

  @Test
  void mergesStreamsThatFollowEachOther() {
    Output out = new Output.Stream("stdout", "a\n");
    Output err = new Output.Stream("stderr", "e\n");
    assertThat(StreamMerger.merge(List.of(out, out, err, out)))
        .containsExactly(new Output.Stream("stdout", "a\na\n"), err, out);
  }

  @Test
  void aReasonIsASentenceOrNamesItsException() {
    List<List<String>> reasons =
        List.of(
            List.of("java.lang.IllegalStateException", "count pages", "count pages"),
            List.of("java.lang.IllegalStateException", "要数页数", "要数页数"),
            List.of("java.lang.NoClassDefFoundError", "a/b/C", "NoClassDefFoundError: a/b/C"),
            List.of(
                "java.lang.ArrayIndexOutOfBoundsException",
                "-1",
                "ArrayIndexOutOfBoundsException: -1"),
            List.of("java.lang.StackOverflowError", "", "StackOverflowError"),
            List.of("", "x", "x"),
            List.of("", "", "The test failed."));
    for (List<String> each : reasons) {
      Output error = new Output.Error(each.get(0), each.get(1), List.of());
      assertThat(Scoring.tests("t", 2, List.of(error)).cellScore().comment())
          .isEqualTo(each.get(2));
    }
  }

  @Test
  void outputsComeBackFromTheirJson() {
    Output error = new Output.Error("E", "no", List.of("a", "b"));
    Output shown =
        new Output.Display(JSON.createObjectNode().put("text/plain", "1"), JSON.createObjectNode());
    for (Output output : List.of(error, shown, new Output.Stream("stdout", "x"))) {
      assertThat(Output.fromJson(output.toJson())).isEqualTo(output);
    }
  }

  /** A text is written as pairs of a part and how often it stands there. */
  private static List<Output> outputs(JsonNode written) {
    List<Output> outputs = new ArrayList<>();
    for (JsonNode output : written) {
      ObjectNode copy = (ObjectNode) output.deepCopy();
      if (output.path("text").isArray()) {
        StringBuilder text = new StringBuilder();
        output
            .path("text")
            .forEach(p -> text.append(p.path(0).asString().repeat(p.path(1).asInt())));
        copy.put("text", text.toString());
      }
      if (output.path("traceback").isArray()) {
        var lines = copy.putArray("traceback");
        for (JsonNode pair : output.path("traceback")) {
          for (int i = 0; i < pair.path(1).asInt(); i++) {
            lines.add(pair.path(0).asString());
          }
        }
      }
      outputs.add(Output.fromJson(copy));
    }
    return outputs;
  }

  private static Cell cell(JsonNode json) throws NotebookException {
    ObjectNode root = JSON.createObjectNode().put("nbformat", 4).put("nbformat_minor", 4);
    root.putObject("metadata");
    ObjectNode copy = (ObjectNode) json.deepCopy();
    if (copy.has("outputs")) {
      copy.putArray("outputs");
    }
    root.putArray("cells").add(copy);
    return Notebook.parse(JSON.writeValueAsString(root).getBytes(UTF_8), NotebookLimits.SUBMISSION)
        .cells()
        .get(0);
  }

  private static JsonNode read(String name) throws IOException {
    try (InputStream in = ScoringTest.class.getResourceAsStream(name)) {
      return JSON.readTree(in);
    }
  }
}
