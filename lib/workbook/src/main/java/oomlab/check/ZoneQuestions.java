package oomlab.check;

import static oomlab.check.Arithmetic.field;
import static oomlab.check.Arithmetic.n;
import static oomlab.check.Arithmetic.zone;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import oomlab.report.OomReport;

/** Questions of chapter 04 about what a zone keeps back and in which pieces it is free. */
final class ZoneQuestions {
  /** Index of the zones in {@code lowmem_reserve[]} on x86-64: DMA, DMA32, Normal, Movable. */
  private static final int DMA32 = 1;

  private static final int MOVABLE = 3;

  private static final Question<OomReport> SHORT_OF_HIGH =
      Question.of(
              "short-of-high",
              OomReport.class,
              r -> new ExpectedAnswer.Amount(missing(r, "highKb") + 1.0, "pages", 0.0003))
          .wrong(
              later("min taken for high"),
              r -> near(missing(r, "minKb")),
              r ->
                  words(
                      "You took min, %s kB. The last attempt asks for more.",
                      n(field(zone(r, "Normal"), "minKb"))))
          .wrong(
              later("low taken for high"),
              r -> near(missing(r, "lowKb")),
              r ->
                  words(
                      "You took low, %s kB, at which the kernel begins to reclaim in the background.",
                      n(field(zone(r, "Normal"), "lowKb"))))
          .wrong(
              later("kB read as pages"),
              r -> ExpectedAnswer.exactly(missing(r, "highKb") * Arithmetic.kbOfPage(r), ""),
              r ->
                  words(
                      "%s less %s are kB; the answer is wanted in pages.",
                      n(field(zone(r, "Normal"), "highKb")), n(field(zone(r, "Normal"), "freeKb"))))
          .evidence(r -> EvidenceLine.lines(r, "Normal free:"))
          .hint(
              r ->
                  words(
                      "The last attempt before the OOM killer asks for high. Normal has no reserve."))
          .hint(r -> words("high less free, both in kB; then in pages."))
          .solution(
              r ->
                  words(
                      "%s kB less %s kB are %s pages, and one more: free must be above the watermark.",
                      n(field(zone(r, "Normal"), "highKb")),
                      n(field(zone(r, "Normal"), "freeKb")),
                      n(missing(r, "highKb"))));

  private static final Question<OomReport> RESERVE_INDEX =
      Question.of(
              "reserve-index",
              OomReport.class,
              r -> ExpectedAnswer.exactly(reserve(r, DMA32), "pages"))
          .wrong(
              later("the zone's own entry"),
              r -> ExpectedAnswer.exactly(reserve(r, 0), ""),
              r ->
                  words(
                      "%s is the first number: kept back from requests for DMA itself.",
                      n(reserve(r, 0))))
          .wrong(
              later("the entry of a user page"),
              r -> ExpectedAnswer.exactly(reserve(r, MOVABLE), ""),
              r ->
                  words(
                      "%s is kept back from requests that Normal could serve. This one may go no higher than DMA32.",
                      n(reserve(r, MOVABLE))))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.exactly(reserve(r, DMA32) / Arithmetic.kbOfPage(r), ""),
              r ->
                  words("You divided by %d. lowmem_reserve[] is in pages.", Arithmetic.kbOfPage(r)))
          .evidence(r -> EvidenceLine.lines(r, "lowmem_reserve").stream().limit(1).toList())
          .hint(
              r ->
                  words(
                      "The list has an entry for each zone that a request may aim at, DMA first."))
          .hint(
              r -> words("The request aims at DMA32, the second zone, whatever zone is looked at."))
          .solution(r -> words("The second number of DMA's list: %s pages.", n(reserve(r, DMA32))));

  private static final Question<OomReport> DMA_TAKES =
      Question.of("dma-takes", OomReport.class, r -> ExpectedAnswer.exactly(takes(r), "pages"))
          .wrong(
              later("every free page counted"),
              r -> ExpectedAnswer.exactly(pages(r, "freeKb"), ""),
              r -> words("%s pages are free, and the zone keeps some back.", n(pages(r, "freeKb"))))
          .wrong(
              later("the reserve forgotten"),
              r -> ExpectedAnswer.exactly(pages(r, "freeKb") - pages(r, "minKb"), ""),
              r ->
                  words(
                      "You took min off, %s pages. lowmem_reserve counts as well.",
                      n(pages(r, "minKb"))))
          .wrong(
              later("the reserve against a user page"),
              r ->
                  new ExpectedAnswer.Word(
                      List.of(
                          "0",
                          String.valueOf(
                              pages(r, "freeKb") - pages(r, "minKb") - reserve(r, MOVABLE)))),
              r ->
                  words(
                      "With a reserve of %s pages nothing is left. That one is not this driver's.",
                      n(reserve(r, MOVABLE))))
          .wrong(
              later("kB and pages mixed"),
              r ->
                  ExpectedAnswer.exactly(
                      field(zone(r, "DMA"), "freeKb")
                          - field(zone(r, "DMA"), "minKb")
                          - reserve(r, DMA32),
                      ""),
              r ->
                  words(
                      "You took %s pages of reserve off %s kB.",
                      n(reserve(r, DMA32)), n(field(zone(r, "DMA"), "freeKb"))))
          .evidence(r -> EvidenceLine.lines(r, "DMA free:"))
          .hint(
              r ->
                  words(
                      "Free pages, less the watermark min, less the reserve of the question before."))
          .hint(
              r ->
                  words(
                      "In pages, %s are free and min is %s.",
                      n(pages(r, "freeKb")), n(pages(r, "minKb"))))
          .solution(
              r ->
                  words(
                      "%s - %s - %s = %s pages; then free is no longer above min and reserve.",
                      n(pages(r, "freeKb")),
                      n(pages(r, "minKb")),
                      n(reserve(r, DMA32)),
                      n(takes(r))));

  private static final Question<OomReport> ARM_SHORT =
      Question.of(
              "arm-short",
              OomReport.class,
              r -> ExpectedAnswer.exactly(missing(r, "minKb") + 1, "pages"))
          .wrong(
              later("just as much taken for enough"),
              r -> ExpectedAnswer.exactly(missing(r, "minKb"), ""),
              r ->
                  words(
                      "Then free would be %s kB, as much as min. The test is: more than that.",
                      n(field(zone(r, "Normal"), "minKb"))))
          .wrong(
              later("kB for pages"),
              r -> near(missing(r, "minKb") * Arithmetic.kbOfPage(r)),
              r ->
                  words(
                      "%s less %s are kB.",
                      n(field(zone(r, "Normal"), "minKb")), n(field(zone(r, "Normal"), "freeKb"))))
          .wrong(
              later("high taken for min"),
              r -> near(missing(r, "highKb")),
              r ->
                  words(
                      "You took high, %s kB: only the last attempt needs that.",
                      n(field(zone(r, "Normal"), "highKb"))))
          .evidence(r -> EvidenceLine.lines(r, "Normal free:"))
          .hint(r -> words("min less free, in pages. Then read the test again: greater, or equal?"))
          .hint(r -> words("A request passes when more than min is free."))
          .solution(
              r ->
                  words(
                      "%s kB and %s kB are %d pages apart; one more makes it pass: %d.",
                      n(field(zone(r, "Normal"), "freeKb")),
                      n(field(zone(r, "Normal"), "minKb")),
                      missing(r, "minKb"),
                      missing(r, "minKb") + 1));

  private static final Question<List<?>> WORLD_BLOCKS =
      Question.of(
              "world-blocks",
              Arithmetic.LIST,
              d -> ExpectedAnswer.exactly(count(d, kbInARow(d), Long.MAX_VALUE), "blocks"))
          .wrong(
              later("only blocks of just that size"),
              d -> ExpectedAnswer.exactly(count(d, kbInARow(d), kbInARow(d)), ""),
              d ->
                  words(
                      "You counted the blocks of %d kB. A larger one is split when it is needed.",
                      kbInARow(d)))
          .wrong(
              later("order read as a number of pages"),
              d -> ExpectedAnswer.exactly(count(d, order(d) * 4L, Long.MAX_VALUE), ""),
              d ->
                  words(
                      "You counted blocks from %d pages on. The order is a power of two.",
                      order(d)))
          .wrong(
              later("a power of two in kB"),
              d -> ExpectedAnswer.exactly(count(d, 1L << order(d), Long.MAX_VALUE), ""),
              d -> words("You counted blocks from %d kB on.", 1 << order(d)))
          .wrong(
              later("the sum divided"),
              d ->
                  ExpectedAnswer.exactly(
                      blocks(Arithmetic.report(d), "Normal").totalKb().orElseThrow() / kbInARow(d),
                      ""),
              d ->
                  words(
                      "You divided the sum of all blocks by %d kB. Most of it is in smaller pieces.",
                      kbInARow(d)))
          .evidence(d -> EvidenceLine.lines(Arithmetic.report(d), "Normal: "))
          .hint(d -> words("Which sizes are large enough for a request of order %d?", order(d)))
          .hint(
              d ->
                  words("All of %d kB and more. Add up the numbers before the stars.", kbInARow(d)))
          .solution(
              d ->
                  words(
                      "%d blocks of %d kB or more.",
                      count(d, kbInARow(d), Long.MAX_VALUE), kbInARow(d)));

  static final List<Question<?>> ALL =
      List.of(SHORT_OF_HIGH, RESERVE_INDEX, DMA_TAKES, ARM_SHORT, WORLD_BLOCKS);

  private ZoneQuestions() {}

  static OomReport.Buddy blocks(OomReport report, String zone) {
    return report.buddy().stream().filter(b -> b.zone().equals(zone)).findFirst().orElseThrow();
  }

  /** Returns how many pages of Normal are free below this watermark. */
  private static long missing(OomReport report, String watermark) {
    OomReport.Zone normal = zone(report, "Normal");
    return (field(normal, watermark) - field(normal, "freeKb")) / Arithmetic.kbOfPage(report);
  }

  /** That many, or one more: for a mistake it does not matter whether equality passes. */
  private static ExpectedAnswer near(long pages) {
    return ExpectedAnswer.word(String.valueOf(pages), String.valueOf(pages + 1));
  }

  private static long reserve(OomReport report, int index) {
    return zone(report, "DMA").lowmemReservePages().get(index);
  }

  private static long pages(OomReport report, String field) {
    return field(zone(report, "DMA"), field) / Arithmetic.kbOfPage(report);
  }

  private static long takes(OomReport report) {
    return pages(report, "freeKb") - pages(report, "minKb") - reserve(report, DMA32);
  }

  private static int order(List<?> data) {
    return Arithmetic.world(data).number("order", 2, 6);
  }

  private static long kbInARow(List<?> data) {
    return Arithmetic.kbOfPage(Arithmetic.report(data)) << order(data);
  }

  private static long count(List<?> data, long leastKb, long mostKb) {
    return blocks(Arithmetic.report(data), "Normal").blocks().stream()
        .filter(b -> b.sizeKb() >= leastKb && b.sizeKb() <= mostKb)
        .mapToLong(OomReport.Block::count)
        .sum();
  }
}
