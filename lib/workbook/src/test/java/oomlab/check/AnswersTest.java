package oomlab.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import oomlab.check.Judgement.Grade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Right answers that must be accepted and wrong ones that must be named, one a line. */
class AnswersTest {
  private static final Path TABLES =
      Path.of("lib/workbook/src/test/resources/oomlab/check/answers");
  private static final String GOOD = "GOOD";
  private static final String BAD = "BAD";

  record Row(String place, String question, String data, String answer, String wanted) {
    @Override
    public String toString() {
      return place + ": " + question + " " + answer;
    }
  }

  static List<Row> rows() throws IOException {
    try (Stream<Path> tables = Files.list(TABLES)) {
      return tables.sorted().flatMap(AnswersTest::rows).toList();
    }
  }

  private static Stream<Row> rows(Path table) {
    try {
      List<String> lines = Files.readAllLines(table);
      return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
          .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
          .map(i -> row(table.getFileName() + " line " + (i + 1), lines.get(i)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Row row(String place, String line) {
    String[] cells = line.split(" *\\| *", -1);
    assertThat(cells).as(place).hasSize(4);
    return new Row(place, cells[0], cells[1], cells[2], cells[3]);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void answerIsJudgedAsTheTableSays(Row row) {
    Question<?> question = Questions.find(row.question());
    Judgement judgement = question.judge(CheckData.of(row.data()), row.answer());
    if (row.wanted().equals(GOOD)) {
      assertThat(judgement.grade()).as(judgement.toString()).isEqualTo(Grade.GOOD);
    } else {
      assertThat(judgement.grade()).as(judgement.toString()).isEqualTo(Grade.BAD);
      assertThat(judgement.misconception().orElse(BAD))
          .as(judgement.toString())
          .isEqualTo(row.wanted());
    }
  }

  @Test
  void everyQuestionHasARightAnswerAndEveryMistakeAWrongOneInTheTable() throws IOException {
    Set<String> covered = new HashSet<>();
    rows().forEach(row -> covered.add(row.question() + ": " + row.wanted()));
    for (Question<?> question : Questions.all()) {
      assertThat(covered).contains(question.id() + ": " + GOOD);
      for (String mistake : question.misconceptions()) {
        assertThat(covered).contains(question.id() + ": " + mistake);
      }
    }
    long wrong = rows().stream().filter(row -> !row.wanted().equals(GOOD)).count();
    long named =
        rows().stream().filter(r -> !r.wanted().equals(GOOD) && !r.wanted().equals(BAD)).count();
    System.out.println(wrong + " wrong answers in the table, " + named + " of them named");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void hintsAndBadJudgementsDoNotGiveTheAnswerAway(Row row) {
    Question<?> question = Questions.find(row.question());
    Object data = CheckData.of(row.data());
    ExpectedAnswer right = question.right(data);
    if (right instanceof ExpectedAnswer.Amount amount && Math.abs(amount.value()) >= 1000) {
      String shown = ExpectedAnswer.shown(amount.value());
      question.hints(data).forEach(hint -> assertThat(hint).doesNotContain(shown));
      if (!row.wanted().equals(GOOD)) {
        assertThat(question.judge(data, row.answer()).because()).doesNotContain(shown);
      }
    }
  }

  @Test
  void idsAreUniqueAndReadable() {
    assertThat(Questions.all().stream().map(Question::id).toList())
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)*"));
  }
}
