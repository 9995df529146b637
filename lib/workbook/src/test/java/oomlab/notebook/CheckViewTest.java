package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import oomlab.check.Question;
import oomlab.report.OomReport;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;

class CheckViewTest {
  private static final String QUESTION = "victim-bytes";
  private static final OomReport REPORT = SampleRuns.report();
  private final Answers answers = new Answers();

  private String html(Object answer) {
    return answers.check(QUESTION, REPORT, answer).forms().getOrDefault(Bundle.HTML, "");
  }

  @Test
  void wrongAnswerShowsTheMistakeTheLineAndFoldedHelp() {
    assertThat(html(63_800))
        .contains(">BAD</strong>", "<strong>pages read as bytes</strong>, you said 63800")
        .contains("63,800 is the row's rss")
        .containsSubsequence("A hint</summary>", "Another hint</summary>", "Solution</summary>");
  }

  @Test
  void rightAnswerNeedsNoHelp() {
    assertThat(html(261_324_800)).contains(">GOOD</strong>").doesNotContain("<details");
  }

  @Test
  void missingAnswerSaysWhatToDo() {
    assertThat(html(Question.YOURS)).contains(">MISSING</strong>", "No answer yet; put yours");
  }

  @Test
  void answerIsText() {
    assertThat(html("<b>&")).contains("you said &lt;b&gt;&amp;");
  }

  @Test
  void scorecardSumsUpByGradeWithMistakesAndHints() {
    html(63_800);
    html(261_324_800);
    answers.check("resident-kb", REPORT, Question.YOURS);
    answers.hint("resident-kb", REPORT);
    answers.check("asked-pid", REPORT, -1);
    assertThat(Scorecard.of(Map.of("peak, MiB", "256: close"), answers.results()).plain())
        .contains("peak, MiB  256: close", "Checks: 1 of 3 right")
        .contains("GOOD     victim-bytes (wrong answers before: 1)")
        .contains("BAD      asked-pid\n")
        .contains("MISSING  resident-kb (hints taken: 1)");
  }

  @Test
  void scorecardOfNothingSaysSo() {
    Bundle nothing = Scorecard.of(Map.of(), Map.of());
    assertThat(nothing.forms().get(Bundle.HTML)).contains("none yet");
    assertThat(nothing.plain()).contains("Checks: 0 of 0 right");
  }
}
