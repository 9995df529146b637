package oomlab.explain;

import static oomlab.internal.text.Words.words;

import java.util.Optional;
import oomlab.report.OomReport.Zone;

/**
 * The watermark check of one zone, replayed ({@code __zone_watermark_ok} in mm/page_alloc.c).
 *
 * @param zone the zone as printed
 * @param barred why the request could not use this zone at all; empty if it could
 * @param freePages free pages that the request may count on: less CMA and reserved blocks
 * @param notCountedPages free pages that it may not count on
 * @param reservePages the zone's lowmem_reserve against this request
 * @param minPages the watermark of an ordinary attempt
 * @param highPages the watermark of the last attempt before the OOM killer
 * @param passesMin whether an ordinary attempt would have got its pages at this moment
 * @param passesHigh whether the last attempt would have
 * @param blocks whether a free block of this order was there; empty for order 0 and without a buddy
 *     list
 */
public record ZoneCheck(
    Zone zone,
    Optional<String> barred,
    long freePages,
    long notCountedPages,
    long reservePages,
    long minPages,
    long highPages,
    boolean passesMin,
    boolean passesHigh,
    Optional<Boolean> blocks) {

  /** Returns the zone's name with its node, such as {@code node 0 DMA32}. */
  public String name() {
    return name(zone);
  }

  static String name(Zone zone) {
    return zone.node().isPresent()
        ? words("node %d %s", zone.node().getAsInt(), zone.zone())
        : zone.zone();
  }

  /** Whether so many pages would have been free in it, but not in a row. */
  boolean inPieces(int pages) {
    return barred.isEmpty()
        && blocks.equals(Optional.of(false))
        && freePages - pages + 1 > highPages + reservePages;
  }
}
