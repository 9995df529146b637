package oomlab.check;

import static oomlab.check.Arithmetic.n;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

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
              r -> ExpectedAnswer.exactly(Arithmetic.held(r, polkitd(r)), "pages"))
          .wrong(
              later("resident pages alone"),
              r -> ExpectedAnswer.exactly(Arithmetic.rss(polkitd(r)), ""),
              r ->
                  words(
                      "%s is its rss: what was in memory at that moment. What it had in swap would come free as well.",
                      n(Arithmetic.rss(polkitd(r)))))
          .wrong(
              later("page tables left out"),
              r ->
                  ExpectedAnswer.exactly(
                      Arithmetic.rss(polkitd(r)) + Arithmetic.swapped(polkitd(r)), ""),
              r ->
                  words(
                      "You added rss and swapents, %s and %s. The tables that map a process die with it.",
                      n(Arithmetic.rss(polkitd(r))), n(Arithmetic.swapped(polkitd(r)))))
          .wrong(
              later("pgtables_bytes read as pages"),
              r ->
                  ExpectedAnswer.exactly(
                      Arithmetic.rss(polkitd(r))
                          + Arithmetic.swapped(polkitd(r))
                          + polkitd(r).pgtablesBytes().orElseThrow(),
                      ""),
              r ->
                  words(
                      "You added the %s of pgtables_bytes as they stand. This one column is in bytes.",
                      n(polkitd(r).pgtablesBytes().orElseThrow())))
          .wrong(
              later("total_vm taken for memory"),
              r -> ExpectedAnswer.exactly(polkitd(r).totalVmPages().orElseThrow(), ""),
              r ->
                  words(
                      "%s is total_vm: address space. Kernels up to 2.6.35 weighed it; none since does.",
                      n(polkitd(r).totalVmPages().orElseThrow())))
          .evidence(r -> EvidenceLine.row(r, POLKITD))
          .hint(
              r ->
                  words("Three columns of the row count; its oom_score_adj is 0 and adds nothing."))
          .hint(
              r ->
                  words(
                      "rss + swapents + pgtables_bytes, the last one divided by the %s bytes of a page.",
                      n(r.pageBytes())))
          .solution(
              r ->
                  words(
                      "%s + %s + %s / %s = %s pages.",
                      n(Arithmetic.rss(polkitd(r))),
                      n(Arithmetic.swapped(polkitd(r))),
                      n(polkitd(r).pgtablesBytes().orElseThrow()),
                      n(r.pageBytes()),
                      n(Arithmetic.held(r, polkitd(r)))));

  private static final Question<OomReport> SH_SCORE =
      Question.of(
              "sh-score",
              OomReport.class,
              r -> ExpectedAnswer.exactly(Arithmetic.candidate(r, SH).score().orElseThrow(), ""))
          .wrong(
              later("points given for the score"),
              r -> ExpectedAnswer.exactly(shPoints(r), ""),
              r ->
                  words(
                      "%s are its points, in pages. The score is their share of all pages.",
                      n(shPoints(r))))
          .wrong(
              later("root's 3 %% forgotten"),
              r -> ExpectedAnswer.exactly(shPages(r) * 1000 / Arithmetic.total(r), ""),
              r ->
                  words(
                      "You took all of its %s pages. It runs as root (uid 0), and this is Linux 4.0.",
                      n(shPages(r))))
          .wrong(
              later("3 %% of the machine taken off"),
              r -> ExpectedAnswer.exactly(0, ""),
              r ->
                  words(
                      "30 thousandths of the machine are more than its %s pages. That was root's discount up to 3.13; since 3.14 it is a share of its own size.",
                      n(shPages(r))))
          .wrong(
              later("per cent for per mille"),
              r -> new ExpectedAnswer.Amount(shPoints(r) * 100.0 / Arithmetic.total(r), "", 0.3),
              r ->
                  words(
                      "That is about the share in per cent: 100 times %s, divided by %s.",
                      n(shPoints(r)), n(Arithmetic.total(r))))
          .wrong(
              later("share of all RAM, reserved pages included"),
              r -> ExpectedAnswer.exactly(shPoints(r) * 1000 / r.ramPages().orElseThrow(), ""),
              r ->
                  words(
                      "You divided by the %s pages of RAM. The kernel never gave out %s of them.",
                      n(r.ramPages().orElseThrow()), n(r.reservedPages().orElseThrow())))
          .wrong(
              later("fraction kept"),
              r -> new ExpectedAnswer.Amount(shPoints(r) * 1000.0 / Arithmetic.total(r), "", 0.004),
              r -> words("The kernel divides whole numbers: what is behind the point falls away."))
          .evidence(r -> EvidenceLine.row(r, SH))
          .hint(
              r ->
                  words(
                      "First its points: pages that count, less what Linux 4.0 takes off for root."))
          .hint(
              r ->
                  words(
                      "%s pages less 3 %% of them; then 1000 times that, divided by the %s pages of all memory and swap.",
                      n(shPages(r)), n(Arithmetic.total(r))))
          .solution(
              r ->
                  words(
                      "%s points, times 1000, divided by %s: %s.",
                      n(shPoints(r)),
                      n(Arithmetic.total(r)),
                      n(Arithmetic.candidate(r, SH).score().orElseThrow())));

  private static final Question<OomReport> ROOT_SCORE =
      Question.of("root-score", OomReport.class, r -> ExpectedAnswer.exactly(victimScore(r, 0), ""))
          .wrong(
              later("3 %% taken off for root"),
              r ->
                  ExpectedAnswer.exactly(
                      victimScore(r, Arithmetic.held(r, Arithmetic.victim(r)) * 3 / 100), ""),
              r ->
                  words(
                      "You took 3 %% off its %s pages, as kernels from 3.14 to 4.16 did. This is %s.",
                      n(Arithmetic.held(r, Arithmetic.victim(r))), kernel(r)))
          .wrong(
              later("30 thousandths taken off for root"),
              r -> ExpectedAnswer.exactly(victimScore(r, 30 * (Arithmetic.total(r) / 1000)), ""),
              r ->
                  words(
                      "You took 30 thousandths of all %s pages off: the rule up to 3.13. This is %s.",
                      n(Arithmetic.total(r)), kernel(r)))
          .wrong(
              later("root thought to be spared"),
              r -> ExpectedAnswer.word("never", "none", "0", "no score", "没有", "没有分数", "绝不"),
              r ->
                  words("Root was never safe. What spares a process is an oom_score_adj of -1000."))
          .evidence(r -> EvidenceLine.lines(r, "Kill process"))
          .hint(r -> words("Which kernel wrote this report? The table of rules has its years."))
          .hint(r -> words("Root's discount ended with 4.16."))
          .solution(
              r ->
                  words(
                      "%s: this kernel, %s, treats root like everybody else.",
                      n(victimScore(r, 0)), kernel(r)));

  private static final Question<OomReport> NEXT_FREES =
      Question.of(
              "next-frees",
              OomReport.class,
              r -> ExpectedAnswer.exactly(inRam(r) * Arithmetic.kbOfPage(r), "kB"))
          .wrong(
              later("swapped pages counted as RAM"),
              r -> ExpectedAnswer.exactly(Arithmetic.held(r, next(r)) * Arithmetic.kbOfPage(r), ""),
              r ->
                  words(
                      "%s of its %s pages are in swap: their death frees swap space, not memory.",
                      n(Arithmetic.swapped(next(r))), n(Arithmetic.held(r, next(r)))))
          .wrong(
              later("page tables left out"),
              r -> ExpectedAnswer.exactly(Arithmetic.rss(next(r)) * Arithmetic.kbOfPage(r), ""),
              r ->
                  words(
                      "You counted its rss alone, %s pages. Its page tables lie in memory too.",
                      n(Arithmetic.rss(next(r)))))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.exactly(inRam(r), ""),
              r ->
                  words(
                      "%s are pages: the answer is wanted in kB, and a page has %s.",
                      n(inRam(r)), n(Arithmetic.kbOfPage(r))))
          .evidence(r -> EvidenceLine.row(r, next(r).pid()))
          .hint(r -> words("Points count what comes free anywhere. What of it lies in RAM?"))
          .hint(r -> words("Resident pages and page tables, in kB."))
          .solution(
              r ->
                  words(
                      "%s resident and %s of page tables, times %s kB: %s kB.",
                      n(Arithmetic.rss(next(r))),
                      n(Arithmetic.tables(r, next(r))),
                      n(Arithmetic.kbOfPage(r)),
                      n(inRam(r) * Arithmetic.kbOfPage(r))));

  private static final Question<OomReport> DRIFT_SIDE =
      Question.of(
              "drift-side",
              OomReport.class,
              r ->
                  fromTable(r) > printed(r)
                      ? smaller()
                      : ExpectedAnswer.word("larger", "bigger", "更大", "较大", "大"))
          .wrong(
              later("the table taken for the older one"),
              r ->
                  fromTable(r) > printed(r)
                      ? ExpectedAnswer.word("larger", "bigger", "more", "更大", "较大", "大")
                      : smaller(),
              r ->
                  words(
                      "Then the %s that the kernel printed would be above the %s from the table.",
                      n(printed(r)), n(fromTable(r))))
          .wrong(
              later("the difference taken for rounding"),
              r ->
                  ExpectedAnswer.word(
                      "equal", "same", "the same", "rounding", "一样", "一样大", "相同", "相等", "舍入"),
              r ->
                  words(
                      "From %s to %s is more than rounding: the kernel cuts off less than one.",
                      n(printed(r)), n(fromTable(r))))
          .evidence(r -> EvidenceLine.lines(r, "score"))
          .hint(r -> words("Which is older, the printed score or the table?"))
          .hint(
              r ->
                  words(
                      "The kernel chooses, then prints the table, while the victim's threads go on."))
          .solution(
              r ->
                  words(
                      "The kernel reckoned %s, the later table gives %s: the victim still grew.",
                      n(printed(r)), n(fromTable(r))));

  private static final Question<OomReport> OWN_TOTAL =
      Question.of(
              "own-total",
              OomReport.class,
              r -> ExpectedAnswer.exactly(Arithmetic.replay(r).total().least(), "pages"))
          .wrong(
              later("kB read as pages"),
              r -> ExpectedAnswer.exactly(limitKb(r), ""),
              r -> words("%s is the limit as it is printed, in kB.", n(limitKb(r))))
          .wrong(
              later("bytes read as pages"),
              r -> ExpectedAnswer.exactly(limitKb(r) * 1024, ""),
              r -> words("%s kB are so many bytes; points are pages.", n(limitKb(r))))
          .wrong(
              later("the victim's size taken for the whole"),
              r -> ExpectedAnswer.exactly(Arithmetic.rss(Arithmetic.victim(r)), ""),
              r ->
                  words(
                      "%s pages are the victim's rss. 1000 stands for all that the group may use.",
                      n(Arithmetic.rss(Arithmetic.victim(r)))))
          .wrong(
              later("both limits added"),
              r ->
                  ExpectedAnswer.exactly(
                      (limitKb(r) + r.memcg().orElseThrow().memswLimitKb().orElseThrow())
                          / Arithmetic.kbOfPage(r),
                      ""),
              r ->
                  words(
                      "The line memory+swap, with %s kB, holds the line memory already.",
                      n(r.memcg().orElseThrow().memswLimitKb().orElseThrow())))
          .evidence(r -> EvidenceLine.lines(r, "limit", "usage"))
          .hint(r -> words("The memory that ran out was the group's, so look for its limit."))
          .hint(
              r ->
                  words(
                      "The limit is %s kB, and the group may not swap. A page has %s kB.",
                      n(limitKb(r)), n(Arithmetic.kbOfPage(r))))
          .solution(
              r ->
                  words(
                      "%s kB, divided by %s: %s pages.",
                      n(limitKb(r)), n(Arithmetic.kbOfPage(r)), n(Arithmetic.total(r))));

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
    return Arithmetic.candidate(report, SH).pages();
  }

  private static long shPoints(OomReport report) {
    return Arithmetic.candidate(report, SH).points().orElseThrow();
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
    return Arithmetic.ranking(report).candidates().get(1).task();
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

  private static ExpectedAnswer smaller() {
    return ExpectedAnswer.word("smaller", "less", "lower", "更小", "较小", "小");
  }

  private static long limitKb(OomReport report) {
    return report.memcg().orElseThrow().limitKb().orElseThrow();
  }
}
