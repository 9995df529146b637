package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.LinkedHashMap;
import java.util.Map;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.Answer;
import oomlab.explain.Explanation.WhatIf;

/** Shows what a report means: each question that a reader asks, with its answer. */
final class ExplanationView {
  private ExplanationView() {}

  static MimeBundle of(Explanation explanation) {
    String sentence = ReportView.sentence(explanation.report());
    Map<String, String> answers = new LinkedHashMap<>();
    for (Answer answer : explanation.story()) {
      answers.put(answer.question().heading(), Prose.sentences(answer.sentences()));
    }
    return MimeBundle.html(
        Html.strong(sentence) + Html.facts(answers), sentence + "\n" + Html.plain(answers));
  }

  static MimeBundle of(WhatIf whatIf) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(words("memory would have run out"), whatIf.struck().words());
    facts.put(
        words("would have died"),
        whatIf.victims().isEmpty()
            ? words("nobody that can be named")
            : Prose.list(
                whatIf.victims().stream().map(t -> words("%s (%d)", t.name(), t.pid())).toList()));
    facts.put(words("because"), whatIf.why());
    String sentence = words("If %s:", whatIf.words());
    return MimeBundle.html(
        Html.strong(sentence) + Html.facts(facts), sentence + "\n" + Html.plain(facts));
  }
}
