package oomlab.explain;

import static oomlab.explain.Wording.kb;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import oomlab.explain.Explanation.Request;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Block;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Trigger;
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
  private final OptionalLong mask;
  private final boolean movable;
  private final boolean urgent;
  private final OptionalInt printedOrder;
  private final int order;
  private final boolean byLists;

  Watermarks(OomReport report) {
    this.report = report;
    this.pageKb = report.pageBytes() / 1024;
    this.types = ZoneTypes.of(report);
    this.mask = report.trigger().map(Trigger::gfpMask).orElse(OptionalLong.empty());
    List<String> flags = report.trigger().map(Trigger::gfpFlags).orElse(List.of());
    this.movable = flags.stream().anyMatch(f -> f.contains("MOVABLE") || f.contains("TRANSHUGE"));
    this.urgent = flags.contains("__GFP_HIGH") || flags.contains("GFP_ATOMIC");
    this.printedOrder =
        report.trigger().stream()
            .flatMapToInt(t -> t.order().stream())
            // A damaged line may hold any number.
            .filter(o -> o >= 0 && o < 30)
            .findFirst();
    this.order = printedOrder.orElse(0);
    this.byLists = looksForBlock(report);
  }

  /**
   * Since 4.4 one block that is large enough is looked for; before, each smaller size was
   * discounted. Mem-Info has free_pcp since 4.2.
   */
  private static boolean looksForBlock(OomReport report) {
    boolean young = report.memInfo().containsKey("freePcpPages") || !report.nodes().isEmpty();
    return young && Era.release(report).map(r -> r.atLeast(4, 4) || !r.atLeast(4, 2)).orElse(true);
  }

  Request request() {
    OptionalInt pages = printedOrder.stream().map(o -> 1 << o).findFirst();
    if (report.scope() == Scope.MEMCG) {
      return new Request(pages, Optional.empty(), List.of(), GroupLimit.why(report));
    }
    OptionalInt highest =
        mask.isPresent() ? types.highest(mask.getAsLong(), movable) : OptionalInt.empty();
    String without =
        words(
            report.zones().isEmpty()
                ? "The report does not print the zones: which of them were empty it cannot show."
                : TriggerSearch.byHand(report)
                    ? "Nothing was asked for: somebody called the OOM killer by hand (sysrq-f)."
                    : report.trigger().isEmpty()
                        ? "The line with the mask is missing, so which zones the request could use"
                            + " cannot be told."
                        : "The mask is not readable, so which zones it could use cannot be told.");
    if (report.zones().isEmpty() || TriggerSearch.byHand(report) || highest.isEmpty()) {
      return new Request(pages, Optional.empty(), List.of(), List.of(without));
    }
    String name = types.names().get(highest.getAsInt());
    List<ZoneCheck> checks =
        report.zones().stream()
            .filter(zone -> zone.field("freeKb").isPresent() && zone.field("highKb").isPresent())
            .map(zone -> check(zone, highest.getAsInt()))
            .toList();
    return new Request(pages, Optional.of(name), checks, why(checks, name));
  }

  private ZoneCheck check(Zone zone, int highest) {
    long printed = pages(zone, "freeKb");
    long cma = Math.max(0, pages(zone, "freeCmaKb"));
    // Blocks kept for urgent requests: all of them, or those free where the kernel counts them.
    boolean counted = zone.field("freeHighatomicKb").isPresent();
    long kept = pages(zone, counted ? "freeHighatomicKb" : "reservedHighatomicKb");
    long reserve =
        highest < zone.lowmemReservePages().size() ? zone.lowmemReservePages().get(highest) : 0;
    long min = pages(zone, "minKb");
    long high = pages(zone, "highKb");
    long forMin = printed - kept - (movable ? 0 : cma);
    long forHigh = printed - kept - cma;
    long mark = urgent ? min - min / 2 : min;
    return new ZoneCheck(
        zone,
        barred(zone, highest),
        forHigh,
        printed - forHigh,
        reserve,
        min,
        high,
        passes(zone, forMin, mark, reserve, hasBlock(zone, movable)),
        passes(zone, forHigh, high, reserve, hasBlock(zone, false)),
        hasBlock(zone, false));
  }

  private long pages(Zone zone, String field) {
    return zone.field(field).orElse(0) / pageKb;
  }

  private boolean passes(
      Zone zone, long free, long mark, long reserve, Optional<Boolean> hasBlock) {
    long left = free - ((1L << order) - 1);
    if (left <= mark + reserve) {
      return false;
    }
    return (byLists || order == 0) ? hasBlock.orElse(true) : oldOrderCheck(zone, left, mark);
  }

  /** Up to 4.3: without the blocks below the order enough must be left for a halved mark each. */
  private boolean oldOrderCheck(Zone zone, long left, long mark) {
    Optional<List<Block>> blocks = buddy(zone).map(Buddy::blocks);
    if (blocks.isEmpty()) {
      return true;
    }
    long free = left;
    long min = mark;
    for (int o = 0; o < order; o++) {
      free -= o < blocks.get().size() ? blocks.get().get(o).count() << o : 0;
      min >>= 1;
      if (free <= min) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a block of this order or a larger one is free, of a kind that the request may take;
   * empty for order 0 and where no list is printed.
   */
  private Optional<Boolean> hasBlock(Zone zone, boolean cma) {
    return buddy(zone)
        .filter(list -> order > 0)
        .map(
            list ->
                list.blocks().stream()
                    .filter(b -> b.sizeKb() >= pageKb << order && b.count() > 0)
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
    if (types.names().indexOf(zone.zone()) > highest) {
      return Optional.of(
          words("above %s, the highest for this request", types.names().get(highest)));
    }
    Optional<Set<Integer>> nodes = ConstrainedAlloc.allowedNodes(report);
    if (nodes.isPresent() && zone.node().stream().anyMatch(n -> !nodes.get().contains(n))) {
      return Optional.of(words("on a node that this request may not use"));
    }
    return zone.field("managedKb").orElse(1) == 0
        ? Optional.of(words("it manages no memory"))
        : Optional.empty();
  }

  private List<String> why(List<ZoneCheck> checks, String highest) {
    List<ZoneCheck> usable = checks.stream().filter(c -> c.barred().isEmpty()).toList();
    List<String> passing =
        usable.stream().filter(ZoneCheck::passesHigh).map(ZoneCheck::name).toList();
    List<String> why = new ArrayList<>();
    if (Shortages.faultFailed(report)) {
      why.add(words("Which allocation failed is not told: the mask of this request is empty."));
    } else if (usable.isEmpty()) {
      why.add(words("None of the printed zones may serve this request."));
    } else if (passing.isEmpty() && checks.size() < report.zones().size()) {
      why.add(words("Zone lines are cut: whether one of them had enough cannot be told."));
    } else if (passing.isEmpty()) {
      why.add(
          words(
              "No zone that the request could use (%s and below) had enough for the last attempt,"
                  + " which needs the high watermark.",
              highest));
    } else {
      why.add(
          words(
              "When the report was printed, %s had enough again: memory came free between the"
                  + " failure and the report.",
              Wording.list(passing)));
    }
    usable.stream()
        .flatMap(this::heldBack)
        .reduce((one, next) -> words("%s; %s", one, next))
        .ifPresent(held -> why.add(words("%s.", held)));
    List<String> broken =
        usable.stream().filter(c -> c.inPieces(1 << order)).map(ZoneCheck::name).toList();
    if (!broken.isEmpty()) {
      why.add(
          words(
              "In %s enough was free, but in pieces: no free block of %d kB that it could take.",
              Wording.list(broken), pageKb << order));
    }
    if (order > COSTLY_ORDER) {
      why.add(
          words(
              "Requests above order %d are usually refused rather than answered by a kill.",
              COSTLY_ORDER));
    }
    return why;
  }

  /** What is kept from this request in a zone with more free than its high watermark. */
  private Stream<String> heldBack(ZoneCheck c) {
    long printed = c.freePages() + c.notCountedPages();
    if (printed <= c.highPages() || c.freePages() > c.highPages() + c.reservePages()) {
      return Stream.empty();
    }
    String free = kb(printed * pageKb);
    String reserve = kb(c.reservePages() * pageKb);
    String notCounted = kb(c.notCountedPages() * pageKb);
    String high = kb(c.highPages() * pageKb);
    String min = kb(c.minPages() * pageKb);
    if (c.notCountedPages() <= 0) {
      return Stream.of(
          words(
              "%s had %s free, but %s are kept for requests that cannot use a higher zone; besides,"
                  + " %s must be left (its high watermark; min is %s)",
              c.name(), free, reserve, high, min));
    }
    if (c.reservePages() <= 0) {
      return Stream.of(
          words(
              "%s had %s free, but %s belong to the contiguous memory allocator or to urgent"
                  + " requests; besides, %s must be left (its high watermark; min is %s)",
              c.name(), free, notCounted, high, min));
    }
    return Stream.of(
        words(
            "%s had %s free, but %s are kept for requests that cannot use a higher zone and %s"
                + " belong to the contiguous memory allocator or to urgent requests; besides, %s"
                + " must be left (its high watermark; min is %s)",
            c.name(), free, reserve, notCounted, high, min));
  }
}
