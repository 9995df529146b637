package oomlab.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import oomlab.explain.Explanation;
import oomlab.explain.Story;

/** Shows what a report means: each question that a reader asks, with its answer. */
final class ExplanationView {
  private ExplanationView() {}

  static Bundle of(Explanation explanation) {
    String sentence = ReportView.sentence(explanation.report());
    Map<String, String> answers = new LinkedHashMap<>();
    for (Story.Part part : Story.of(explanation).parts()) {
      answers.put(part.question().heading(), String.join(" ", part.sentences()));
    }
    return Bundle.html(
        Html.strong(sentence) + Html.facts(answers), sentence + "\n" + Html.plain(answers));
  }
}
