package oomlab.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GradebookTest {
  private static final Gradebook BOOK = Gradebook.of(SyntheticClass.IDS, SyntheticClass.all());

  @Test
  void writesARowACell() {
    List<List<String>> rows = CsvFile.parse(BOOK.scoresCsv());
    assertThat(rows).hasSize(1 + 60 * 4);
    assertThat(rows.get(0))
        .containsExactly("submission", "status", "grade_id", "score", "max_score", "needs_manual");
    assertThat(rows.get(6)).containsExactly("s01", "graded", "q2", "0.75", "3", "0");
    assertThat(rows.get(1 + 19 * 4)).containsExactly("s19", "failed", "q1", "", "", "");
  }

  @Test
  void writesARowASubmission() {
    List<List<String>> rows = CsvFile.parse(BOOK.csv());
    assertThat(rows.get(0))
        .containsExactly(
            "submission",
            "status",
            "total",
            "max",
            "needs_manual",
            "q1",
            "q2",
            "text",
            "task",
            "remarks");
    assertThat(rows.get(2))
        .containsExactly("s01", "graded", "2.75", "10", "2", "2", "0.75", "0", "0", "0");
    assertThat(rows.get(20)).containsExactly("s19", "failed", "", "", "", "", "", "", "", "0");
  }

  @Test
  void whoHasNoGradeHasNoNumberAnywhere() {
    for (GradedSubmission.Status status : GradedSubmission.Status.values()) {
      GradedSubmission one =
          status == GradedSubmission.Status.GRADED
              ? SyntheticClass.submission(1)
              : GradedSubmission.without("s01", status, "there is none", 0, "");
      boolean graded = status == GradedSubmission.Status.GRADED;
      Gradebook book = Gradebook.of(SyntheticClass.IDS, List.of(one));
      List<String> row = CsvFile.parse(book.csv()).get(1);
      assertThat(row.get(1)).isEqualTo(status.word()).isLowerCase();
      assertThat(row.subList(2, 9)).allMatch(cell -> cell.isEmpty() != graded);
      assertThat(CsvFile.parse(book.scoresCsv()).get(1).get(3).isEmpty()).isEqualTo(!graded);
      assertThat(CsvFile.parse(book.remarksCsv())).hasSize(graded ? 1 : 2);
      assertThat(Statistics.of(book).questions().get(0).n()).isEqualTo(graded ? 1 : 0);
    }
  }

  @Test
  void partsOfAClassJoinToTheWhole() {
    List<GradedSubmission> all = SyntheticClass.all();
    String first = Gradebook.of(SyntheticClass.IDS, all.subList(0, 20)).csv();
    String second = Gradebook.of(SyntheticClass.IDS, all.subList(20, 60)).csv();
    assertThat(first + second.substring(second.indexOf('\n') + 1)).isEqualTo(BOOK.csv());
  }

  @Test
  void namesAreNoFormulas() {
    for (String name : List.of("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "a,\"b\"\n")) {
      List<GradedSubmission> one = List.of(SyntheticClass.named(name));
      List<String> row = CsvFile.parse(Gradebook.of(SyntheticClass.IDS, one).csv()).get(1);
      assertThat(row.get(0)).isEqualTo(name.startsWith("a") ? name : "'" + name);
      List<String> cell = CsvFile.parse(Gradebook.of(SyntheticClass.IDS, one).scoresCsv()).get(1);
      assertThat(cell.get(0)).isEqualTo(row.get(0));
    }
  }

  @Test
  void partsOfTextAreNoFormulasEither() {
    for (String delimiter : List.of(";", "\n", "\r\n", "\r")) {
      for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\uff1d1")) {
        String escaped = CsvFile.text("why" + delimiter + formula);
        assertThat(escaped).isEqualTo("why" + delimiter + "'" + formula);
        assertThat(CsvFile.text(escaped)).isEqualTo(escaped);
      }
    }
    for (String plain : List.of("", "a = b", "1-2", "x; y", "5 - 3;4", "a@b.org", "'=1")) {
      assertThat(CsvFile.text(plain)).isEqualTo(plain);
    }
  }

  @Test
  void takesFurtherColumns() {
    Gradebook.Column late = new Gradebook.Column("late_days", each -> "2");
    List<List<String>> rows = CsvFile.parse(BOOK.csv(List.of(late)));
    assertThat(rows.get(0)).endsWith("remarks", "late_days");
    assertThat(rows.get(1)).endsWith("2");
    assertThat(rows).allMatch(row -> row.size() == 11);
  }

  @Test
  void countsAClass() {
    Statistics statistics = Statistics.of(BOOK);
    Statistics.Question q1 = statistics.questions().get(0);
    assertThat(q1.n()).isEqualTo(57);
    assertThat(q1.full() + q1.zero()).isEqualTo(1, within(1e-9));
    assertThat(q1.messages()).containsExactly(new Statistics.Message("count pages, not kB", 19));
    Statistics.Question text = statistics.questions().get(2);
    assertThat(text.n()).isEqualTo(12);
    assertThat(text.missing()).isEqualTo(1);
    assertThat(text.discrimination()).isEmpty();
    Statistics.Question waits = statistics.questions().get(3);
    assertThat(waits.n()).isZero();
    assertThat(waits.max()).isPositive();
    assertThat(statistics.histogram().stream().mapToInt(i -> i).sum()).isEqualTo(57);
    assertThat(CsvFile.parse(statistics.csv())).hasSize(5).allMatch(row -> row.size() == 16);
    assertThat(CsvFile.parse(statistics.csv()).get(4).subList(3, 8)).containsOnly("");
  }

  @Test
  void discriminationIsACorrelation() {
    List<GradedSubmission> all =
        List.of(two("a", 0, 1), two("b", 1, 2), two("c", 2, 3), two("d", 3, 0));
    Statistics.Question q = Statistics.of(Gradebook.of(List.of("x", "y"), all)).questions().get(0);
    assertThat(q.mean()).isEqualTo(1.5);
    assertThat(q.median()).isEqualTo(1.5);
    assertThat(q.deviation().orElseThrow()).isEqualTo(1.29099, within(1e-5));
    assertThat(q.discrimination().orElseThrow()).isEqualTo(-0.2, within(1e-9));
  }

  @Test
  void anEmptyClassHasNoNumbers() {
    Statistics statistics = Statistics.of(Gradebook.of(SyntheticClass.IDS, List.of()));
    assertThat(statistics.questions()).allMatch(q -> q.n() == 0 && q.mean() == 0);
  }

  @Test
  void sentencesThatDifferInNumbersAreOneMistake() {
    List<GradedSubmission> all =
        Stream.of(
                one("a", 0, "pid 17 is not there"),
                one("b", 0, "pid 4711 is not there"),
                one("c", 0, "pid 4711 is not there"),
                one("d", 0, "no pid"),
                one("e", 1.5, ""),
                one("f", 1.5, ""),
                one("g", 2, ""),
                one("h", 3, "never mind"))
            .toList();
    Statistics.Question q = Statistics.of(Gradebook.of(List.of("x"), all)).questions().get(0);
    assertThat(q.messages())
        .containsExactly(
            new Statistics.Message("pid 4711 is not there", 3),
            new Statistics.Message("partial: 1.5 of 3 points", 2),
            new Statistics.Message("no pid", 1));
  }

  private static GradedSubmission one(String name, double x, String why) {
    List<CellScore> marks = List.of(new CellScore("x", CellScore.Kind.TESTS, x, 3, false, why));
    return new GradedSubmission(name, GradedSubmission.Status.GRADED, "", marks, List.of(), 0, "");
  }

  private static GradedSubmission two(String name, double x, double y) {
    List<CellScore> marks =
        List.of(
            new CellScore("x", CellScore.Kind.TESTS, x, 3, false, ""),
            new CellScore("y", CellScore.Kind.TESTS, y, 3, false, ""));
    return new GradedSubmission(name, GradedSubmission.Status.GRADED, "", marks, List.of(), 0, "");
  }
}
