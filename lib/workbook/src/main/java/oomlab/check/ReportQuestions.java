package oomlab.check;

import static oomlab.check.Arithmetic.n;
import static oomlab.check.Arithmetic.victim;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import oomlab.report.OomReport;

/** Questions of chapter 02: reading a report. */
final class ReportQuestions {
  private static final double MIB = 1L << 20;

  private static final Question<OomReport> ASKED_PID =
      Question.of("asked-pid", OomReport.class, r -> ExpectedAnswer.exactly(asked(r), ""))
          .wrong(
              later("victim taken for trigger"),
              r -> ExpectedAnswer.exactly(kill(r).pid(), ""),
              r ->
                  words(
                      "%d is who was killed. Who asked stands at the other end of the report.",
                      kill(r).pid()))
          .wrong(
              later("parent taken for trigger"),
              r -> ExpectedAnswer.exactly(namesake(r).pid(), ""),
              r ->
                  words(
                      "%d carries the name, too, but with %d pages it is the parent that waits. A name does not tell processes apart.",
                      namesake(r).pid(), namesake(r).rssPages().orElseThrow()))
          .evidence(r -> EvidenceLine.lines(r, "PID:"))
          .hint(
              r -> words("The trigger stands in the first lines, before any number about memory."))
          .hint(r -> words("Look for \"PID:\" beside the number of the CPU."))
          .solution(
              r ->
                  words(
                      "%d: a thread of process %d, at work on a CPU when the memory was gone.",
                      asked(r), kill(r).pid()));

  private static final Question<OomReport> VICTIM_BYTES =
      Question.of(
              "victim-bytes",
              OomReport.class,
              r -> ExpectedAnswer.exactly(rss(r) * r.pageBytes(), "bytes"))
          .wrong(
              later("pages read as bytes"),
              r -> ExpectedAnswer.exactly(rss(r), ""),
              r -> words("%s is the row's rss as it is printed: a number of pages.", n(rss(r))))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.exactly(rss(r) * 1024, ""),
              r -> words("You took the %s of the row for kB. They are pages.", n(rss(r))))
          .wrong(
              later("total_vm taken for rss"),
              r ->
                  ExpectedAnswer.exactly(
                      victim(r).totalVmPages().orElseThrow() * r.pageBytes(), ""),
              r ->
                  words(
                      "%s pages are total_vm: address space, most of which may never have been memory.",
                      n(victim(r).totalVmPages().orElseThrow())))
          .evidence(r -> EvidenceLine.row(r, victim(r).pid()))
          .hint(r -> words("Find the victim's row by its pid, and the column rss in it."))
          .hint(
              r ->
                  words(
                      "The line above the table says \"values in pages\"; a page has %s bytes here.",
                      n(r.pageBytes())))
          .solution(
              r ->
                  words(
                      "%s pages of %s bytes are %s bytes.",
                      n(rss(r)), n(r.pageBytes()), n(rss(r) * r.pageBytes())));

  private static final Question<OomReport> SWAPPED_MIB =
      Question.of(
              "swapped-mib",
              OomReport.class,
              r -> ExpectedAnswer.about(swapped(r) * r.pageBytes() / MIB, "MiB"))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.about(swapped(r) / 1024.0, ""),
              r ->
                  words(
                      "You took the %s of the row for kB. Each entry stands for a page.",
                      n(swapped(r))))
          .wrong(
              later("all swap taken for the victim's"),
              r ->
                  ExpectedAnswer.about(r.swap().orElseThrow().totalKb().orElseThrow() / 1024.0, ""),
              r ->
                  words(
                      "%s kB is the whole swap space. The others of the table are in there as well.",
                      n(r.swap().orElseThrow().totalKb().orElseThrow())))
          .wrong(
              later("rss taken for swap"),
              r -> ExpectedAnswer.about(rss(r) * r.pageBytes() / MIB, ""),
              r ->
                  words(
                      "%s pages are rss: what was in RAM. What is in swap has a column of its own.",
                      n(rss(r))))
          .evidence(r -> EvidenceLine.row(r, victim(r).pid()))
          .hint(r -> words("The column is swapents; find the victim's row by its pid."))
          .hint(
              r ->
                  words("Entries are pages: %s of them make a MiB.", n((long) MIB / r.pageBytes())))
          .solution(
              r ->
                  words(
                      "%s pages / %d = %s MiB.",
                      n(swapped(r)),
                      (long) MIB / r.pageBytes(),
                      ExpectedAnswer.shown(swapped(r) * r.pageBytes() / MIB)));

  private static final Question<OomReport> SCORE_PERCENT =
      Question.of("score-percent", OomReport.class, r -> ExpectedAnswer.about(score(r) / 10.0, "%"))
          .wrong(
              later("per mille read as percent"),
              r -> ExpectedAnswer.exactly(score(r), ""),
              r -> words("%d is the score: parts of a thousand.", score(r)))
          .wrong(
              later("a share given for percent"),
              r -> ExpectedAnswer.about(score(r) / 1000.0, ""),
              r -> words("That is the share of one. Percent was asked for."))
          .wrong(
              later("adjustment taken for the score"),
              r -> ExpectedAnswer.exactly(victim(r).oomScoreAdj().orElseThrow(), ""),
              r ->
                  words(
                      "%d is oom_score_adj: what an administrator adds. The score stands in the line of the choice.",
                      victim(r).oomScoreAdj().orElseThrow()))
          .evidence(r -> EvidenceLine.lines(r, " score "))
          .hint(r -> words("The score stands in the line in which the kernel chose."))
          .hint(
              r ->
                  words(
                      "The kernel prints points times 1000 / total. You want a hundred for the whole."))
          .solution(
              r ->
                  words(
                      "%d of 1000 are %s %%, adjustment included.",
                      score(r), ExpectedAnswer.shown(score(r) / 10.0)));

  private static final Question<OomReport> REAPED_AFTER =
      Question.of(
              "reaped-after",
              OomReport.class,
              r -> ExpectedAnswer.exactly(reaped(r) - killed(r), "microseconds"))
          .wrong(
              later("counted from the report's first line"),
              r -> ExpectedAnswer.exactly(reaped(r) - r.source().micros().orElseThrow(), ""),
              r ->
                  words(
                      "%s microseconds have passed since the report began, not since the kill.",
                      n(reaped(r) - r.source().micros().orElseThrow())))
          .wrong(
              later("whole seconds only"),
              r ->
                  ExpectedAnswer.exactly(
                      (reaped(r) / 1_000_000 - killed(r) / 1_000_000) * 1_000_000, ""),
              r ->
                  words(
                      "You compared the digits before the point. Those after it are microseconds, and count."))
          .wrong(
              later("fractions without their seconds"),
              r ->
                  ExpectedAnswer.exactly(
                      Math.abs(reaped(r) % 1_000_000 - killed(r) % 1_000_000), ""),
              r ->
                  words(
                      "You compared the digits after the point. Between the two lines a new second began."))
          .evidence(
              r ->
                  Stream.of(kill(r).line(), r.outcome().reaped().get(0).line())
                      .flatMap(line -> stamped(r, line).stream())
                      .toList())
          .hint(
              r ->
                  words("The number in front of a line is the log's clock, in seconds since boot."))
          .hint(
              r ->
                  words(
                      "Subtract the clock of \"Killed process\" from the clock of \"reaped process\"."))
          .solution(
              r ->
                  words(
                      "%s - %s s: %s microseconds.",
                      seconds(reaped(r)), seconds(killed(r)), n(reaped(r) - killed(r))));

  private static final Question<OomReport> RESIDENT_KB =
      Question.of("resident-kb", OomReport.class, r -> ExpectedAnswer.exactly(resident(r), "kB"))
          .wrong(
              later("anon-rss alone"),
              r -> ExpectedAnswer.exactly(kill(r).anonRssKb().orElseThrow(), ""),
              r ->
                  words(
                      "%s kB is the anonymous part. Pages of files are resident, too.",
                      n(kill(r).anonRssKb().orElseThrow())))
          .wrong(
              later("total-vm taken for memory"),
              r -> ExpectedAnswer.exactly(kill(r).totalVmKb().orElseThrow(), ""),
              r -> words("%s kB is total-vm: address space.", n(kill(r).totalVmKb().orElseThrow())))
          .wrong(
              later("page tables counted as resident"),
              r -> ExpectedAnswer.exactly(resident(r) + kill(r).pgtablesKb().orElseThrow(), ""),
              r ->
                  words(
                      "You have the %s kB of page tables in it. They are the kernel's memory: part of the points, not of rss.",
                      n(kill(r).pgtablesKb().orElseThrow())))
          .wrong(
              later("rss and its parts added"),
              r -> ExpectedAnswer.exactly(2 * resident(r), ""),
              r ->
                  words(
                      "You added rss to rss_anon, rss_file and rss_shmem. The three are its parts: every page is in there twice."))
          .evidence(r -> EvidenceLine.lines(r, "Killed process"))
          .hint(
              r ->
                  words(
                      "Three numbers of the kill line are resident memory; their names end in -rss."))
          .hint(
              r ->
                  words(
                      "anon-rss, file-rss and shmem-rss are parts. Nothing else belongs to the sum."))
          .solution(
              r ->
                  words(
                      "%s + %s + %s = %s kB.",
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
  private static List<EvidenceLine> stamped(OomReport report, int number) {
    long micros = number == kill(report).line() ? killed(report) : reaped(report);
    return report.lines().stream()
        .filter(line -> line.number() == number)
        .map(
            line ->
                new EvidenceLine(
                    OptionalInt.of(number),
                    "[%s] %s".formatted(seconds(micros), line.text().strip())))
        .toList();
  }

  private static String seconds(long micros) {
    return "%d.%06d".formatted(micros / 1_000_000, micros % 1_000_000);
  }
}
