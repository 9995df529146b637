package oomlab.check;

import static oomlab.check.Arithmetic.n;

import java.util.List;
import java.util.stream.Stream;
import oomlab.report.OomReport;

/** Questions of chapter 03: why this victim. Those about adjustments stand by themselves. */
final class VictimQuestions {
  private static final int POLKITD = 732;
  private static final int SH = 769;

  private static final Question<OomReport> ROW_POINTS =
      Question.of(
              "row-points",
              OomReport.class,
              r -> Expected.exactly(Arithmetic.held(r, polkitd(r)), "pages"))
          .wrong(
              "resident pages alone",
              r -> Expected.exactly(Arithmetic.rss(polkitd(r)), ""),
              r ->
                  "%s is its rss: what was in memory at that moment. What it had in swap would"
                          .formatted(n(Arithmetic.rss(polkitd(r))))
                      + " come free as well.")
          .wrong(
              "page tables left out",
              r ->
                  Expected.exactly(Arithmetic.rss(polkitd(r)) + Arithmetic.swapped(polkitd(r)), ""),
              r ->
                  "You added rss and swapents, %s and %s. The tables that map a process die with it."
                      .formatted(n(Arithmetic.rss(polkitd(r))), n(Arithmetic.swapped(polkitd(r)))))
          .wrong(
              "pgtables_bytes read as pages",
              r ->
                  Expected.exactly(
                      Arithmetic.rss(polkitd(r))
                          + Arithmetic.swapped(polkitd(r))
                          + polkitd(r).pgtablesBytes().orElseThrow(),
                      ""),
              r ->
                  "You added the %s of pgtables_bytes as they stand. This one column is in bytes."
                      .formatted(n(polkitd(r).pgtablesBytes().orElseThrow())))
          .wrong(
              "total_vm taken for memory",
              r -> Expected.exactly(polkitd(r).totalVmPages().orElseThrow(), ""),
              r ->
                  "%s is total_vm: address space. Kernels up to 2.6.35 weighed it; none since does."
                      .formatted(n(polkitd(r).totalVmPages().orElseThrow())))
          .evidence(r -> Evidence.row(r, POLKITD))
          .hint(r -> "Three columns of the row count; its oom_score_adj is 0 and adds nothing.")
          .hint(
              r ->
                  "rss + swapents + pgtables_bytes, the last one divided by the %s bytes of a page."
                      .formatted(n(r.pageBytes())))
          .solution(
              r ->
                  "%s + %s + %s / %s = %s pages."
                      .formatted(
                          n(Arithmetic.rss(polkitd(r))),
                          n(Arithmetic.swapped(polkitd(r))),
                          n(polkitd(r).pgtablesBytes().orElseThrow()),
                          n(r.pageBytes()),
                          n(Arithmetic.held(r, polkitd(r)))));

  private static final Question<OomReport> SH_SCORE =
      Question.of(
              "sh-score",
              OomReport.class,
              r -> Expected.exactly(Arithmetic.standing(r, SH).score().orElseThrow(), ""))
          .wrong(
              "points given for the score",
              r -> Expected.exactly(shPoints(r), ""),
              r ->
                  "%s are its points, in pages. The score is their share of all pages."
                      .formatted(n(shPoints(r))))
          .wrong(
              "root's 3 % forgotten",
              r -> Expected.exactly(shPages(r) * 1000 / Arithmetic.total(r), ""),
              r ->
                  "You took all of its %s pages. It runs as root (uid 0), and this is Linux 4.0."
                      .formatted(n(shPages(r))))
          .wrong(
              "3 % of the machine taken off",
              r -> Expected.exactly(0, ""),
              r ->
                  "30 thousandths of the machine are more than its %s pages. That was root's"
                          .formatted(n(shPages(r)))
                      + " discount up to 3.13; since 3.14 it is a share of its own size.")
          .wrong(
              "per cent for per mille",
              r -> new Expected.Amount(shPoints(r) * 100.0 / Arithmetic.total(r), "", 0.3),
              r ->
                  "That is about the share in per cent: 100 times %s, divided by %s."
                      .formatted(n(shPoints(r)), n(Arithmetic.total(r))))
          .wrong(
              "share of all RAM, reserved pages included",
              r -> Expected.exactly(shPoints(r) * 1000 / r.ramPages().orElseThrow(), ""),
              r ->
                  "You divided by the %s pages of RAM. The kernel never gave out %s of them."
                      .formatted(n(r.ramPages().orElseThrow()), n(r.reservedPages().orElseThrow())))
          .wrong(
              "fraction kept",
              r -> new Expected.Amount(shPoints(r) * 1000.0 / Arithmetic.total(r), "", 0.004),
              r -> "The kernel divides whole numbers: what is behind the point falls away.")
          .evidence(r -> Evidence.row(r, SH))
          .hint(r -> "First its points: pages that count, less what Linux 4.0 takes off for root.")
          .hint(
              r ->
                  "%s pages less 3 %% of them; then 1000 times that, divided by the %s pages of all"
                          .formatted(n(shPages(r)), n(Arithmetic.total(r)))
                      + " memory and swap.")
          .solution(
              r ->
                  "%s points, times 1000, divided by %s: %s."
                      .formatted(
                          n(shPoints(r)),
                          n(Arithmetic.total(r)),
                          n(Arithmetic.standing(r, SH).score().orElseThrow())));

  private static final Question<OomReport> ROOT_SCORE =
      Question.of("root-score", OomReport.class, r -> Expected.exactly(victimScore(r, 0), ""))
          .wrong(
              "3 % taken off for root",
              r ->
                  Expected.exactly(
                      victimScore(r, Arithmetic.held(r, Arithmetic.victim(r)) * 3 / 100), ""),
              r ->
                  "You took 3 %% off its %s pages, as kernels from 3.14 to 4.16 did. This is %s."
                      .formatted(n(Arithmetic.held(r, Arithmetic.victim(r))), kernel(r)))
          .wrong(
              "30 thousandths taken off for root",
              r -> Expected.exactly(victimScore(r, 30 * (Arithmetic.total(r) / 1000)), ""),
              r ->
                  "You took 30 thousandths of all %s pages off: the rule up to 3.13. This is %s."
                      .formatted(n(Arithmetic.total(r)), kernel(r)))
          .wrong(
              "root thought to be spared",
              r -> Expected.word("never", "none", "0", "no score"),
              r -> "Root was never safe. What spares a process is an oom_score_adj of -1000.")
          .evidence(r -> Evidence.lines(r, "Kill process"))
          .hint(r -> "Which kernel wrote this report? The table of rules has its years.")
          .hint(r -> "Root's discount ended with 4.16.")
          .solution(
              r ->
                  "%s: this kernel, %s, treats root like everybody else."
                      .formatted(n(victimScore(r, 0)), kernel(r)));

  private static final Question<OomReport> NEXT_FREES =
      Question.of(
              "next-frees",
              OomReport.class,
              r -> Expected.exactly(inRam(r) * Arithmetic.kbOfPage(r), "kB"))
          .wrong(
              "swapped pages counted as RAM",
              r -> Expected.exactly(Arithmetic.held(r, next(r)) * Arithmetic.kbOfPage(r), ""),
              r ->
                  "%s of its %s pages are in swap: their death frees swap space, not memory."
                      .formatted(n(Arithmetic.swapped(next(r))), n(Arithmetic.held(r, next(r)))))
          .wrong(
              "page tables left out",
              r -> Expected.exactly(Arithmetic.rss(next(r)) * Arithmetic.kbOfPage(r), ""),
              r ->
                  "You counted its rss alone, %s pages. Its page tables lie in memory too."
                      .formatted(n(Arithmetic.rss(next(r)))))
          .wrong(
              "pages read as kB",
              r -> Expected.exactly(inRam(r), ""),
              r ->
                  "%s are pages: the answer is wanted in kB, and a page has %s."
                      .formatted(n(inRam(r)), n(Arithmetic.kbOfPage(r))))
          .evidence(r -> Evidence.row(r, next(r).pid()))
          .hint(r -> "Points count what comes free anywhere. What of it lies in RAM?")
          .hint(r -> "Resident pages and page tables, in kB.")
          .solution(
              r ->
                  "%s resident and %s of page tables, times %s kB: %s kB."
                      .formatted(
                          n(Arithmetic.rss(next(r))),
                          n(Arithmetic.tables(r, next(r))),
                          n(Arithmetic.kbOfPage(r)),
                          n(inRam(r) * Arithmetic.kbOfPage(r))));

  private static final Question<OomReport> DRIFT_SIDE =
      Question.of(
              "drift-side",
              OomReport.class,
              r -> fromTable(r) > printed(r) ? smaller() : Expected.word("larger", "bigger"))
          .wrong(
              "the table taken for the older one",
              r ->
                  fromTable(r) > printed(r) ? Expected.word("larger", "bigger", "more") : smaller(),
              r ->
                  "Then the %s that the kernel printed would be above the %s from the table."
                      .formatted(n(printed(r)), n(fromTable(r))))
          .wrong(
              "the difference taken for rounding",
              r -> Expected.word("equal", "same", "the same", "rounding"),
              r ->
                  "From %s to %s is more than rounding: the kernel cuts off less than one."
                      .formatted(n(printed(r)), n(fromTable(r))))
          .evidence(r -> Evidence.lines(r, "score"))
          .hint(r -> "Which is older, the printed score or the table?")
          .hint(r -> "The kernel chooses, then prints the table, while the victim's threads go on.")
          .solution(
              r ->
                  "The kernel reckoned %s, the later table gives %s: the victim still grew."
                      .formatted(n(printed(r)), n(fromTable(r))));

  private static final Question<OomReport> OWN_TOTAL =
      Question.of(
              "own-total",
              OomReport.class,
              r -> Expected.exactly(Arithmetic.replay(r).total().least(), "pages"))
          .wrong(
              "kB read as pages",
              r -> Expected.exactly(limitKb(r), ""),
              r -> "%s is the limit as it is printed, in kB.".formatted(n(limitKb(r))))
          .wrong(
              "bytes read as pages",
              r -> Expected.exactly(limitKb(r) * 1024, ""),
              r -> "%s kB are so many bytes; points are pages.".formatted(n(limitKb(r))))
          .wrong(
              "the victim's size taken for the whole",
              r -> Expected.exactly(Arithmetic.rss(Arithmetic.victim(r)), ""),
              r ->
                  "%s pages are the victim's rss. 1000 stands for all that the group may use."
                      .formatted(n(Arithmetic.rss(Arithmetic.victim(r)))))
          .wrong(
              "both limits added",
              r ->
                  Expected.exactly(
                      (limitKb(r) + r.memcg().orElseThrow().memswLimitKb().orElseThrow())
                          / Arithmetic.kbOfPage(r),
                      ""),
              r ->
                  "The line memory+swap, with %s kB, holds the line memory already."
                      .formatted(n(r.memcg().orElseThrow().memswLimitKb().orElseThrow())))
          .evidence(r -> Evidence.lines(r, "limit", "usage"))
          .hint(r -> "The memory that ran out was the group's, so look for its limit.")
          .hint(
              r ->
                  "The limit is %s kB, and the group may not swap. A page has %s kB."
                      .formatted(n(limitKb(r)), n(Arithmetic.kbOfPage(r))))
          .solution(
              r ->
                  "%s kB, divided by %s: %s pages."
                      .formatted(n(limitKb(r)), n(Arithmetic.kbOfPage(r)), n(Arithmetic.total(r))));

  static final List<Question<?>> ALL =
      Stream.<List<Question<?>>>of(
              List.of(ROW_POINTS, SH_SCORE, ROOT_SCORE, NEXT_FREES, DRIFT_SIDE, OWN_TOTAL),
              AdjustmentQuestions.ALL)
          .flatMap(List::stream)
          .toList();

  private VictimQuestions() {}

  private static OomReport.Task polkitd(OomReport report) {
    return Arithmetic.row(report, POLKITD);
  }

  private static long shPages(OomReport report) {
    return Arithmetic.standing(report, SH).pages();
  }

  private static long shPoints(OomReport report) {
    return Arithmetic.standing(report, SH).points().orElseThrow();
  }

  private static long victimScore(OomReport report, long less) {
    return (Arithmetic.held(report, Arithmetic.victim(report)) - less)
        * 1000
        / Arithmetic.total(report);
  }

  private static String kernel(OomReport report) {
    return report.kernel().map(release -> "Linux " + release).orElseThrow();
  }

  private static OomReport.Task next(OomReport report) {
    return Arithmetic.ranking(report).standings().get(1).task();
  }

  private static long inRam(OomReport report) {
    return Arithmetic.rss(next(report)) + Arithmetic.tables(report, next(report));
  }

  private static long printed(OomReport report) {
    return report.kill().orElseThrow().score().orElseThrow();
  }

  private static long fromTable(OomReport report) {
    return Arithmetic.ranking(report).first().orElseThrow().score().orElseThrow();
  }

  private static Expected smaller() {
    return Expected.word("smaller", "less", "lower");
  }

  private static long limitKb(OomReport report) {
    return report.memcg().orElseThrow().limitKb().orElseThrow();
  }
}
