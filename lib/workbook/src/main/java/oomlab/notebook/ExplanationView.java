package oomlab.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import oomlab.explain.Explanation;
import oomlab.explain.Story;
import oomlab.explain.WhatIf;

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

  static Bundle of(WhatIf whatIf) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("memory would have run out", whatIf.struck().words());
    facts.put(
        "would have died",
        whatIf.victims().isEmpty()
            ? "nobody that can be named"
            : whatIf.victims().stream()
                .map(t -> "%s (%d)".formatted(t.name(), t.pid()))
                .collect(Collectors.joining(", ")));
    facts.put("because", whatIf.why());
    String sentence = "If " + whatIf.words() + ":";
    return Bundle.html(
        Html.strong(sentence) + Html.facts(facts), sentence + "\n" + Html.plain(facts));
  }
}
