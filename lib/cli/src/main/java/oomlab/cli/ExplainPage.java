package oomlab.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.chart.Charts;
import oomlab.explain.Candidate;
import oomlab.explain.Explanation;
import oomlab.explain.Ledger;
import oomlab.explain.Story;
import oomlab.explain.WhatIf;
import oomlab.explain.ZoneCheck;
import oomlab.report.OomReport;

/**
 * Explanations as one HTML page that stands for itself: no script, no request, light and dark. The
 * page appears when it is complete; until then an older one stays.
 */
final class ExplainPage implements AutoCloseable {
  private static final int MOST_ROWS = 30;

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Why the kernel killed</title>
      <style>
      :root { color-scheme: light dark; --ground: #fdfcfa; --ink: #1f2328; --quiet: #5b636d; --line: #dcd8d0; --mark: #fdecea; }
      @media (prefers-color-scheme: dark) {
        :root { --ground: #16181b; --ink: #e3e5e8; --quiet: #a0a7b0; --line: #363a40; --mark: #3a1c1a;
          --jp-layout-color0: #1f2226; --jp-content-font-color0: #e3e5e8; --jp-content-font-color1: #a0a7b0; --jp-border-color2: #363a40; }
      }
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 56rem; padding: 1rem; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, "DejaVu Sans", sans-serif; }
      h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
      .quiet { color: var(--quiet); font-size: 0.875rem; }
      p { margin: 0.4rem 0; overflow-wrap: anywhere; }
      .wide { overflow-x: auto; margin: 0.75rem 0; }
      table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
      th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
      th.word, td.word { text-align: left; white-space: normal; }
      th[title] { text-decoration: underline dotted; cursor: help; }
      tr.chosen td { background: var(--mark); font-weight: 600; }
      svg { max-width: 100%; height: auto; margin: 0.75rem 0; }
      article + article { border-top: 2px solid var(--line); margin-top: 3rem; }
      </style>
      </head>
      <body>
      """;

  private final Path target;
  private final Path temporary;
  private final Writer out;
  private boolean empty = true;
  private boolean finished;

  /** Opens a page that {@link #finish} puts in its place. */
  ExplainPage(Path target) throws IOException {
    this.target = target;
    this.temporary =
        target.resolveSibling(
            ".%s.%d.tmp".formatted(target.getFileName(), ProcessHandle.current().pid()));
    this.out =
        new BufferedWriter(Files.newBufferedWriter(temporary, StandardCharsets.UTF_8), 1 << 16);
    out.write(HEAD);
  }

  void add(Explanation e, String file, List<WhatIf> asked) throws IOException {
    empty = false;
    OomReport report = e.report();
    out.write("<article>\n<h1>" + escape(headline(report)) + "</h1>\n");
    String hardware = report.source().hardware().map(h -> ", " + h).orElse("");
    out.write(
        "<p class=\"quiet\">" + escape(ExplainText.title(report, file) + hardware) + "</p>\n");
    for (Story.Part part : Story.of(e).parts()) {
      out.write("<h2>" + part.question().heading() + "</h2>\n");
      for (String sentence : part.sentences()) {
        out.write("<p>" + escape(sentence) + "</p>\n");
      }
      out.write(picture(part.question(), e));
      out.write(tables(part.question(), e));
    }
    if (!asked.isEmpty()) {
      out.write("<h2>What you asked</h2>\n");
      for (WhatIf w : asked) {
        out.write(
            "<p>%s Memory would have run out %s.</p>\n"
                .formatted(escape(w.toString()), w.struck().words()));
      }
    }
    out.write("</article>\n");
  }

  static String headline(OomReport report) {
    if (report.kills().isEmpty()) {
      return report.panic().isPresent() ? "The machine panicked" : "Nobody was killed";
    }
    OomReport.Kill kill = report.kills().get(0);
    String more =
        report.kills().size() > 1 ? " and %d more".formatted(report.kills().size() - 1) : "";
    return "The kernel killed %s (%d)%s".formatted(kill.comm(), kill.pid(), more);
  }

  private static String picture(Story.Question question, Explanation e) {
    OomReport report = e.report();
    return switch (question) {
      case WHY_IT -> report.tasks().isEmpty() ? "" : Charts.scores(e).svg();
      case WHY_AT_ALL ->
          (report.zones().isEmpty() ? "" : Charts.zones(e).svg())
              + (e.request().pages().orElse(1) > 1 && !report.buddy().isEmpty()
                  ? Charts.buddy(report).svg()
                  : "");
      case WHERE -> Charts.ledger(e).svg();
      default -> "";
    };
  }

  private static String tables(Story.Question question, Explanation e) {
    return switch (question) {
      case WHY_IT -> ranking(e);
      case WHY_AT_ALL -> zones(e);
      case WHERE -> e.ledger().map(ExplainPage::ledger).orElse("");
      default -> "";
    };
  }

  private static String ranking(Explanation e) {
    if (e.replay().ranking().isEmpty()) {
      return "";
    }
    HtmlTable table =
        new HtmlTable("rank", "pid", "<name", "points", "score", "pages", "oom_score_adj", "<");
    int shown = 0;
    for (Candidate s : e.replay().ranking().get().standings()) {
      boolean chosen = e.replay().printedPid().equals(OptionalInt.of(s.task().pid()));
      if (shown++ < MOST_ROWS || chosen) {
        table.row(
            chosen,
            number(s.rank()),
            String.valueOf(s.task().pid()),
            s.task().name(),
            number(s.points()),
            number(s.score()),
            String.valueOf(s.pages()),
            String.valueOf(s.adj()),
            chosen ? "chosen" : s.spared().orElse(""));
      }
    }
    return table.html();
  }

  private static String zones(Explanation e) {
    if (e.request().zones().isEmpty()) {
      return "";
    }
    HtmlTable table =
        new HtmlTable(
            "<zone (pages)", "free", "min", "high", "lowmem_reserve", "<first try", "<last try");
    for (ZoneCheck z : e.request().zones()) {
      table.row(
          false,
          z.name(),
          String.valueOf(z.freePages()),
          String.valueOf(z.minPages()),
          String.valueOf(z.highPages()),
          String.valueOf(z.reservePages()),
          z.barred().orElse(z.passesMin() ? "passes" : "fails"),
          z.barred().isPresent() ? "" : z.passesHigh() ? "passes" : "fails");
    }
    return table.html();
  }

  private static String ledger(Ledger ledger) {
    HtmlTable table = new HtmlTable("<part of " + ledger.what(), "kB", "<counted from");
    ledger.entries().forEach(x -> table.row(false, x.name(), String.valueOf(x.kb()), x.from()));
    table.row(false, "not accounted for", String.valueOf(ledger.unaccountedKb()), "the rest");
    table.row(false, "all", String.valueOf(ledger.totalKb()), "");
    return table.html();
  }

  private static String number(OptionalLong value) {
    return value.isPresent() ? String.valueOf(value.getAsLong()) : "";
  }

  private static String number(OptionalInt value) {
    return value.isPresent() ? String.valueOf(value.getAsInt()) : "";
  }

  static String escape(String text) {
    return TextTable.printable(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Ends the page and puts it in its place; a page of nothing is not written. */
  void finish() throws IOException {
    if (empty) {
      return;
    }
    out.write("</body>\n</html>\n");
    out.close();
    Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      out.close();
      Files.deleteIfExists(temporary);
    }
  }
}
