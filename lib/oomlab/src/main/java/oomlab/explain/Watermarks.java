package oomlab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.Zone;

/**
 * Replays the watermark checks of a request zone by zone: {@code __zone_watermark_ok} and {@code
 * __alloc_pages_may_oom} in mm/page_alloc.c (read at 2.6.32, 3.10, 4.0, 4.20 and 6.18).
 *
 * <p>The last attempt before the OOM killer asks for {@code ALLOC_WMARK_HIGH | ALLOC_CPUSET}:
 * neither CMA pages nor reserved blocks count, whatever the request. The printed marks include the
 * boost of a zone ({@code wmark_pages}).
 */
final class Watermarks {
  private static final int COSTLY_ORDER = 3;

  private final OomReport report;
  private final long pageKb;
  private final ZoneTypes types;
  private final long mask;
  private final boolean maskKnown;
  private final boolean movable;
  private final boolean urgent;
  private final OptionalInt order;
  private final boolean byLists;

  Watermarks(OomReport report) {
    this.report = report;
    this.pageKb = report.pageBytes() / 1024;
    this.types = ZoneTypes.of(report);
    OptionalLong given =
        report.trigger().map(OomReport.Trigger::gfpMask).orElse(OptionalLong.empty());
    this.mask = given.orElse(0);
    this.maskKnown = given.isPresent();
    List<String> flags = report.trigger().map(OomReport.Trigger::gfpFlags).orElse(List.of());
    this.movable = flags.stream().anyMatch(f -> f.contains("MOVABLE") || f.contains("TRANSHUGE"));
    this.urgent = flags.contains("__GFP_HIGH") || flags.contains("GFP_ATOMIC");
    this.order = Request.order(report);
    this.byLists = looksForBlock(report);
  }

  /**
   * Since 4.4 one block that is large enough is looked for; before, each smaller size was
   * discounted. Mem-Info has free_pcp since 4.2.
   */
  private static boolean looksForBlock(OomReport report) {
    boolean young = report.memInfo().containsKey("freePcpPages") || !report.nodes().isEmpty();
    return young
        && report
            .kernel()
            .flatMap(KernelRelease::parse)
            .map(r -> r.atLeast(4, 4) || !r.atLeast(4, 2))
            .orElse(true);
  }

  Request request(OptionalInt pages) {
    if (report.zones().isEmpty()) {
      return new Request(
          pages,
          Optional.empty(),
          List.of(),
          List.of("The report does not print the zones: which of them were empty it cannot show."));
    }
    if (TriggerProcess.byHand(report)) {
      return new Request(
          pages,
          Optional.empty(),
          List.of(),
          List.of("Nothing was asked for: somebody called the OOM killer by hand (sysrq-f)."));
    }
    OptionalInt highest =
        maskKnown
            ? types.highest((mask & 1) != 0, (mask & 4) != 0, (mask & 2) != 0, movable)
            : OptionalInt.empty();
    List<ZoneCheck> checks = new ArrayList<>();
    if (highest.isPresent()) {
      report.zones().forEach(zone -> checks.add(check(zone, highest.getAsInt())));
    }
    Optional<String> name =
        highest.isPresent() ? Optional.of(types.names().get(highest.getAsInt())) : Optional.empty();
    return new Request(pages, name, checks, why(checks, name));
  }

  private ZoneCheck check(Zone zone, int highest) {
    long printed = zone.field("freeKb").orElse(0) / pageKb;
    long cma = Math.max(0, zone.field("freeCmaKb").orElse(0)) / pageKb;
    // Blocks kept for urgent requests: all of them, or those free where the kernel counts them.
    long kept =
        (zone.field("freeHighatomicKb").isPresent()
                ? zone.field("freeHighatomicKb").orElse(0)
                : zone.field("reservedHighatomicKb").orElse(0))
            / pageKb;
    long reserve =
        highest < zone.lowmemReservePages().size() ? zone.lowmemReservePages().get(highest) : 0;
    long min = zone.field("minKb").orElse(0) / pageKb;
    long high = zone.field("highKb").orElse(0) / pageKb;
    int size = order.orElse(0);
    Optional<Boolean> blocks = size == 0 ? Optional.empty() : hasBlock(zone, size, false);
    Optional<Boolean> blocksForMin = size == 0 ? blocks : hasBlock(zone, size, movable);
    long forMin = printed - kept - (movable ? 0 : cma);
    long forHigh = printed - kept - cma;
    boolean passesMin =
        passes(zone, forMin, urgent ? min - min / 2 : min, reserve, size, blocksForMin);
    boolean passesHigh = passes(zone, forHigh, high, reserve, size, blocks);
    return new ZoneCheck(
        zone,
        barred(zone, highest),
        forHigh,
        printed - forHigh,
        reserve,
        min,
        high,
        passesMin,
        passesHigh,
        blocks);
  }

  private boolean passes(
      Zone zone, long free, long mark, long reserve, int size, Optional<Boolean> blocks) {
    long left = free - ((1L << size) - 1);
    if (left <= mark + reserve) {
      return false;
    }
    if (size == 0) {
      return true;
    }
    return byLists ? blocks.orElse(true) : oldOrderCheck(zone, left, mark, size);
  }

  /** Up to 4.3: without the blocks below the order enough must be left for a halved mark each. */
  private boolean oldOrderCheck(Zone zone, long left, long mark, int size) {
    Optional<Buddy> list = buddy(zone);
    if (list.isEmpty()) {
      return true;
    }
    long free = left;
    long min = mark;
    for (int o = 0; o < size; o++) {
      long count = o < list.get().blocks().size() ? list.get().blocks().get(o).count() : 0;
      free -= count << o;
      min >>= 1;
      if (free <= min) {
        return false;
      }
    }
    return true;
  }

  /** Whether a block of this order or a larger one is free, of a kind that the request may take. */
  private Optional<Boolean> hasBlock(Zone zone, int size, boolean cma) {
    return buddy(zone)
        .map(
            list ->
                list.blocks().stream()
                    .filter(b -> b.sizeKb() >= pageKb << size && b.count() > 0)
                    .anyMatch(b -> b.types().isEmpty() || mayTake(b.types(), cma)));
  }

  /** C is the contiguous memory allocator's, H kept for urgent requests, I isolated. */
  private static boolean mayTake(String types, boolean cma) {
    return types.chars().anyMatch(c -> c == 'U' || c == 'M' || c == 'E' || (c == 'C' && cma));
  }

  private Optional<Buddy> buddy(Zone zone) {
    return report.buddy().stream()
        .filter(b -> b.zone().equals(zone.zone()) && b.node().equals(zone.node()))
        .findFirst();
  }

  private Optional<String> barred(Zone zone, int highest) {
    int own = types.index(zone.zone());
    if (own > highest) {
      return Optional.of("above " + types.names().get(highest) + ", the highest for this request");
    }
    Optional<Set<Integer>> nodes = NodeList.allowed(report);
    if (nodes.isPresent()
        && zone.node().isPresent()
        && !nodes.get().contains(zone.node().getAsInt())) {
      return Optional.of("on a node that this request may not use");
    }
    return zone.field("managedKb").orElse(1) == 0
        ? Optional.of("it manages no memory")
        : Optional.empty();
  }

  private List<String> why(List<ZoneCheck> checks, Optional<String> highest) {
    List<String> why = new ArrayList<>();
    if (checks.isEmpty()) {
      why.add("The mask is not readable, so which zones it could use cannot be told.");
      return why;
    }
    List<ZoneCheck> usable = checks.stream().filter(c -> c.barred().isEmpty()).toList();
    List<String> passing =
        usable.stream().filter(ZoneCheck::passesHigh).map(ZoneCheck::name).toList();
    why.add(
        usable.isEmpty()
            ? "None of the printed zones may serve this request."
            : passing.isEmpty()
                ? Wording.words(
                    "No zone that the request could use (%s and below) had enough for the last"
                        + " attempt, which needs the high watermark.",
                    highest.orElse("?"))
                : Wording.words(
                    "When the report was printed, %s had enough again: memory came free between the"
                        + " failure and the report.",
                    String.join(", ", passing)));
    heldBack(usable).ifPresent(why::add);
    fragmented(usable).ifPresent(why::add);
    if (order.orElse(0) > COSTLY_ORDER) {
      why.add(
          Wording.words(
              "Requests above order %d are usually refused rather than answered by a kill.",
              COSTLY_ORDER));
    }
    return why;
  }

  /** Zones with more free than their high watermark, but not for this request. */
  private Optional<String> heldBack(List<ZoneCheck> usable) {
    List<String> held = new ArrayList<>();
    for (ZoneCheck c : usable) {
      long printed = c.freePages() + c.notCountedPages();
      if (printed > c.highPages() && c.freePages() <= c.highPages() + c.reservePages()) {
        List<String> parts = new ArrayList<>();
        if (c.reservePages() > 0) {
          parts.add(
              Wording.kb(c.reservePages() * pageKb)
                  + " are kept for requests that cannot use a higher zone");
        }
        if (c.notCountedPages() > 0) {
          parts.add(
              Wording.kb(c.notCountedPages() * pageKb)
                  + " belong to the contiguous memory allocator or to urgent requests");
        }
        held.add(
            Wording.words(
                "%s had %s free, but %s",
                c.name(), Wording.kb(printed * pageKb), String.join(" and ", parts)));
      }
    }
    return held.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", held) + ".");
  }

  private Optional<String> fragmented(List<ZoneCheck> usable) {
    if (order.orElse(0) <= 0) {
      return Optional.empty();
    }
    List<String> broken =
        usable.stream()
            .filter(c -> c.blocks().equals(Optional.of(false)))
            .filter(
                c ->
                    c.freePages() - (1L << order.getAsInt()) + 1 > c.highPages() + c.reservePages())
            .map(ZoneCheck::name)
            .toList();
    return broken.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Wording.words(
                "In %s enough was free, but in pieces: no free block of %d kB that it could take.",
                String.join(", ", broken), pageKb << order.getAsInt()));
  }
}
