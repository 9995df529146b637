package oomlab.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.GradeMark;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReleaseTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void clearsWhatNbgraderClearsAndFailsWhereItFails() throws IOException, NotebookException {
    int compared = 0;
    for (JsonNode each : cases()) {
      String name = each.path("name").stringValue();
      Map<String, Step> steps = new LinkedHashMap<>();
      steps.put("ClearSolutions", new ClearSolutions(stubs(each)));
      steps.put("ClearHiddenTests", new ClearHiddenTests());
      steps.put("ClearMarkScheme", new ClearMarkScheme());
      Notebook notebook = notebook(each);
      for (Map.Entry<String, Step> step : steps.entrySet()) {
        Notebook before = notebook;
        if (each.at("/fails/step").asString("").equals(step.getKey())) {
          assertThatThrownBy(() -> step.getValue().apply(before))
              .as(name)
              .isInstanceOf(NotebookException.class);
          break;
        }
        notebook = step.getValue().apply(before);
        assertThat(notebook.cells().get(0).source())
            .as("%s: %s", name, step.getKey())
            .isEqualTo(each.path("after").path(step.getKey()).stringValue());
      }
      compared++;
    }
    assertThat(compared).isGreaterThan(50);
  }

  /** The two files: a source, and what nbgrader 0.9.5's generate_assignment wrote for it. */
  @Test
  void writesTheFileThatNbgraderWrites() throws IOException, NotebookException {
    Notebook source = Notebook.parse(file("/oomlab/assign/lab1.ipynb"), NotebookLimits.SUBMISSION);
    assertThat(new String(Release.student(source).bytes(), StandardCharsets.UTF_8))
        .isEqualTo(new String(file("/oomlab/assign/lab1.release.ipynb"), StandardCharsets.UTF_8));
  }

  @Test
  void keepsHiddenTestsInWhatSubmissionsAreComparedWith() throws NotebookException {
    Notebook source = Lab1.source();
    Notebook prepared = Release.prepared(source);
    Notebook student = Release.student(source);
    Cell test = Lab1.cell(prepared, "q1_test");
    assertThat(test.source()).contains("BEGIN HIDDEN TESTS", "square(-3) == 9");
    assertThat(Lab1.cell(student, "q1_test").source())
        .isEqualTo("check(square(2) == 4, \"square(2)\");");
    // Of nbgrader: the checksum of the released test, as the note's test vector has it.
    assertThat(checksum(student, "q1_test")).isEqualTo("99cf3bcd9afe01cc65849e4ba437c101");
    assertThat(checksum(prepared, "q1_test"))
        .isEqualTo(Checksum.of(test))
        .isNotEqualTo(checksum(student, "q1_test"));
    assertThat(checksum(prepared, "q1")).isEqualTo(checksum(student, "q1"));
  }

  @Test
  void leavesNoSecretInTheStudentVersion() throws NotebookException {
    String student = new String(Release.student(Lab1.source()).bytes(), StandardCharsets.UTF_8);
    assertThat(student)
        .doesNotContain("return n * n", "square(-3)", "Because it is so", "4 points for a plan")
        .doesNotContain("BEGIN", "END ")
        .contains("// YOUR CODE HERE", "not done yet", "YOUR ANSWER HERE");
  }

  @Test
  void locksWhatStudentsMustNotChange() throws NotebookException {
    Notebook student = Release.student(Lab1.source());
    assertThat(Lab1.cell(student, "q1").metadata().path("deletable").booleanValue()).isFalse();
    assertThat(Lab1.cell(student, "q1").metadata().has("editable")).isFalse();
    for (String locked : List.of("intro", "q1_test", "t1")) {
      assertThat(Lab1.cell(student, locked).metadata().path("editable").asBoolean(true)).isFalse();
    }
  }

  private static String checksum(Notebook notebook, String gradeId) {
    return Lab1.cell(notebook, gradeId).mark().flatMap(GradeMark::checksum).orElseThrow();
  }

  private static Map<String, String> stubs(JsonNode each) {
    String stub = each.path("code_stub").stringValue();
    return stub.equals("nbgrader's")
        ? Map.of(
            "java", "// YOUR CODE HERE", "python", "# YOUR CODE HERE\nraise NotImplementedError()")
        : Map.of("java", stub);
  }

  private static Notebook notebook(JsonNode each) throws NotebookException {
    String kernelspec =
        Optional.of(each.path("language"))
            .filter(JsonNode::isString)
            .map("\"kernelspec\": {\"language\": %s}"::formatted)
            .orElse("");
    String json =
        "{\"cells\": [%s], \"metadata\": {%s}, \"nbformat\": 4, \"nbformat_minor\": 5}"
            .formatted(each.path("cell"), kernelspec);
    return Notebook.parse(json.getBytes(StandardCharsets.UTF_8), NotebookLimits.SUBMISSION);
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(ReleaseTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  private static JsonNode cases() throws IOException {
    try (InputStream in = ReleaseTest.class.getResourceAsStream("/oomlab/grade/release.json")) {
      return JSON.readTree(in).path("cases");
    }
  }
}
