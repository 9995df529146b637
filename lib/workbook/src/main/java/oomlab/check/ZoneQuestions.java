package oomlab.check;

import static oomlab.check.Arithmetic.field;
import static oomlab.check.Arithmetic.n;
import static oomlab.check.Arithmetic.zone;

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
              r -> new Expected.Amount(missing(r, "highKb") + 1.0, "pages", 0.0003))
          .wrong(
              "min taken for high",
              r -> near(missing(r, "minKb")),
              r ->
                  "You took min, %s kB. The last attempt asks for more."
                      .formatted(n(field(zone(r, "Normal"), "minKb"))))
          .wrong(
              "low taken for high",
              r -> near(missing(r, "lowKb")),
              r ->
                  "You took low, %s kB, at which the kernel begins to reclaim in the background."
                      .formatted(n(field(zone(r, "Normal"), "lowKb"))))
          .wrong(
              "kB read as pages",
              r -> Expected.exactly(missing(r, "highKb") * Arithmetic.kbOfPage(r), ""),
              r ->
                  "%s less %s are kB; the answer is wanted in pages."
                      .formatted(
                          n(field(zone(r, "Normal"), "highKb")),
                          n(field(zone(r, "Normal"), "freeKb"))))
          .evidence(r -> Evidence.lines(r, "Normal free:"))
          .hint(r -> "The last attempt before the OOM killer asks for high. Normal has no reserve.")
          .hint(r -> "high less free, both in kB; then in pages.")
          .solution(
              r ->
                  "%s kB less %s kB are %s pages, and one more: free must be above the watermark."
                      .formatted(
                          n(field(zone(r, "Normal"), "highKb")),
                          n(field(zone(r, "Normal"), "freeKb")),
                          n(missing(r, "highKb"))));

  private static final Question<OomReport> RESERVE_INDEX =
      Question.of(
              "reserve-index", OomReport.class, r -> Expected.exactly(reserve(r, DMA32), "pages"))
          .wrong(
              "the zone's own entry",
              r -> Expected.exactly(reserve(r, 0), ""),
              r ->
                  "%s is the first number: kept back from requests for DMA itself."
                      .formatted(n(reserve(r, 0))))
          .wrong(
              "the entry of a user page",
              r -> Expected.exactly(reserve(r, MOVABLE), ""),
              r ->
                  "%s is kept back from requests that Normal could serve. This one may go no higher"
                          .formatted(n(reserve(r, MOVABLE)))
                      + " than DMA32.")
          .wrong(
              "pages read as kB",
              r -> Expected.exactly(reserve(r, DMA32) / Arithmetic.kbOfPage(r), ""),
              r ->
                  "You divided by %d. lowmem_reserve[] is in pages."
                      .formatted(Arithmetic.kbOfPage(r)))
          .evidence(r -> Evidence.lines(r, "lowmem_reserve").stream().limit(1).toList())
          .hint(r -> "The list has an entry for each zone that a request may aim at, DMA first.")
          .hint(r -> "The request aims at DMA32, the second zone, whatever zone is looked at.")
          .solution(
              r -> "The second number of DMA's list: %s pages.".formatted(n(reserve(r, DMA32))));

  private static final Question<OomReport> DMA_TAKES =
      Question.of("dma-takes", OomReport.class, r -> Expected.exactly(takes(r), "pages"))
          .wrong(
              "every free page counted",
              r -> Expected.exactly(pages(r, "freeKb"), ""),
              r ->
                  "%s pages are free, and the zone keeps some back."
                      .formatted(n(pages(r, "freeKb"))))
          .wrong(
              "the reserve forgotten",
              r -> Expected.exactly(pages(r, "freeKb") - pages(r, "minKb"), ""),
              r ->
                  "You took min off, %s pages. lowmem_reserve counts as well."
                      .formatted(n(pages(r, "minKb"))))
          .wrong(
              "the reserve against a user page",
              r ->
                  new Expected.Word(
                      List.of(
                          "0",
                          String.valueOf(
                              pages(r, "freeKb") - pages(r, "minKb") - reserve(r, MOVABLE)))),
              r ->
                  "With a reserve of %s pages nothing is left. That one is not this driver's."
                      .formatted(n(reserve(r, MOVABLE))))
          .wrong(
              "kB and pages mixed",
              r ->
                  Expected.exactly(
                      field(zone(r, "DMA"), "freeKb")
                          - field(zone(r, "DMA"), "minKb")
                          - reserve(r, DMA32),
                      ""),
              r ->
                  "You took %s pages of reserve off %s kB."
                      .formatted(n(reserve(r, DMA32)), n(field(zone(r, "DMA"), "freeKb"))))
          .evidence(r -> Evidence.lines(r, "DMA free:"))
          .hint(r -> "Free pages, less the watermark min, less the reserve of the question before.")
          .hint(
              r ->
                  "In pages, %s are free and min is %s."
                      .formatted(n(pages(r, "freeKb")), n(pages(r, "minKb"))))
          .solution(
              r ->
                  "%s - %s - %s = %s pages; then free is no longer above min and reserve."
                      .formatted(
                          n(pages(r, "freeKb")),
                          n(pages(r, "minKb")),
                          n(reserve(r, DMA32)),
                          n(takes(r))));

  private static final Question<OomReport> ARM_SHORT =
      Question.of(
              "arm-short", OomReport.class, r -> Expected.exactly(missing(r, "minKb") + 1, "pages"))
          .wrong(
              "just as much taken for enough",
              r -> Expected.exactly(missing(r, "minKb"), ""),
              r ->
                  "Then free would be %s kB, as much as min. The test is: more than that."
                      .formatted(n(field(zone(r, "Normal"), "minKb"))))
          .wrong(
              "kB for pages",
              r -> near(missing(r, "minKb") * Arithmetic.kbOfPage(r)),
              r ->
                  "%s less %s are kB."
                      .formatted(
                          n(field(zone(r, "Normal"), "minKb")),
                          n(field(zone(r, "Normal"), "freeKb"))))
          .wrong(
              "high taken for min",
              r -> near(missing(r, "highKb")),
              r ->
                  "You took high, %s kB: only the last attempt needs that."
                      .formatted(n(field(zone(r, "Normal"), "highKb"))))
          .evidence(r -> Evidence.lines(r, "Normal free:"))
          .hint(r -> "min less free, in pages. Then read the test again: greater, or equal?")
          .hint(r -> "A request passes when more than min is free.")
          .solution(
              r ->
                  "%s kB and %s kB are %d pages apart; one more makes it pass: %d."
                      .formatted(
                          n(field(zone(r, "Normal"), "freeKb")),
                          n(field(zone(r, "Normal"), "minKb")),
                          missing(r, "minKb"),
                          missing(r, "minKb") + 1));

  private static final Question<List<?>> WORLD_BLOCKS =
      Question.of(
              "world-blocks",
              Arithmetic.LIST,
              d -> Expected.exactly(count(d, kbInARow(d), Long.MAX_VALUE), "blocks"))
          .wrong(
              "only blocks of just that size",
              d -> Expected.exactly(count(d, kbInARow(d), kbInARow(d)), ""),
              d ->
                  "You counted the blocks of %d kB. A larger one is split when it is needed."
                      .formatted(kbInARow(d)))
          .wrong(
              "order read as a number of pages",
              d -> Expected.exactly(count(d, order(d) * 4L, Long.MAX_VALUE), ""),
              d ->
                  "You counted blocks from %d pages on. The order is a power of two."
                      .formatted(order(d)))
          .wrong(
              "a power of two in kB",
              d -> Expected.exactly(count(d, 1L << order(d), Long.MAX_VALUE), ""),
              d -> "You counted blocks from %d kB on.".formatted(1 << order(d)))
          .wrong(
              "the sum divided",
              d ->
                  Expected.exactly(
                      blocks(Arithmetic.report(d), "Normal").totalKb().orElseThrow() / kbInARow(d),
                      ""),
              d ->
                  "You divided the sum of all blocks by %d kB. Most of it is in smaller pieces."
                      .formatted(kbInARow(d)))
          .evidence(d -> Evidence.lines(Arithmetic.report(d), "Normal: "))
          .hint(d -> "Which sizes are large enough for a request of order %d?".formatted(order(d)))
          .hint(
              d ->
                  "All of %d kB and more. Add up the numbers before the stars."
                      .formatted(kbInARow(d)))
          .solution(
              d ->
                  "%d blocks of %d kB or more."
                      .formatted(count(d, kbInARow(d), Long.MAX_VALUE), kbInARow(d)));

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
  private static Expected near(long pages) {
    return Expected.word(String.valueOf(pages), String.valueOf(pages + 1));
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
