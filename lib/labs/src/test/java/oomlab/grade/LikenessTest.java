package oomlab.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import oomlab.grade.AnswerTokens.Token;
import oomlab.grade.Likeness.Pair;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Notebook;
import oomlab.testing.HtmlCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LikenessTest {
  private static final List<Integer> LONG = List.of(2, 3, 4, 5);

  private static Cell code(String text) {
    return Cell.of(Cell.Type.CODE, "", text);
  }

  private static Cell prose(String text) {
    return Cell.of(Cell.Type.MARKDOWN, "", text);
  }

  private static List<String> symbols(Cell cell) {
    return AnswerTokens.of(cell.type(), cell.source()).stream().map(Token::symbol).toList();
  }

  @Test
  void whatACopyChangesFirstIsNoDifference() {
    List<String> one = symbols(code("int n = 17; // mine\nreturn n * f(\"x\");"));
    assertThat(one)
        .containsExactly("int", "a", "=", "0", ";", "return", "a", "*", "a", "(", "\"", ")", ";");
    assertThat(symbols(code("%maven x\nint total=0x1F_FL/* theirs */;\nreturn sum * g('\\'');")))
        .isEqualTo(one);
    assertThat(symbols(prose("The **OOM** killer, 3.5 times!")))
        .containsExactly("the", "oom", "killer", "0", "times");
    for (String open : List.of("\"", "'", "\"\"\"", "/*", "\\", "\"\\", "%", "\ud800", "//", ".")) {
      assertThat(symbols(code(open + "a".repeat(5))).size()).isBetween(0, 3);
    }
  }

  @Test
  void aCommonRunIsFoundWhereverItStands() {
    for (int before = 0; before < 30; before++) {
      String run = "one two three four five six seven eight nine ten eleven ";
      String ours = "x ".repeat(before) + run + "y ".repeat(20);
      String theirs = "p q ".repeat(before / 2) + run + "z ".repeat(before);
      assertThat(prints(ours)).as("before " + before).containsAnyElementsOf(prints(theirs));
    }
    assertThat(prints("too short to have one")).isEmpty();
  }

  private static List<Long> prints(String text) {
    long[] runs = Winnowing.runs(AnswerTokens.of(Cell.Type.MARKDOWN, text));
    return Winnowing.fingerprints(runs, Set.of()).stream()
        .map(Winnowing.Fingerprint::hash)
        .toList();
  }

  /** Draws a class that works alone, but for the last one, who has the first one's answers. */
  private static Likeness drawn(int students, List<Integer> tasks, long seed) {
    HonestAnswers honest = new HonestAnswers(seed);
    Likeness likeness = new Likeness(List.of());
    List<Cell> first = List.of();
    for (int i = 0; i < students; i++) {
      List<Cell> cells = new ArrayList<>();
      for (int task : tasks) {
        cells.add(code(honest.draw(HonestAnswers.CODE.get(task))));
      }
      first = i == 0 ? cells : first;
      if (i == students - 1) {
        cells = first.stream().map(cell -> code(honest.disguised(cell.source()))).toList();
      }
      likeness.add("s%03d".formatted(i), "q", cells);
    }
    return likeness;
  }

  private static boolean isCopy(Pair pair, int students) {
    return pair.one().submission().equals("s000")
        && pair.other().submission().equals("s%03d".formatted(students - 1));
  }

  @Test
  void copiesAreFoundAndHonestClassesAreNot() {
    int copies = 0;
    int honest = 0;
    int classes = 30;
    for (int seed = 0; seed < classes; seed++) {
      int students = seed < 24 ? 20 : 60;
      List<Pair> pairs = drawn(students, LONG, seed).pairs();
      copies += (int) pairs.stream().filter(pair -> isCopy(pair, students)).count();
      honest += (int) pairs.stream().filter(pair -> !isCopy(pair, students)).count();
    }
    System.out.printf("%d of %d copies found, %d honest pairs named%n", copies, classes, honest);
    assertThat(copies).isGreaterThanOrEqualTo(classes * 9 / 10);
    assertThat(honest).isLessThanOrEqualTo(1);
  }

  @Test
  void shortAnswersAreLeftAlone() {
    for (int task = 0; task < HonestAnswers.CODE.size(); task++) {
      assertThat(drawn(60, List.of(task), 7).pairs()).as("task " + task).isEmpty();
    }
  }

  @Test
  void proseIsComparedFromSixtyWordsOn() {
    int copies = 0;
    int honest = 0;
    for (int seed = 0; seed < 10; seed++) {
      HonestAnswers answers = new HonestAnswers(seed);
      Likeness likeness = new Likeness(List.of());
      Likeness few = new Likeness(List.of());
      String first = "";
      for (int i = 0; i < 60; i++) {
        String text = String.join(" ", HonestAnswers.PROSE.stream().map(answers::draw).toList());
        first = i == 0 ? text : first;
        String given =
            i == 59 ? first.replace("376247", "99").replaceFirst(" had ", " has ") : text;
        likeness.add("s%03d".formatted(i), "why", List.of(prose(given)));
        few.add("s%03d".formatted(i), "why", List.of(prose(given.substring(0, 200))));
      }
      assertThat(few.pairs()).isEmpty();
      copies += (int) likeness.pairs().stream().filter(pair -> isCopy(pair, 60)).count();
      honest += (int) likeness.pairs().stream().filter(pair -> !isCopy(pair, 60)).count();
    }
    System.out.printf("%d of 10 copies of prose found, %d honest pairs named%n", copies, honest);
    assertThat(copies).isGreaterThanOrEqualTo(9);
    assertThat(honest).isZero();
  }

  @Test
  void whatWasHandedOutIsNobodys() {
    HonestAnswers honest = new HonestAnswers(3);
    List<Cell> given = HonestAnswers.CODE.stream().map(each -> code(honest.draw(each))).toList();
    Likeness likeness = new Likeness(given);
    likeness.add("anna", "q", given);
    likeness.add("ben", "q", given);
    assertThat(likeness.pairs()).isEmpty();
    assertThat(StudentText.of("anna", "q", given, Set.of()).tokens()).isGreaterThan(400);
  }

  @Test
  void hugeTextsAreCutAndOwnCellsCount() throws Exception {
    Cell huge = code("a.b(1) + ".repeat(100_000));
    StudentText text = StudentText.of("anna", "q", List.of(huge, huge), Set.of());
    assertThat(text.tokens()).isEqualTo(10_000);
    Notebook notebook =
        ExecutedNotebook.parse(
                """
                {"cells": [%s, %s, %s, %s, %s], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
                """
                    .formatted(
                        cell("", true, "first"),
                        cell("q1", true, "answer"),
                        cell("test", false, "not mine"),
                        cell("", true, "helper"),
                        cell("q2", true, "other"))
                    .getBytes(UTF_8))
            .orElseThrow();
    assertThat(StudentText.of("anna", notebook, Set.of()))
        .extracting(each -> each.question() + ": " + each.text().replace("\n\n", ", "))
        .containsExactly(
            ": first", "q1: answer, helper", "q2: other", "(all): first, answer, helper, other");
  }

  private static String cell(String id, boolean student, String source) {
    String nbgrader =
        """
        "nbgrader": {"schema_version": 3, "grade_id": "%s", "grade": %s, "solution": %s,
         "locked": false, "task": false, "points": 1},
        """
            .formatted(id, !student, student);
    return """
        {"cell_type": "markdown", "source": "%s", "metadata": {%s "oomlab": {"student": %s}}}
        """
        .formatted(source, id.isEmpty() ? "" : nbgrader, student);
  }

  @Test
  void twoOfThreeAreEnough() {
    HonestAnswers honest = new HonestAnswers(4);
    Likeness likeness = new Likeness(List.of());
    for (int i = 0; i < 3; i++) {
      String text =
          i == 2
              ? "x"
              : String.join(
                  "\n",
                  LONG.stream()
                      .map(HonestAnswers.CODE::get)
                      .map(new HonestAnswers(5)::draw)
                      .toList());
      likeness.add("s" + i, "q", List.of(code(text + honest.draw(HonestAnswers.CODE.get(0)))));
    }
    assertThat(likeness.pairs()).hasSize(1);
  }

  private static String lab(HonestAnswers honest) {
    return String.join("\n", LONG.stream().map(HonestAnswers.CODE::get).map(honest::draw).toList());
  }

  @Test
  void aLargeClassTakesSeconds() {
    Likeness likeness = new Likeness(List.of());
    HonestAnswers honest = new HonestAnswers(11);
    List<String> drawn = Stream.generate(() -> lab(honest)).limit(600).toList();
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 20 * 300; i++) {
      // Each question has answers of its own: the same ones would be common to the whole class.
      answers.add("int question = " + "-".repeat(i / 300) + "1;\n" + drawn.get(i * 7 % 600));
    }
    long start = System.nanoTime();
    for (int i = 0; i < answers.size(); i++) {
      likeness.add("s%03d".formatted(i % 300), "q" + i / 300, List.of(code(answers.get(i))));
    }
    int found = likeness.pairs().size();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("300 submissions of 20 answers: %d ms, %d pairs%n", taken.toMillis(), found);
    assertThat(taken).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void thePageShowsTextAndNothingRuns(@TempDir Path dir) throws Exception {
    String hostile =
        "</pre></mark><script>alert(1)</script><img src=x onerror=alert(1)> \0\ud800 &amp;";
    Likeness likeness = new Likeness(List.of());
    String text = new HonestAnswers(9).draw(String.join(" ", HonestAnswers.PROSE)) + hostile;
    for (String name : List.of("<b>anna", "=ben", "chen")) {
      likeness.add(name, "q<1>", List.of(prose(name.equals("chen") ? "other words" : text)));
    }
    LikenessPage page = likeness.page();
    assertThat(page.size()).isEqualTo(1);
    assertThat(page.csv())
        .startsWith("submission,other,grade_id,likeness,tokens\r\n<b>anna,'=ben,q<1>,1,");
    Path file = Files.writeString(dir.resolve("likeness.html"), page.html("<i>lab</i>"));
    assertThat(Files.readString(file))
        .doesNotContain("<script", "<img", "<i>", "<b>")
        .contains("&lt;script&gt;", "<mark>", "default-src 'none'");
    assertThat(HtmlCheck.complaints(file)).isEmpty();
  }
}
