package oomlab.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.book.Book;
import oomlab.book.Jupyter;
import oomlab.book.Project;
import oomlab.book.PythonInstallation;
import oomlab.book.PythonNeeds;
import oomlab.testing.HtmlCheck;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The students' pages, also those of students who attack them. */
class FeedbackIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TESTS =
      """
      check(answer() == 42, "the visible one");
      // BEGIN HIDDEN TESTS
      check(answer(secretSeed) == 43, "another report: count pages");
      // END HIDDEN TESTS
      """;
  private static final String MESSAGE = "another report: count pages";

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  @Test
  void aPageTellsThePointsAndTheMessageButNoHiddenTest() throws Exception {
    String page = page(honest(), false, List.of());
    assertThat(page)
        .contains("<strong>2.75</strong> of 10 points")
        .contains("href=\"#question-1\"")
        .contains("// hidden test")
        .contains(MESSAGE)
        .doesNotContain("secretSeed");
  }

  @Test
  void aPageOfAChineseLabSpeaksChinese() throws Exception {
    String message = "another report: the pid of the line that says Killed process";
    ObjectNode notebook =
        (ObjectNode) JSON.readTree(JSON.writeValueAsString(honest()).replace(MESSAGE, message));
    ObjectNode metadata = (ObjectNode) notebook.path("metadata");
    metadata.put("title", "为什么？").putObject("oomlab").put("language", "zh");
    Remark note = new Remark("q1", "cell", Remark.Weight.NOTE, "its value has no text");
    GradedSubmission one = SyntheticClass.submission(1);
    List<CellScore> marks = new ArrayList<>(one.marks());
    CellScore first = marks.get(0);
    marks.set(0, new CellScore(first.gradeId(), first.kind(), 0, first.max(), false, message));
    GradedSubmission graded =
        new GradedSubmission("s1", one.status(), "", marks, List.of(note), 1, one.key());
    String page = pageOf(graded, JSON.writeValueAsBytes(notebook), false);
    assertThat(page)
        .contains("<html lang=\"zh-Hans\">", "<title>s1 · 为什么？</title>")
        .containsPattern("<strong>[0-9.]+</strong> 分，满分 10 分")
        .contains("<th scope=\"col\">题目</th>", "备注</h2>", "它的值没有文本", "// 隐藏的测试")
        .contains("另一份报告：写着 Killed process 的那一行里的 pid")
        .doesNotContain("secretSeed", ">waits", "instructor", "Question", "Remarks", message);
  }

  @Test
  void aPageShowsHiddenTestsIfAsked() throws Exception {
    assertThat(page(honest(), true, List.of())).contains("secretSeed");
  }

  @Test
  void aSuspicionIsForTheInstructor() throws Exception {
    Remark cheat = new Remark("q1", "forged-output", Remark.Weight.CHEAT, "It looks forged.");
    Remark note = new Remark("", "killed-kernel", Remark.Weight.WARNING, "The program ended.");
    Remark other = new Remark("", "other-id", Remark.Weight.WARNING, "As that of ada does.");
    assertThat(page(honest(), false, List.of(cheat, other, note)))
        .contains("The program ended.")
        .doesNotContain("It looks forged.", "ada");
  }

  @Test
  void nothingOfAHostileStudentRunsOrIsFetched() throws Exception {
    String evil = "<script>alert(1)</script><img src=http://evil.test/x onerror=alert(1)>";
    ObjectNode notebook = notebook();
    ArrayNode cells = (ArrayNode) notebook.path("cells");
    String links = " [a](javascript:alert(1)) ![b](http://evil.test/b) <style>*{}</style>";
    markdown(cells, evil + links);
    markdown(cells, links);
    ObjectNode code = code(cells, "\"" + evil + "\"\u0000");
    ArrayNode outputs = (ArrayNode) code.path("outputs");
    display(outputs, "text/html", evil + "<iframe src='http://evil.test'></iframe><p><table><td>");
    display(outputs, "text/markdown", evil);
    display(outputs, "application/javascript", "alert(1)");
    display(outputs, "image/svg+xml", "<svg><script>alert(1)</script></svg>");
    display(outputs, "image/png", hugePng());
    display(outputs, "image/png", "\"><script>alert(1)</script>");
    display(outputs, "text/plain", "x".repeat(3_000_000));
    String page = page(notebook, false, List.of());
    assertThat(page)
        .doesNotContain("<script", "<iframe", "<style>*")
        .doesNotContainPattern("<[^>]*(evil\\.test|onerror|javascript:)")
        .contains("too large to be shown", "cannot be read");
    assertThat(page.length()).isLessThan(100_000);
  }

  @Test
  void whatIsNoNotebookStillGetsItsTable() throws Exception {
    assertThat(pageOf(SyntheticClass.submission(1), "{".getBytes(UTF_8), false))
        .contains("cannot be shown")
        .contains("of 10 points");
    assertThat(pageOf(SyntheticClass.submission(19), new byte[0], false))
        .contains("It is no notebook.");
  }

  private static ObjectNode honest() {
    ObjectNode notebook = notebook();
    ArrayNode cells = (ArrayNode) notebook.path("cells");
    markdown(cells, "# Lab\n\nText with `code`.");
    code(cells, "int answer() { return 42; }");
    ObjectNode tests = code(cells, TESTS);
    ((ObjectNode) tests.path("metadata")).putObject("nbgrader").put("grade_id", "q1");
    ObjectNode error = ((ArrayNode) tests.path("outputs")).addObject();
    error.put("output_type", "error").put("ename", "oomlab.Failed").put("evalue", MESSAGE);
    error
        .putArray("traceback")
        .add("oomlab.Failed: " + MESSAGE)
        .add("|   check(answer(secretSeed) == 43, \"another report: count pages\");")
        .add("|   check(answer(secretSeed)")
        .add("  at Check.check(Check.java:1)");
    return notebook;
  }

  private String page(ObjectNode notebook, boolean hidden, List<Remark> remarks) throws Exception {
    GradedSubmission one = SyntheticClass.submission(1);
    GradedSubmission graded =
        new GradedSubmission(
            "a & <b>", one.status(), "", one.marks(), remarks, one.seconds(), one.key());
    return pageOf(graded, JSON.writeValueAsBytes(notebook), hidden);
  }

  private String pageOf(GradedSubmission graded, byte[] notebook, boolean hidden) throws Exception {
    Project project = Project.find();
    Optional<PythonInstallation> python =
        Jupyter.on(project, System.getenv(), System.out).find(PythonNeeds.BOOK);
    Needs.that(python.isPresent(), "no Python with nbclient and nbconvert");
    Map<String, String> environment = Book.environment(project, System.getenv());
    Feedback.Options options = new Feedback.Options("Lab <1>", false, hidden);
    try (Feedback feedback =
        Feedback.open(project, python.orElseThrow(), environment, dir, options)) {
      Path page = feedback.write(graded, notebook);
      // The checker takes no picture in the page itself for one that img-src data: allows; browsers
      // do.
      assertThat(HtmlCheck.complaints(page))
          .allMatch(line -> line.contains("image “data:") && line.contains("“img-src”"));
      assertThat(HtmlCheck.complaints(feedback.index(List.of(graded)))).isEmpty();
      return Files.readString(page);
    }
  }

  private static ObjectNode notebook() {
    ObjectNode notebook = JSON.createObjectNode().put("nbformat", 4).put("nbformat_minor", 5);
    notebook.putObject("metadata");
    notebook.putArray("cells");
    return notebook;
  }

  private static void markdown(ArrayNode cells, String source) {
    ObjectNode cell = cells.addObject().put("cell_type", "markdown").put("source", source);
    cell.put("id", "cell-" + cells.size()).putObject("metadata");
  }

  private static ObjectNode code(ArrayNode cells, String source) {
    ObjectNode cell = cells.addObject().put("cell_type", "code").put("source", source);
    cell.put("id", "cell-" + cells.size()).putNull("execution_count");
    cell.putObject("metadata");
    cell.putArray("outputs");
    return cell;
  }

  private static void display(ArrayNode outputs, String type, String value) {
    ObjectNode output = outputs.addObject().put("output_type", "display_data");
    output.putObject("metadata");
    output.putObject("data").put(type, value);
  }

  /** A header that says 65536 by 65536 pixels. */
  private static String hugePng() {
    byte[] head = new byte[64];
    byte[] start = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    System.arraycopy(start, 0, head, 0, start.length);
    head[17] = 1;
    head[21] = 1;
    return Base64.getEncoder().encodeToString(head);
  }
}
