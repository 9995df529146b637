package oomlab.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import oomlab.check.Judgement.Grade;
import oomlab.report.OomReport;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {
  private static final OomReport REPORT = SampleRuns.report();
  private static final Question<?> BYTES = Questions.find("victim-bytes");

  @ParameterizedTest
  @ValueSource(strings = {"261324800", " 261_324_800 ", "261,324,800", "2.613248e8"})
  void numberIsReadWithPatience(String written) {
    assertThat(BYTES.judge(REPORT, written).grade()).isEqualTo(Grade.GOOD);
  }

  @Test
  void nothingIsMissingAndIsToldWhatToDo() {
    assertThat(BYTES.judge(REPORT, Question.YOURS).toString())
        .startsWith("MISSING victim-bytes: no answer yet");
    assertThat(BYTES.judge(REPORT, null).grade()).isEqualTo(Grade.MISSING);
    assertThat(BYTES.judge(REPORT, "  ").grade()).isEqualTo(Grade.MISSING);
  }

  @Test
  void wrongAnswerShowsTheMistakeAndTheLineButNotTheRightAnswer() {
    Judgement judgement = BYTES.judge(REPORT, 63_800);
    assertThat(judgement.toString())
        .startsWith("BAD     victim-bytes: 63800: pages read as bytes. 63,800 is the row's rss")
        .contains("line 13: ")
        .doesNotContain("261,324,800");
  }

  @Test
  void factorOfAnotherUnitIsNamedWhereNoMistakeFits() {
    assertThat(BYTES.judge(REPORT, 261_324_800L / 1024 / 1024.0).because())
        .contains("wanted, in bytes", "between bytes and MiB");
  }

  @Test
  void textWhereANumberIsWantedIsSaidToBeNone() {
    assertThat(BYTES.judge(REPORT, "all of it").because()).startsWith("That is no number.");
    assertThat(BYTES.judge(REPORT, "NaN").grade()).isEqualTo(Grade.BAD);
    assertThat(BYTES.judge(REPORT, Double.NaN).grade()).isEqualTo(Grade.BAD);
  }

  @Test
  void wordsAreTheSameInUpperCase() {
    Question<OomReport> who =
        Question.of("who", OomReport.class, r -> Expected.word("oom", "4711"))
            .hint(r -> "one")
            .hint(r -> "two")
            .solution(r -> "three");
    assertThat(who.judge(REPORT, " OOM").grade()).isEqualTo(Grade.GOOD);
    assertThat(who.judge(REPORT, 4711).grade()).isEqualTo(Grade.GOOD);
    assertThat(who.judge(REPORT, "java").grade()).isEqualTo(Grade.BAD);
    Question<OomReport> yes =
        Question.of("yes", OomReport.class, r -> Expected.yes(true))
            .hint(r -> "one")
            .hint(r -> "two")
            .solution(r -> "three");
    assertThat(yes.judge(REPORT, true).grade()).isEqualTo(Grade.GOOD);
    assertThat(yes.judge(REPORT, "no").grade()).isEqualTo(Grade.BAD);
  }

  @Test
  void otherDataIsRefusedInASentence() {
    assertThatThrownBy(() -> BYTES.judge("text", 1))
        .hasMessage("the question \"victim-bytes\" is about an OomReport, not about a String");
    OomReport empty =
        oomlab.report.OomReports.parse("a invoked oom-killer: gfp_mask=0xcc0, order=0\n").get(0);
    assertThatThrownBy(() -> BYTES.judge(empty, 1)).hasMessageContaining("cannot be asked of this");
    assertThatThrownBy(() -> Questions.find("victim-byte"))
        .hasMessageContaining("the nearest are", "victim-bytes");
  }
}
