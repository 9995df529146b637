package oomlab.explain;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Memcg;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Zone;

/**
 * All pages that the processes in question could have used: what a score is a share of. The kernel
 * does not print it; {@code constrained_alloc} in mm/oom_kill.c says how it comes about.
 *
 * @param least it is at least so many
 * @param most it is at most so many; empty when the report sets no bound
 * @param source how it was worked out, as a clause
 */
public record TotalPages(long least, OptionalLong most, String source) {
  /** "No limit" is the largest number of pages; what is near it is none. */
  private static final long UNLIMITED_KB = 1L << 52;

  /** Whether it is known to the page. */
  public boolean exact() {
    return most.equals(OptionalLong.of(least));
  }

  /** Returns it if it is known to the page. */
  public OptionalLong known() {
    return exact() ? most : OptionalLong.empty();
  }

  /** The larger end for a comparison: more pages than any machine has where there is no bound. */
  long mostOrHuge() {
    return most.orElse(1L << 42);
  }

  static TotalPages of(OomReport report) {
    long kb = report.pageBytes() / 1024;
    return switch (report.scope()) {
      case MEMCG -> memcg(report, kb);
      case CPUSET, MEMPOLICY -> nodes(report, kb);
      case GLOBAL, UNKNOWN -> global(report, kb);
    };
  }

  static TotalPages exactly(long pages, String source) {
    return new TotalPages(pages, OptionalLong.of(pages), source);
  }

  private static TotalPages unknown(String why) {
    return new TotalPages(1, OptionalLong.empty(), why);
  }

  private static TotalPages global(OomReport report, long pageKb) {
    OptionalLong ram = ram(report, pageKb);
    if (ram.isEmpty()) {
      return unknown("the report does not say how much memory the machine has");
    }
    OptionalLong swapKb = swapKb(report);
    if (swapKb.isEmpty()) {
      return new TotalPages(
          ram.getAsLong(), OptionalLong.empty(), "the report does not say how much swap there is");
    }
    long swap = swapKb.getAsLong() / pageKb;
    String source =
        "%,d pages of memory that the allocator manages and %,d of swap"
            .formatted(ram.getAsLong(), swap);
    return exactly(ram.getAsLong() + swap, source);
  }

  /**
   * Up to 4.2 "pages reserved" was that of the last zone only (lib/show_mem.c, corrected in 4.3),
   * so the sum of the zones comes first; since 6.1 zones that the request could not use are not
   * printed ({@code show_free_areas}), and then the totals are right.
   */
  private static OptionalLong ram(OomReport report, long pageKb) {
    OptionalLong zones = managed(report, pageKb);
    boolean totalsRight = !report.nodes().isEmpty() || report.memInfo().containsKey("freePcpPages");
    if (report.ramPages().isPresent()
        && report.reservedPages().isPresent()
        && (totalsRight || zones.isEmpty())) {
      return OptionalLong.of(report.ramPages().getAsLong() - report.reservedPages().getAsLong());
    }
    return zones;
  }

  private static OptionalLong managed(OomReport report, long pageKb) {
    return sum(report.zones(), "managedKb", pageKb);
  }

  private static OptionalLong sum(List<Zone> zones, String field, long pageKb) {
    if (zones.isEmpty() || zones.stream().anyMatch(z -> z.field(field).isEmpty())) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(zones.stream().mapToLong(z -> z.field(field).orElse(0)).sum() / pageKb);
  }

  private static OptionalLong swapKb(OomReport report) {
    return report.swap().map(OomReport.Swap::totalKb).orElse(OptionalLong.empty());
  }

  /** The nodes' present pages since 5.5, their spans before, which no report prints. */
  private static TotalPages nodes(OomReport report, long pageKb) {
    OptionalLong present = sum(report.zones(), "presentKb", pageKb);
    OptionalLong swapKb = swapKb(report);
    String limit = report.scope() == Scope.CPUSET ? "cpuset" : "memory policy";
    if (present.isEmpty() || swapKb.isEmpty()) {
      return unknown("the report does not say how large the nodes of this " + limit + " are");
    }
    Set<Integer> nodes = new TreeSet<>();
    report.zones().forEach(z -> z.node().ifPresent(nodes::add));
    long least = present.getAsLong() + swapKb.getAsLong() / pageKb;
    boolean counted =
        report.kernel().flatMap(Release::parse).map(r -> r.atLeast(5, 5)).orElse(false);
    String source =
        "%,d pages present in the printed nodes (%s) of this %s and %,d of swap"
            .formatted(present.getAsLong(), join(nodes), limit, swapKb.getAsLong() / pageKb);
    return counted
        ? exactly(least, source)
        : new TotalPages(
            least, OptionalLong.empty(), source + "; up to 5.4 holes between them counted as well");
  }

  private static String join(Set<Integer> nodes) {
    return String.join(", ", nodes.stream().map(String::valueOf).toList());
  }

  /**
   * {@code mem_cgroup_get_max} in mm/memcontrol.c; it looks at swappiness too, which is not
   * printed.
   */
  private static TotalPages memcg(OomReport report, long pageKb) {
    OptionalLong limitKb = report.memcg().map(Memcg::limitKb).orElse(OptionalLong.empty());
    if (limitKb.isEmpty()) {
      return unknown("the report does not print the limit of the memory cgroup");
    }
    long limit = limitKb.getAsLong() / pageKb;
    String limitWords = "the group's limit of %,d pages".formatted(limit);
    OptionalLong roomKb = swapRoomKb(report, limitKb.getAsLong());
    if (roomKb.equals(OptionalLong.of(0))) {
      return exactly(limit, limitWords + ", for it may not swap");
    }
    return new TotalPages(
        limit,
        roomKb.isPresent()
            ? OptionalLong.of(limit + roomKb.getAsLong() / pageKb)
            : OptionalLong.empty(),
        limitWords
            + " and the swap that it may use, which depends on what the report does not print");
  }

  /** How much swap the group may use at most; empty for as much as there is. */
  private static OptionalLong swapRoomKb(OomReport report, long limitKb) {
    OptionalLong machineKb = swapKb(report);
    OptionalLong groupKb = OptionalLong.empty();
    OptionalLong swap = report.memcg().map(Memcg::swapLimitKb).orElse(OptionalLong.empty());
    OptionalLong both = report.memcg().map(Memcg::memswLimitKb).orElse(OptionalLong.empty());
    if (swap.isPresent() && swap.getAsLong() < UNLIMITED_KB) {
      groupKb = swap;
    } else if (both.isPresent() && both.getAsLong() < UNLIMITED_KB) {
      groupKb = OptionalLong.of(Math.max(0, both.getAsLong() - limitKb));
    }
    if (groupKb.isPresent() && machineKb.isPresent()) {
      return OptionalLong.of(Math.min(groupKb.getAsLong(), machineKb.getAsLong()));
    }
    return groupKb.isPresent() ? groupKb : machineKb;
  }
}
