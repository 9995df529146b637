package oomlab.check;

import static oomlab.check.Arithmetic.n;
import static oomlab.check.Arithmetic.victim;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import oomlab.report.OomReport;

/** Questions of chapter 02: reading a report. */
final class ReportQuestions {
  private static final double MIB = 1L << 20;

  private static final Question<OomReport> ASKED_PID =
      Question.of("asked-pid", OomReport.class, r -> Expected.exactly(asked(r), ""))
          .wrong(
              "victim taken for trigger",
              r -> Expected.exactly(kill(r).pid(), ""),
              r ->
                  "%d is who was killed. Who asked stands at the other end of the report."
                      .formatted(kill(r).pid()))
          .wrong(
              "parent taken for trigger",
              r -> Expected.exactly(namesake(r).pid(), ""),
              r ->
                  "%d carries the name, too, but with %d pages it is the parent that waits. A name does not tell processes apart."
                      .formatted(namesake(r).pid(), namesake(r).rssPages().orElseThrow()))
          .evidence(r -> Evidence.lines(r, "PID:"))
          .hint(r -> "The trigger stands in the first lines, before any number about memory.")
          .hint(r -> "Look for \"PID:\" beside the number of the CPU.")
          .solution(
              r ->
                  "%d: a thread of process %d, at work on a CPU when the memory was gone."
                      .formatted(asked(r), kill(r).pid()));

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

  private static final Question<OomReport> SWAPPED_MIB =
      Question.of(
              "swapped-mib",
              OomReport.class,
              r -> Expected.about(swapped(r) * r.pageBytes() / MIB, "MiB"))
          .wrong(
              "pages read as kB",
              r -> Expected.about(swapped(r) / 1024.0, ""),
              r ->
                  "You took the %s of the row for kB. Each entry stands for a page."
                      .formatted(n(swapped(r))))
          .wrong(
              "all swap taken for the victim's",
              r -> Expected.about(r.swap().orElseThrow().totalKb().orElseThrow() / 1024.0, ""),
              r ->
                  "%s kB is the whole swap space. The others of the table are in there as well."
                      .formatted(n(r.swap().orElseThrow().totalKb().orElseThrow())))
          .wrong(
              "rss taken for swap",
              r -> Expected.about(rss(r) * r.pageBytes() / MIB, ""),
              r ->
                  "%s pages are rss: what was in RAM. What is in swap has a column of its own."
                      .formatted(n(rss(r))))
          .evidence(r -> Evidence.row(r, victim(r).pid()))
          .hint(r -> "The column is swapents; find the victim's row by its pid.")
          .hint(
              r ->
                  "Entries are pages: %s of them make a MiB."
                      .formatted(n((long) MIB / r.pageBytes())))
          .solution(
              r ->
                  "%s pages / %d = %s MiB."
                      .formatted(
                          n(swapped(r)),
                          (long) MIB / r.pageBytes(),
                          Expected.shown(swapped(r) * r.pageBytes() / MIB)));

  private static final Question<OomReport> SCORE_PERCENT =
      Question.of("score-percent", OomReport.class, r -> Expected.about(score(r) / 10.0, "%"))
          .wrong(
              "per mille read as percent",
              r -> Expected.exactly(score(r), ""),
              r -> "%d is the score: parts of a thousand.".formatted(score(r)))
          .wrong(
              "a share given for percent",
              r -> Expected.about(score(r) / 1000.0, ""),
              r -> "That is the share of one. Percent was asked for.")
          .wrong(
              "adjustment taken for the score",
              r -> Expected.exactly(victim(r).oomScoreAdj().orElseThrow(), ""),
              r ->
                  "%d is oom_score_adj: what an administrator adds. The score stands in the line of the choice."
                      .formatted(victim(r).oomScoreAdj().orElseThrow()))
          .evidence(r -> Evidence.lines(r, " score "))
          .hint(r -> "The score stands in the line in which the kernel chose.")
          .hint(
              r -> "The kernel prints points times 1000 / total. You want a hundred for the whole.")
          .solution(
              r ->
                  "%d of 1000 are %s %%, adjustment included."
                      .formatted(score(r), Expected.shown(score(r) / 10.0)));

  private static final Question<OomReport> REAPED_AFTER =
      Question.of(
              "reaped-after",
              OomReport.class,
              r -> Expected.exactly(reaped(r) - killed(r), "microseconds"))
          .wrong(
              "counted from the report's first line",
              r -> Expected.exactly(reaped(r) - r.source().micros().orElseThrow(), ""),
              r ->
                  "%s microseconds have passed since the report began, not since the kill."
                      .formatted(n(reaped(r) - r.source().micros().orElseThrow())))
          .wrong(
              "whole seconds only",
              r ->
                  Expected.exactly((reaped(r) / 1_000_000 - killed(r) / 1_000_000) * 1_000_000, ""),
              r ->
                  "You compared the digits before the point. Those after it are microseconds, and count.")
          .wrong(
              "fractions without their seconds",
              r -> Expected.exactly(Math.abs(reaped(r) % 1_000_000 - killed(r) % 1_000_000), ""),
              r ->
                  "You compared the digits after the point. Between the two lines a new second began.")
          .evidence(
              r ->
                  Stream.of(kill(r).line(), r.outcome().reaped().get(0).line())
                      .flatMap(line -> stamped(r, line).stream())
                      .toList())
          .hint(r -> "The number in front of a line is the log's clock, in seconds since boot.")
          .hint(
              r -> "Subtract the clock of \"Killed process\" from the clock of \"reaped process\".")
          .solution(
              r ->
                  "%s - %s s: %s microseconds."
                      .formatted(seconds(reaped(r)), seconds(killed(r)), n(reaped(r) - killed(r))));

  private static final Question<OomReport> RESIDENT_KB =
      Question.of("resident-kb", OomReport.class, r -> Expected.exactly(resident(r), "kB"))
          .wrong(
              "anon-rss alone",
              r -> Expected.exactly(kill(r).anonRssKb().orElseThrow(), ""),
              r ->
                  "%s kB is the anonymous part. Pages of files are resident, too."
                      .formatted(n(kill(r).anonRssKb().orElseThrow())))
          .wrong(
              "total-vm taken for memory",
              r -> Expected.exactly(kill(r).totalVmKb().orElseThrow(), ""),
              r ->
                  "%s kB is total-vm: address space."
                      .formatted(n(kill(r).totalVmKb().orElseThrow())))
          .wrong(
              "page tables counted as resident",
              r -> Expected.exactly(resident(r) + kill(r).pgtablesKb().orElseThrow(), ""),
              r ->
                  "You have the %s kB of page tables in it. They are the kernel's memory: part of the points, not of rss."
                      .formatted(n(kill(r).pgtablesKb().orElseThrow())))
          .wrong(
              "rss and its parts added",
              r -> Expected.exactly(2 * resident(r), ""),
              r ->
                  "You added rss to rss_anon, rss_file and rss_shmem. The three are its parts: every page is in there twice.")
          .evidence(r -> Evidence.lines(r, "Killed process"))
          .hint(r -> "Three numbers of the kill line are resident memory; their names end in -rss.")
          .hint(r -> "anon-rss, file-rss and shmem-rss are parts. Nothing else belongs to the sum.")
          .solution(
              r ->
                  "%s + %s + %s = %s kB."
                      .formatted(
                          n(kill(r).anonRssKb().orElseThrow()),
                          n(kill(r).fileRssKb().orElse(0)),
                          n(kill(r).shmemRssKb().orElse(0)),
                          n(resident(r))));

  static final List<Question<?>> ALL =
      Stream.concat(
              Stream.<Question<?>>of(
                  ASKED_PID, VICTIM_BYTES, SWAPPED_MIB, SCORE_PERCENT, REAPED_AFTER, RESIDENT_KB),
              SupplyQuestions.ALL.stream())
          .toList();

  private ReportQuestions() {}

  private static OomReport.Kill kill(OomReport report) {
    return report.kill().orElseThrow();
  }

  /** Another process of the victim's name. */
  private static OomReport.Task namesake(OomReport report) {
    return report.tasks().stream()
        .filter(t -> t.pid() != victim(report).pid() && t.name().equals(victim(report).name()))
        .findFirst()
        .orElseThrow();
  }

  private static int asked(OomReport report) {
    return report.trigger().orElseThrow().pid().orElseThrow();
  }

  private static long rss(OomReport report) {
    return Arithmetic.rss(victim(report));
  }

  private static long swapped(OomReport report) {
    return Arithmetic.swapped(victim(report));
  }

  private static long score(OomReport report) {
    return kill(report).score().orElseThrow();
  }

  private static long killed(OomReport report) {
    return kill(report).micros().orElseThrow();
  }

  private static long reaped(OomReport report) {
    return report.outcome().reaped().stream().findFirst().orElseThrow().micros().orElseThrow();
  }

  private static long resident(OomReport report) {
    return kill(report).anonRssKb().orElseThrow()
        + kill(report).fileRssKb().orElse(0)
        + kill(report).shmemRssKb().orElse(0);
  }

  /** A line with the clock that stood in front of it. */
  private static List<Evidence> stamped(OomReport report, int number) {
    long micros = number == kill(report).line() ? killed(report) : reaped(report);
    return report.lines().stream()
        .filter(line -> line.number() == number)
        .map(
            line ->
                new Evidence(
                    OptionalInt.of(number),
                    "[%s] %s".formatted(seconds(micros), line.text().strip())))
        .toList();
  }

  private static String seconds(long micros) {
    return "%d.%06d".formatted(micros / 1_000_000, micros % 1_000_000);
  }
}
