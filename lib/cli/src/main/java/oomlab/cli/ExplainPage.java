package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.Answer;
import oomlab.explain.Explanation.WhatIf;
import oomlab.internal.text.Words;
import oomlab.page.PageHtml;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/**
 * Explanations as one page that stands for itself: the page of the book with the lines of the
 * reports in it, and the stories as text for a browser that runs no scripts. The page appears when
 * it is complete; until then an older one stays.
 */
final class ExplainPage implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final List<String> questions;
  private final Writer out;
  private final Deque<EmbeddedLog> logs = new ArrayDeque<>();
  private final PageHtml page = PageHtml.in(Words.language());
  private boolean empty = true;
  private boolean finished;

  /**
   * Opens a page that {@link #finish} puts in its place.
   *
   * @param questions what-if questions as they were typed
   */
  ExplainPage(Path target, List<String> questions) throws IOException {
    this.target = target;
    this.questions = questions;
    this.temporary =
        target.resolveSibling(
            ".%s.%d.tmp".formatted(target.getFileName(), ProcessHandle.current().pid()));
    this.out =
        new BufferedWriter(Files.newBufferedWriter(temporary, StandardCharsets.UTF_8), 1 << 16);
    out.write(page.head());
  }

  /** Begins a log: returns a reader of it that the page listens to. */
  OomReports.Reader listen(OomReports.Reader reader, String file) {
    EmbeddedLog log = new EmbeddedLog(reader, file, questions);
    logs.add(log);
    return log;
  }

  /** Writes what the logs gave so far. */
  private void drain() throws IOException {
    while (logs.size() > 1) {
      out.write(logs.remove().end());
    }
    out.write(logs.element().html());
  }

  void add(Explanation e, String file, List<WhatIf> asked) throws IOException {
    empty = false;
    OomReport report = e.report();
    out.write("<article class=\"story\">\n<h2>" + escape(headline(report)) + "</h2>\n");
    String hardware = report.source().hardware().map(h -> ", " + h).orElse("");
    out.write(
        "<p class=\"quiet\">" + escape(ExplainText.title(report, file) + hardware) + "</p>\n");
    for (Answer answer : e.story()) {
      out.write("<h3>" + answer.question().heading() + "</h3>\n");
      for (String sentence : answer.sentences()) {
        out.write("<p>" + escape(sentence) + "</p>\n");
      }
    }
    if (!asked.isEmpty()) {
      out.write("<h3>" + words("What you asked") + "</h3>\n");
      for (WhatIf w : asked) {
        String answer = words("%s %s", w, w.struck().sentence());
        out.write("<p>" + escape(answer) + "</p>\n");
      }
    }
    out.write("</article>\n");
    logs.getLast().want(report.firstLine());
    drain();
  }

  private static String headline(OomReport report) {
    if (report.kills().isEmpty()) {
      return words(report.panic().isPresent() ? "The machine panicked" : "Nobody was killed");
    }
    OomReport.Kill kill = report.kills().get(0);
    int more = report.kills().size() - 1;
    return more == 0
        ? words("The kernel killed %s (%d)", kill.comm(), kill.pid())
        : words("The kernel killed %s (%d) and %d more", kill.comm(), kill.pid(), more);
  }

  private static String escape(String text) {
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
    while (!logs.isEmpty()) {
      out.write(logs.remove().end());
    }
    out.write(page.tail());
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
