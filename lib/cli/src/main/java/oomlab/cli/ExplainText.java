package oomlab.cli;

import static oomlab.cli.TextTable.printable;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.explain.Candidate;
import oomlab.explain.Explanation;
import oomlab.explain.Ledger;
import oomlab.explain.Ranking;
import oomlab.explain.Story;
import oomlab.explain.Story.Question;
import oomlab.explain.WhatIf;
import oomlab.explain.ZoneCheck;
import oomlab.report.OomReport;

/** An explanation as a page for a terminal. */
final class ExplainText {
  private static final int WIDTH = 100;
  private static final int MOST_ROWS = 10;

  private final Explanation explanation;
  private final StringBuilder out = new StringBuilder();

  private ExplainText(Explanation explanation) {
    this.explanation = explanation;
  }

  static String of(Explanation explanation, String file, List<WhatIf> asked) {
    return new ExplainText(explanation).write(file, asked);
  }

  /** Names a report by where it stands and what it says of its machine. */
  static String title(OomReport report, String file) {
    return "%s, lines %d-%d%s%s"
        .formatted(
            file,
            report.firstLine(),
            report.lastLine(),
            report.kernel().map(k -> ": Linux " + k).orElse(""),
            report.source().date().map(d -> ", " + d).orElse(""));
  }

  private String write(String file, List<WhatIf> asked) {
    out.append(printable(title(explanation.report(), file))).append('\n');
    for (Story.Part part : Story.of(explanation).parts()) {
      out.append('\n').append(part.question().heading()).append('\n');
      part.sentences().forEach(this::say);
      tables(part.question());
    }
    if (!asked.isEmpty()) {
      out.append("\nWhat you asked\n");
      asked.forEach(w -> say(w + " Memory would have run out " + w.struck().words() + "."));
    }
    return out.toString();
  }

  private void say(String sentence) {
    String rest = printable(sentence);
    String indent = "  ";
    while (indent.length() + rest.length() > WIDTH) {
      int at = rest.lastIndexOf(' ', WIDTH - indent.length());
      if (at <= 0) {
        break;
      }
      out.append(indent).append(rest, 0, at).append('\n');
      rest = rest.substring(at + 1);
      indent = "    ";
    }
    out.append(indent).append(rest).append('\n');
  }

  private void tables(Question question) {
    switch (question) {
      case WHY_IT -> explanation.replay().ranking().ifPresent(this::ranking);
      case WHY_AT_ALL -> zones();
      case WHERE -> explanation.ledger().ifPresent(this::ledger);
      default -> {}
    }
  }

  private void ranking(Ranking ranking) {
    TextTable table = new TextTable("rank", "pid", "points", "score", "pages", "adj", "<name", "<");
    int shown = 0;
    for (Candidate s : ranking.standings()) {
      boolean chosen = explanation.replay().printedPid().equals(OptionalInt.of(s.task().pid()));
      if (shown++ < MOST_ROWS || chosen) {
        table.row(
            number(s.rank()),
            Integer.toString(s.task().pid()),
            number(s.points()),
            number(s.score()),
            Long.toString(s.pages()),
            Integer.toString(s.adj()),
            s.task().name(),
            chosen ? "<- chosen" : s.spared().orElse(""));
      }
    }
    out.append(table);
    if (shown > MOST_ROWS) {
      out.append("  ... %d more\n".formatted(shown - MOST_ROWS));
    }
  }

  private void zones() {
    if (explanation.request().zones().isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable("<zone", "free", "min", "high", "reserve", "<min", "<high", "<(pages)");
    for (ZoneCheck z : explanation.request().zones()) {
      table.row(
          z.name(),
          Long.toString(z.freePages()),
          Long.toString(z.minPages()),
          Long.toString(z.highPages()),
          Long.toString(z.reservePages()),
          z.barred().isPresent() ? "" : passes(z.passesMin()),
          z.barred().isPresent() ? "" : passes(z.passesHigh()),
          z.barred().orElse(""));
    }
    out.append(table);
  }

  private static String passes(boolean yes) {
    return yes ? "passes" : "fails";
  }

  private void ledger(Ledger ledger) {
    TextTable table = new TextTable("kB", "%", "<");
    ledger
        .entries()
        .forEach(e -> table.row(Long.toString(e.kb()), share(e.kb(), ledger), e.name()));
    table.row(
        Long.toString(ledger.unaccountedKb()),
        share(ledger.unaccountedKb(), ledger),
        "not accounted for");
    table.row(Long.toString(ledger.totalKb()), share(ledger.totalKb(), ledger), ledger.what());
    out.append(table);
  }

  private static String share(long kb, Ledger ledger) {
    return ledger.totalKb() == 0
        ? "-"
        : String.format(Locale.ROOT, "%.1f", 100.0 * kb / ledger.totalKb());
  }

  private static String number(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
  }

  private static String number(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : "-";
  }
}
