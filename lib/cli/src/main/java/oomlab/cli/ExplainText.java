package oomlab.cli;

import static oomlab.cli.TextTable.printable;
import static oomlab.internal.text.Words.translated;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.Answer;
import oomlab.explain.Explanation.Question;
import oomlab.explain.Explanation.WhatIf;
import oomlab.explain.Ledger;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import oomlab.explain.ZoneCheck;
import oomlab.internal.text.TextWidth;
import oomlab.report.OomReport;

/** An explanation as a page for a terminal. */
final class ExplainText {
  private static final int WIDTH = 100;
  private static final int MOST_ROWS = 10;
  private static final String NO_LINE_START = "，。；：、？！）》”%";
  private static final String NO_LINE_END = "（《“";

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
    return words("%s, lines %d-%d", file, report.firstLine(), report.lastLine())
        + report.kernel().map(k -> words(": Linux %s", k)).orElse("")
        + report.source().date().map(d -> words(", %s", d)).orElse("");
  }

  private String write(String file, List<WhatIf> asked) {
    out.append(printable(title(explanation.report(), file))).append('\n');
    for (Answer answer : explanation.story()) {
      out.append('\n').append(answer.question().heading()).append('\n');
      answer.sentences().forEach(this::say);
      tables(answer.question());
    }
    if (!asked.isEmpty()) {
      out.append('\n').append(words("What you asked")).append('\n');
      asked.forEach(w -> say(words("%s %s", w, w.struck().sentence())));
    }
    return out.toString();
  }

  private void say(String sentence) {
    String rest = printable(sentence);
    String indent = "  ";
    while (indent.length() + TextWidth.of(rest) > WIDTH) {
      int at = lineEnd(rest, WIDTH - indent.length());
      if (at <= 0) {
        break;
      }
      out.append(indent).append(rest, 0, at).append('\n');
      rest = rest.substring(rest.charAt(at) == ' ' ? at + 1 : at);
      indent = "    ";
    }
    out.append(indent).append(rest).append('\n');
  }

  /** Returns where a line that is no wider than this has to end. */
  private static int lineEnd(String text, int width) {
    int end = 0;
    int column = 0;
    for (int i = 0; i < text.length() && column <= width; i++) {
      if (mayBreak(text, i)) {
        end = i;
      }
      column += TextWidth.of(text.substring(i, i + 1));
    }
    return end;
  }

  /** Whether a line may end before this letter: at a blank, and beside a Chinese letter. */
  private static boolean mayBreak(String text, int at) {
    if (text.charAt(at) == ' ' || at == 0) {
      return at > 0;
    }
    String pair = text.substring(at - 1, at + 1);
    return TextWidth.of(pair) > 2
        && NO_LINE_END.indexOf(pair.charAt(0)) < 0
        && NO_LINE_START.indexOf(pair.charAt(1)) < 0;
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
    TextTable table =
        new TextTable(
            words("rank"),
            "pid",
            words("points"),
            words("score"),
            words("pages"),
            "adj",
            "<" + words("name"),
            "<");
    int shown = 0;
    for (Candidate c : ranking.candidates()) {
      boolean chosen = explanation.replay().printedPid().equals(OptionalInt.of(c.task().pid()));
      if (shown++ < MOST_ROWS || chosen) {
        table.row(
            number(c.rank()),
            Integer.toString(c.task().pid()),
            number(c.points()),
            number(c.score()),
            Long.toString(c.pages()),
            Integer.toString(c.adj()),
            c.task().name(),
            chosen ? words("<- chosen") : c.spared().orElse(""));
      }
    }
    out.append(table);
    if (shown > MOST_ROWS) {
      out.append("  ").append(words("... %d more", shown - MOST_ROWS)).append('\n');
    }
  }

  private void zones() {
    if (explanation.request().zones().isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable(
            "<" + words("zone"),
            words("free"),
            "min",
            "high",
            words("reserve"),
            "<min",
            "<high",
            "<" + words("(pages)"));
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
    return words(yes ? "passes" : "fails");
  }

  private void ledger(Ledger ledger) {
    TextTable table = new TextTable("kB", "%", "<");
    ledger
        .entries()
        .forEach(
            e -> table.row(Long.toString(e.kb()), share(e.kb(), ledger), translated(e.name())));
    table.row(
        Long.toString(ledger.unaccountedKb()),
        share(ledger.unaccountedKb(), ledger),
        words("not accounted for"));
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
