package oomlab.check;

import java.util.List;
import oomlab.report.OomReport;

/** Questions of chapter 02: reading a report. */
final class ReportQuestions {
  private static final Question<OomReport> VICTIM_BYTES =
      Question.of(
              "victim-bytes",
              OomReport.class,
              r -> Expected.exactly(rss(r) * r.pageBytes(), "bytes"))
          .wrong(
              "pages read as bytes",
              r -> Expected.exactly(rss(r), ""),
              r -> "%s is the row's rss as it is printed: a number of pages.".formatted(n(rss(r))))
          .wrong(
              "pages read as kB",
              r -> Expected.exactly(rss(r) * 1024, ""),
              r -> "You took the %s of the row for kB. They are pages.".formatted(n(rss(r))))
          .wrong(
              "total_vm taken for rss",
              r -> Expected.exactly(victim(r).totalVmPages().orElseThrow() * r.pageBytes(), ""),
              r ->
                  "%s pages are total_vm: address space, most of which may never have been memory."
                      .formatted(n(victim(r).totalVmPages().orElseThrow())))
          .evidence(r -> Evidence.row(r, victim(r).pid()))
          .hint(r -> "Find the victim's row by its pid, and the column rss in it.")
          .hint(
              r ->
                  "The line above the table says \"values in pages\"; a page has %s bytes here."
                      .formatted(n(r.pageBytes())))
          .solution(
              r ->
                  "%s pages of %s bytes are %s bytes."
                      .formatted(n(rss(r)), n(r.pageBytes()), n(rss(r) * r.pageBytes())));

  static final List<Question<?>> ALL = List.of(VICTIM_BYTES);

  private ReportQuestions() {}

  private static OomReport.Task victim(OomReport report) {
    return report.task(report.kill().orElseThrow().pid()).orElseThrow();
  }

  private static long rss(OomReport report) {
    return victim(report).rssPages().orElseThrow();
  }

  private static String n(long value) {
    return Expected.shown(value);
  }
}
