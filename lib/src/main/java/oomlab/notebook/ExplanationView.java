package oomlab.notebook;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import oomlab.Bytes;
import oomlab.explain.Explanation;
import oomlab.explain.Ledger;

/** Shows what a report means: the replayed choice, the request, the memory, who asked. */
final class ExplanationView {
  private ExplanationView() {}

  static Bundle of(Explanation explanation) {
    String sentence = ReportView.sentence(explanation.report());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("the choice, replayed", explanation.replay().verdict().words());
    facts.put("because", explanation.replay().why());
    facts.put("why no memory", String.join(" ", explanation.request().why()));
    facts.put(
        "where it was",
        explanation
            .ledger()
            .map(ExplanationView::ledger)
            .orElse("The report does not print the counters that would tell."));
    facts.put("who asked", asker(explanation));
    return Bundle.html(
        Html.strong(sentence) + Html.facts(facts), sentence + "\n" + Html.plain(facts));
  }

  private static String asker(Explanation explanation) {
    return explanation
            .asker()
            .process()
            .map(t -> "%s (%d). ".formatted(t.name(), t.pid()))
            .orElse("")
        + explanation.asker().why();
  }

  /** Names the three largest parts. */
  private static String ledger(Ledger ledger) {
    String parts =
        ledger.entries().stream()
            .sorted((a, b) -> Long.compare(b.kb(), a.kb()))
            .limit(3)
            .map(e -> e.name() + " " + Bytes.text(e.kb() * 1024))
            .collect(Collectors.joining("; "));
    String swap =
        ledger.swapUsedKb().orElse(0) > 0
            ? " In swap: " + Bytes.text(ledger.swapUsedKb().getAsLong() * 1024) + "."
            : "";
    return String.format(
        Locale.ROOT,
        "The largest parts of %s (%s): %s. %.1f %% is in no line of the report.%s",
        ledger.what(),
        Bytes.text(ledger.totalKb() * 1024),
        parts.isEmpty() ? "none is named" : parts,
        ledger.unaccountedPercent(),
        swap);
  }
}
