package oomlab.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.assign.LabTranslation;
import oomlab.assign.Readiness;
import oomlab.assign.Release;
import oomlab.assign.TestResult;
import oomlab.grade.MergedNotebook.Part;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The graded lab with its text in Chinese is graded by the same source as the English one. */
class ChineseLabTest {
  private static final Path SOURCE = Path.of("notebooks/assignments/lab-oom/lab-oom.ipynb");
  private static final Path CATALOGS = Path.of("lib/workbook/src/main/resources/oomlab/words");
  private static final Pattern ENGLISH = Pattern.compile("[a-z]+ [a-z]+ [a-z]+");
  private static final Pattern REQUIRED = Pattern.compile("\"([^\"]* [^\"]* [^\"]*)\"\\);");
  private static final Pattern SAID = Pattern.compile("\\bsaid\\((['\"])(.*?)\\1");

  private final Path folder;
  private final Assignment assignment;
  private final Notebook english;
  private final Notebook chinese;

  ChineseLabTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    this.assignment = Assignment.read(SOURCE);
    this.english = assignment.released();
    this.chinese = Release.student(translation().apply(assignment.source()));
  }

  private static LabTranslation translation() throws IOException {
    return LabTranslation.find(SOURCE, Language.CHINESE).orElseThrow();
  }

  @Test
  void theTranslationIsWholeAndOfThisSource() throws IOException {
    assertThat(translation().problems(assignment.source())).isEmpty();
    List<Cell> changed = new ArrayList<>(assignment.source().cells());
    changed.set(0, changed.get(0).withSource("# Another question?"));
    changed.remove(2);
    assertThat(translation().problems(assignment.source().withCells(changed)))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("cell a23a3efd was translated from another English text; that of now is ");
  }

  @Test
  void onlyTheTextIsChinese() {
    assertThat(LabTranslation.language(chinese)).contains(Language.CHINESE);
    assertThat(LabTranslation.language(english)).isEmpty();
    assertThat(chinese.metadata().path("title").asString()).isEqualTo("为什么死的是这个进程？");
    assertThat(chinese.cells()).hasSameSizeAs(english.cells());
    for (int i = 0; i < english.cells().size(); i++) {
      Cell one = english.cells().get(i);
      Cell other = chinese.cells().get(i);
      if (one.type() == Cell.Type.CODE || one.kind() == Kind.MANUAL) {
        assertThat(other).isEqualTo(one);
      } else {
        assertThat(other.source()).containsPattern("\\p{IsHan}").isNotEqualTo(one.source());
        assertThat(Checksum.fits(other)).as(other.gradeId()).isTrue();
      }
    }
    assertThat(new String(chinese.bytes(), java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("BEGIN ", "END ", "No point for a proposal", "The answer depends on");
  }

  @Test
  void theSameAnswersAreGradedTheSame() throws Exception {
    for (boolean done : new boolean[] {true, false}) {
      MergedNotebook one = merged(done ? answered(english) : english);
      MergedNotebook other = merged(done ? answered(chinese) : chinese);
      assertThat(other.remarks()).isEqualTo(one.remarks()).isEmpty();
      assertThat(other.missing()).isEmpty();
      assertThat(other.parts()).hasSameSizeAs(one.parts());
      for (int i = 0; i < one.parts().size(); i++) {
        Part theirs = one.parts().get(i);
        Part ours = other.parts().get(i);
        assertThat(ours.unchanged()).isEqualTo(theirs.unchanged());
        if (theirs.cell().type() == Cell.Type.CODE) {
          assertThat(ours).isEqualTo(theirs);
        }
        if (theirs.cell().kind() == Kind.MANUAL || theirs.cell().kind() == Kind.TASK) {
          assertThat(Scoring.score(ours.cell(), List.of()))
              .isEqualTo(Scoring.score(theirs.cell(), List.of()));
        }
      }
    }
  }

  private MergedNotebook merged(Notebook submission) throws Exception {
    Assignment given = assignment.in(submission);
    return MergedNotebook.of(given.prepared(), given.released(), submission);
  }

  private Notebook answered(Notebook release) {
    List<Cell> cells = new ArrayList<>();
    for (Cell cell : release.cells()) {
      boolean answer = cell.kind() == Kind.ANSWER || cell.kind() == Kind.MANUAL;
      cells.add(answer ? cell.withSource(solution(cell.gradeId())) : cell);
    }
    return release.withCells(cells);
  }

  private String solution(String id) {
    return assignment.source().cells().stream()
        .filter(cell -> cell.gradeId().equals(id))
        .map(cell -> cell.source().replaceAll("(?m)^.*(BEGIN|END) SOLUTION.*\n?", ""))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTextThatWasChangedOrDeletedIsFound() throws Exception {
    List<Cell> cells = new ArrayList<>(answered(chinese).cells());
    cells.set(0, cells.get(0).withSource(english.cells().get(0).source()));
    cells.removeIf(cell -> cell.gradeId().equals("q4_text"));
    Notebook changed = chinese.withCells(cells);
    assertThat(merged(changed).remarks())
        .extracting(Remark::gradeId, Remark::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("intro", "locked-cell-edited"),
            org.assertj.core.groups.Tuple.tuple("q4_text", "missing-cell"));
    assertThat(checked(changed, Optional.of(chinese)))
        .contains(
            "缺少  q4_text（正文的一部分）被删除了：请用 Copy Cell 从一份新的 notebook 里复制过来",
            "缺少  intro（正文的一部分）被修改了：算数的是原来的内容");
    assertThat(checked(changed, Optional.empty())).contains("缺少  intro（正文的一部分）被修改了：算数的是原来的内容");
  }

  @Test
  void checkSpeaksChineseOfAChineseNotebook() throws IOException {
    List<String> done = checked(answered(chinese), Optional.of(chinese));
    assertThat(done)
        .contains("正常  作业的测试和正文都没有修改", "正常  你的学号是 instructor")
        .contains("缺少  q2_who_test 没有通过：示例中被杀死的是 java（360）")
        .contains("缺少  q2_total_test 没有通过：1 分，满分 2 分")
        .endsWith("还不能提交：缺少 3 项。");
    List<String> stubs = checked(chinese, Optional.empty());
    assertThat(stubs).contains("缺少  q2_who 还没有做");
    assertThat(Stream.concat(done.stream(), stubs.stream())).noneMatch(ChineseLabTest::english);
    assertThat(checked(answered(english), Optional.of(english)))
        .contains("ok       your student id is instructor")
        .endsWith("Not ready: 3 things are missing.");
  }

  private static boolean english(String line) {
    return ENGLISH.matcher(line).find();
  }

  private List<String> checked(Notebook notebook, Optional<Notebook> release) {
    List<Readiness.Line> lines = new ArrayList<>(Readiness.of(notebook, release, folder));
    lines.add(Readiness.of(new TestResult("q1_loop_test", true, "")));
    lines.add(
        Readiness.of(new TestResult("q2_who_test", false, "java (360) was killed in the example")));
    lines.add(Readiness.of(new TestResult("q2_total_test", false, "1 of 2 points")));
    return Readiness.inItsLanguage(lines, notebook);
  }

  @Test
  void aPageSaysInChineseWhatIsKeptInEnglish() {
    List<Remark> remarks =
        List.of(
            new Remark(
                "",
                "r",
                Remark.Weight.NOTE,
                "cells stand in another order; they run in the" + " assignment's"),
            new Remark(
                "q1",
                "r",
                Remark.Weight.NOTE,
                "it is there 2 times, as a copied or a split cell is; its texts were joined"),
            new Remark(
                "q1",
                "r",
                Remark.Weight.WARNING,
                "the cell ended its process: it killed at" + " its limit of memory, 1024 MiB"),
            new Remark(
                "q1",
                "r",
                Remark.Weight.NOTE,
                "the student's own cell behind q1: magics do nothing while it is graded: %a, %b"));
    CellScore score =
        new CellScore(
            "q1_test",
            CellScore.Kind.TESTS,
            0,
            2,
            false,
            "Test cell q1_test gets 0: its value 3.0 is above the maximum.");
    ObjectNode job = new JsonMapper().createObjectNode();
    job.set(
        "graded",
        new JsonMapper()
            .valueToTree(
                new GradedSubmission(
                    "s", GradedSubmission.Status.GRADED, "", List.of(score), remarks, 1, "k")));
    FeedbackWords.in(Language.CHINESE).say(job);
    JsonMapper json = new JsonMapper();
    assertThat(job.path("graded").path("marks").get(0).path("comment").asString())
        .isEqualTo("测试单元格 q1_test 为 0 分：它的值 3.0 超过了满分。");
    assertThat(
            job.path("graded")
                .path("remarks")
                .valueStream()
                .map(r -> r.path("sentence").asString()))
        .containsExactly(
            "单元格的顺序变了；运行时按作业的顺序",
            "它出现了 2 次，像是复制或拆分出来的单元格；它们的文字已合在一起",
            "这个单元格结束了它的进程：进程达到上限而被杀死，上限为内存 1024 MiB",
            "q1 后面学生自己的单元格：批改时魔法命令不起作用：%a, %b");
    assertThat(json.writeValueAsString(job.path("graded"))).doesNotContainPattern(ENGLISH);
    assertThat(job.path("words").valueStream().map(w -> w.asString()).toList())
        .noneMatch(ChineseLabTest::english)
        .allMatch(w -> w.matches("(?s).*\\p{IsHan}.*|%s / %s"));
  }

  @Test
  void outputsOfTestsAreSaidInChinese() {
    String message = "another kill: the sample after it does not count";
    String notebook =
        """
        {"metadata": {"oomlab": {"language": "zh"}}, "cells": [{"outputs": [
          {"output_type": "error", "ename": "java.lang.IllegalStateException", "evalue": "%1$s",
           "traceback": ["\\u001b[1;31mjava.lang.IllegalStateException\\u001b[0m: %1$s"]},
          {"output_type": "stream", "name": "stdout",
           "text": ["My own words stay.\\n", "7 of 8 cases\\n"]}]}]}
        """
            .formatted(message);
    String said = FeedbackWords.in(Language.CHINESE).outputs(notebook);
    assertThat(said)
        .doesNotContain(message)
        .contains("\"evalue\":\"另一次杀死：它之后的采样不算\"")
        .contains("IllegalStateException\\u001B[0m: 另一次杀死：它之后的采样不算\"")
        .contains("7 种情况正确，共 8 种\\n")
        .contains("My own words stay.\\n");
    assertThat(FeedbackWords.in(Language.ENGLISH).outputs(notebook)).isEqualTo(notebook);
  }

  @Test
  void whatThePageSaysIsTranslated() throws IOException {
    TreeSet<String> said = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("lib/labs/src/main/python"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher found = SAID.matcher(Files.readString(file));
        while (found.find()) {
          said.add(found.group(2));
        }
      }
    }
    assertThat(said).containsExactlyInAnyOrderElementsOf(FeedbackWords.OF_THE_PAGE);
  }

  /** Each test's message, as a student sees it in a notebook and on a page. */
  @Test
  void whatTheTestsSayIsTranslated() throws IOException {
    TreeSet<String> said = new TreeSet<>(List.of("%d of %d cases"));
    for (Cell cell : assignment.source().cells()) {
      Matcher found = REQUIRED.matcher(cell.kind() == Kind.TESTS ? cell.source() : "");
      while (found.find()) {
        said.add(found.group(1));
      }
    }
    String po = Files.readString(CATALOGS.resolve("assignments.zh.po"));
    assertThat(said).hasSizeGreaterThan(25);
    assertThat(Catalog.parse(po).keySet()).containsExactlyInAnyOrderElementsOf(said);
  }
}
