package oomlab.notebook;

import java.util.Map;

/** What the reader predicted and answered so far, on one page. */
final class Scorecard {
  private Scorecard() {}

  static Bundle of(Map<String, String> predictions, Map<String, String> answers) {
    long good = answers.values().stream().filter(a -> a.startsWith("GOOD")).count();
    String checks = "Checks: %d of %d right".formatted(good, answers.size());
    String html =
        section("Predictions", predictions, "none yet") + section(checks, answers, "none met yet");
    String plain = "Predictions\n" + Html.plain(predictions) + checks + "\n" + Html.plain(answers);
    return Bundle.html(html, plain);
  }

  private static String section(String heading, Map<String, String> facts, String none) {
    return Html.strong(heading) + (facts.isEmpty() ? Html.paragraph(none) : Html.facts(facts));
  }
}
