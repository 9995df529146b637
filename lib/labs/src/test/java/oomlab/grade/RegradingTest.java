package oomlab.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import oomlab.grade.GradedSubmission.Status;
import oomlab.grade.Regrading.Left;
import oomlab.grade.Regrading.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tiny lab's class, graded once more after a test was changed; results are made up. */
class RegradingTest {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  private final List<Submission> submissions = new ArrayList<>();

  @BeforeEach
  void handIn() throws Exception {
    source("twice(2)");
    for (String name : List.of("anna", "ben", "chen")) {
      Path own = Files.createDirectories(dir.resolve("submitted").resolve(name));
      byte[] notebook = TinyLab.submission(TinyLab.RIGHT, "double part() { return 1; }", c -> {});
      Path file = Files.write(own.resolve("tiny.ipynb"), notebook);
      submissions.add(new Submission(name, file, Optional.of(own)));
    }
  }

  private void source(String words) throws Exception {
    Path folder = Files.createDirectories(dir.resolve("source"));
    String text = new String(TinyLab.source(), UTF_8);
    Files.writeString(
        folder.resolve("tiny.ipynb"), text.replace("\\\"twice(2)\\\"", "\\\"" + words + "\\\""));
  }

  private Assignment assignment() throws Exception {
    return Assignment.read(dir.resolve("source"));
  }

  private Grader grader() throws Exception {
    return new Grader(assignment(), "v");
  }

  private GradedSubmission result(Submission of, double q1, double q2, double q5) throws Exception {
    List<CellScore> marks =
        List.of(
            new CellScore("q1_test", CellScore.Kind.TESTS, q1, 3, false, "q1"),
            new CellScore("q2_test", CellScore.Kind.TESTS, q2, 2.5, false, "q2"),
            new CellScore("q3", CellScore.Kind.MANUAL, 0, 4, true, ""),
            new CellScore("t4", CellScore.Kind.TASK, 0, 4, true, ""),
            new CellScore("q5_test", CellScore.Kind.TESTS, q5, 1, false, ""));
    List<Remark> remarks =
        Stream.of("q1_test", "q2_test")
            .map(id -> new Remark(id, "timeout", Remark.Weight.NOTE, "took " + q1))
            .toList();
    return new GradedSubmission(of.name(), Status.GRADED, "", marks, remarks, 1, grader().key(of));
  }

  private static byte[] ran(Object output) {
    return """
        {"cells": [%s, %s], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        """
        .formatted(cell("q1_test", output), cell("q2_test", output))
        .getBytes(UTF_8);
  }

  private static String cell(String id, Object output) {
    return """
        {"cell_type": "code", "execution_count": 1, "source": "1", "metadata": {"nbgrader":
         {"schema_version": 3, "grade_id": "%s", "grade": true, "solution": false, "locked": true,
          "task": false, "points": 3}}, "outputs": [{"output_type": "stream", "name": "stdout",
          "text": "%s%s"}]}
        """
        .formatted(id, id, output);
  }

  private GradeStore graded() throws Exception {
    GradeStore store = GradeStore.open(dir.resolve("graded"));
    for (Submission each : submissions) {
      store.put(result(each, 3, 1, 1));
      store.replace(List.of(), Map.of(each.name(), ran("-before")));
    }
    return store;
  }

  private Map<String, String> files() throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(dir.resolve("graded"))) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        files.put(each.toString(), Files.readString(each));
      }
    }
    return files;
  }

  @Test
  void oneQuestionIsTakenAndTheOthersStay() throws Exception {
    try (GradeStore store = graded()) {
      source("a changed test");
      Regrading regrading = new Regrading(store, Set.of("q1_test"));
      assertThat(regrading.select(submissions, assignment(), grader())).isEqualTo(submissions);
      Map<String, String> before = files();
      regrading.take(result(submissions.get(0), 0, 0, 0), ran("-after"));
      regrading.take(result(submissions.get(1), 3, 0, 0), ran("-after"));
      ManualPoints points =
          ManualPoints.parse(
              "submission,grade_id,max_score,score,comment\nanna,q2_test,2.5,2,typed\n");
      List<Regrading.Pair> pairs = regrading.pairs(points);
      assertThat(pairs).extracting(Regrading.Pair::changed).containsExactly(true, false);
      assertThat(pairs.get(0).changes())
          .extracting(PointsChange::gradeId)
          .containsExactly("q1_test");
      assertThat(pairs.get(0).before().total()).isEqualTo(6);
      assertThat(pairs.get(0).after().total()).isEqualTo(3);
      assertThat(files()).isEqualTo(before);

      regrading.keep();

      GradedSubmission anna = store.latest("anna").orElseThrow();
      assertThat(anna.marks())
          .extracting(CellScore::score)
          .containsExactly(0.0, 1.0, 0.0, 0.0, 1.0);
      assertThat(anna.remarks())
          .extracting(Remark::sentence)
          .containsExactly("took 3.0", "took 0.0");
      // The next grading of the class takes these results as they are, and grades chen.
      assertThat(store.find("anna", grader().key(submissions.get(0))))
          .isEqualTo(new GradeStore.Found.Kept(anna));
      assertThat(store.find("chen", grader().key(submissions.get(2))))
          .isEqualTo(new GradeStore.Found.Absent());
      assertThat(new String(store.executed("anna"), UTF_8))
          .contains("q1_test-after", "q2_test-before")
          .doesNotContain("q1_test-before", "q2_test-after");
    }
  }

  @Test
  void submissionsThatCannotBeComparedStay() throws Exception {
    try (GradeStore store = graded()) {
      Files.writeString(submissions.get(0).notebook(), "{}");
      Submission ben = submissions.get(1);
      store.put(new GradedSubmission("ben", Status.FAILED, "", List.of(), List.of(), 1, "k-k"));
      Path file = ben.notebook().resolveSibling("late.ipynb");
      Submission late = new Submission("late", file, Optional.empty());
      Regrading regrading = new Regrading(store, Set.of("q1_test"));
      List<Submission> all = new ArrayList<>(submissions);
      all.add(late);
      assertThat(regrading.select(all, assignment(), grader())).containsExactly(submissions.get(2));
      GradedSubmission broken =
          new GradedSubmission("chen", Status.FAILED, "no", List.of(), List.of(), 1, "k");
      regrading.take(broken, new byte[0]);
      assertThat(regrading.left())
          .containsExactly(
              new Left("anna", Reason.CHANGED, ""),
              new Left("ben", Reason.WITHOUT_GRADE, ""),
              new Left("late", Reason.NEVER_GRADED, ""),
              new Left("chen", Reason.FAILED, "no"));
      assertThat(regrading.pairs(ManualPoints.NONE)).isEmpty();
    }
  }

  @Test
  void anotherQuestionThatChangedToo() throws Exception {
    try (GradeStore store = graded()) {
      Path file = dir.resolve("source/tiny.ipynb");
      Files.writeString(file, Files.readString(file).replace("\"points\":2.5", "\"points\":9"));
      for (String question : List.of("q1_test", "q5_test")) {
        Regrading regrading = new Regrading(store, Set.of(question));
        assertThat(regrading.select(submissions, assignment(), grader())).isEmpty();
        assertThat(regrading.left()).extracting(Left::reason).containsOnly(Reason.OTHER_QUESTIONS);
      }
      Regrading same = new Regrading(store, Set.of("q2_test"));
      assertThat(same.select(submissions, assignment(), grader())).hasSize(3);
    }
  }

  @Test
  void aWholeSubmissionIsReplacedAlsoWhereItHadNoGrade() throws Exception {
    try (GradeStore store = graded()) {
      store.put(new GradedSubmission("ben", Status.FAILED, "", List.of(), List.of(), 1, "k-k"));
      Regrading regrading = new Regrading(store, Set.of());
      regrading.select(submissions.subList(1, 2), assignment(), grader());
      GradedSubmission fresh = result(submissions.get(1), 3, 2, 1);
      regrading.take(fresh, ran("-after"));
      Regrading.Pair pair = regrading.pairs(ManualPoints.NONE).get(0);
      assertThat(pair.changed()).isTrue();
      assertThat(pair.changes()).hasSize(5).allMatch(change -> change.before().isEmpty());
      regrading.keep();
      assertThat(store.all()).contains(fresh).hasSize(3);
    }
  }

  @Test
  void pointsByHandAboveTheNewMaximumAreRefusedBeforeAnythingIsWritten() throws Exception {
    try (GradeStore store = graded()) {
      Regrading regrading = new Regrading(store, Set.of());
      regrading.select(submissions, assignment(), grader());
      GradedSubmission fresh = result(submissions.get(0), 3, 2, 1);
      List<CellScore> marks = new ArrayList<>(fresh.marks());
      marks.set(2, new CellScore("q3", CellScore.Kind.MANUAL, 0, 2, true, ""));
      regrading.take(
          new GradedSubmission("anna", Status.GRADED, "", marks, List.of(), 1, ""), new byte[0]);
      ManualPoints points =
          ManualPoints.parse("submission,grade_id,max_score,score,comment\nanna,q3,4,3,\n");
      assertThatThrownBy(() -> regrading.pairs(points)).isInstanceOf(GradeException.class);
    }
  }

  @Test
  void saysWhatCannotBeGradedAgain() throws Exception {
    assertThat(Regrading.refusal(assignment(), "q1_test")).isEmpty();
    assertThat(Regrading.refusal(assignment(), "q3").orElseThrow()).contains("by hand");
    assertThat(Regrading.refusal(assignment(), "q9").orElseThrow())
        .isEqualTo("the assignment has no question q9; there are q1_test, q2_test, q5_test");
  }

  @Test
  void aReplacementThatACrashInterruptedIsFinishedOrForgotten() throws Exception {
    graded().close();
    Path results = dir.resolve("graded/results");
    Files.createDirectories(dir.resolve("graded/.staged-part/results"));
    Files.writeString(dir.resolve("graded/.staged-part/results/anna.json"), "half");
    String anna = Files.readString(results.resolve("anna.json"));
    GradeStore.open(dir.resolve("graded")).close();
    assertThat(results.resolve("anna.json")).hasContent(anna);
    assertThat(dir.resolve("graded/.staged-part")).doesNotExist();

    Files.createDirectories(dir.resolve("graded/.staged/results"));
    Files.createDirectories(dir.resolve("graded/.staged/executed"));
    Files.writeString(dir.resolve("graded/.staged/results/anna.json"), anna.replace("3.0", "2.0"));
    Files.writeString(dir.resolve("graded/.staged/executed/new.ipynb"), "{}");
    try (GradeStore store = GradeStore.open(dir.resolve("graded"))) {
      assertThat(store.latest("anna").orElseThrow().marks().get(0).score()).isEqualTo(2);
      assertThat(store.executed("new")).isNotEmpty();
    }
    assertThat(dir.resolve("graded/.staged")).doesNotExist();
  }
}
