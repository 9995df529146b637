package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import oomlab.check.Judgement.Grade;

/** What the reader predicted and answered so far, on one page. */
final class Scorecard {
  private Scorecard() {}

  static MimeBundle of(Map<String, String> predictions, Map<String, String> answers) {
    StringBuilder html = new StringBuilder();
    html.append(Html.strong(words("Predictions")));
    html.append(
        predictions.isEmpty() ? Html.paragraph(words("none yet")) : Html.facts(predictions));
    String checks =
        words("Checks: %d of %d right", met(answers, Grade.GOOD).size(), answers.size());
    html.append(Html.strong(checks));
    StringBuilder plain = new StringBuilder(words("Predictions") + "\n" + Html.plain(predictions));
    plain.append(checks).append('\n');
    for (Grade grade : Grade.values()) {
      Map<String, String> met = met(answers, grade);
      if (!met.isEmpty()) {
        String names = names(met, grade);
        html.append(Html.phrase(CheckView.badge(grade) + " " + Html.escape(names)));
        plain.append(String.format("%-7s  %s%n", grade, names));
      }
    }
    return MimeBundle.html(html.toString(), plain.toString());
  }

  private static Map<String, String> met(Map<String, String> answers, Grade grade) {
    return answers.entrySet().stream()
        .filter(answer -> answer.getValue().startsWith(grade.name()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  /** The questions' names; what else is known of one stands in brackets behind it. */
  private static String names(Map<String, String> met, Grade grade) {
    return Prose.list(
        met.entrySet().stream()
            .map(
                answer -> {
                  String more = answer.getValue().substring(grade.name().length());
                  return more.isEmpty()
                      ? answer.getKey()
                      : words("%s (%s)", answer.getKey(), more.substring(2));
                })
            .toList());
  }
}
