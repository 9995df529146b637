package oomlab.explain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Memcg;
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
  static final long UNLIMITED_KB = 1L << 52;

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
      case CPUSET -> nodes(report, kb, "cpuset");
      case MEMPOLICY -> nodes(report, kb, "memory policy");
      case GLOBAL, UNKNOWN ->
          NodeList.bound(report) ? nodes(report, kb, "cpuset") : global(report, kb);
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
        Wording.words(
            "%,d pages of memory that the allocator manages and %,d of swap",
            ram.getAsLong(), swap);
    return exactly(ram.getAsLong() + swap, source);
  }

  /**
   * The sum of the zones, unless some are not printed: since 6.1 those that the request could not
   * use, since 2.6.39 those of other nodes ({@code show_free_areas}). Then the totals are taken;
   * from 3.14 to 4.2 "pages reserved" was that of the last zone only (lib/show_mem.c).
   */
  private static OptionalLong ram(OomReport report, long pageKb) {
    OptionalLong zones = managed(report, pageKb);
    boolean whole = sum(report.zones(), "presentKb", pageKb).equals(report.ramPages());
    if (report.ramPages().isPresent()
        && report.reservedPages().isPresent()
        && (zones.isEmpty() || !whole)) {
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

  /**
   * The nodes' present pages since 5.4, their spans before, which no report prints. Up to 4.20 no
   * line says that the request was bound to nodes.
   */
  private static TotalPages nodes(OomReport report, long pageKb, String limit) {
    Optional<Set<Integer>> allowed = NodeList.allowed(report);
    List<Zone> zones =
        report.zones().stream()
            .filter(
                z ->
                    allowed.isEmpty()
                        || z.node().isEmpty()
                        || allowed.get().contains(z.node().getAsInt()))
            .toList();
    OptionalLong present = sum(zones, "presentKb", pageKb);
    OptionalLong swapKb = swapKb(report);
    if (present.isEmpty() || swapKb.isEmpty()) {
      return unknown("the report does not say how large the nodes of this " + limit + " are");
    }
    Set<Integer> nodes = new TreeSet<>();
    zones.forEach(z -> z.node().ifPresent(nodes::add));
    long swap = swapKb.getAsLong() / pageKb;
    long least = present.getAsLong() + swap;
    String source =
        Wording.words(
            "%,d pages present in the nodes of this %s (%s) and %,d of swap",
            present.getAsLong(), limit, join(nodes), swap);
    return countsPresent(report)
        ? exactly(least, source)
        : new TotalPages(
            least, OptionalLong.empty(), source + "; up to 5.3 holes between them counted as well");
  }

  private static boolean countsPresent(OomReport report) {
    return report
        .kernel()
        .flatMap(KernelRelease::parse)
        .map(r -> r.atLeast(5, 4))
        .orElse(report.kills().stream().anyMatch(k -> k.pgtablesKb().isPresent()));
  }

  private static String join(Set<Integer> nodes) {
    return String.join(", ", nodes.stream().map(String::valueOf).toList());
  }

  /**
   * {@code mem_cgroup_get_limit}, since 4.19 {@code mem_cgroup_get_max} (mm/memcontrol.c): the
   * limit and the swap that the group may use. Since 3.7 swap counts only if the group's swappiness
   * is above 0, which is not printed.
   */
  private static TotalPages memcg(OomReport report, long pageKb) {
    OptionalLong limitKb = report.memcg().map(Memcg::limitKb).orElse(OptionalLong.empty());
    if (limitKb.isEmpty()) {
      return unknown("the report does not print the limit of the memory cgroup");
    }
    if (limitKb.getAsLong() >= UNLIMITED_KB) {
      return unknown("the memory cgroup has no limit of its own");
    }
    long limit = limitKb.getAsLong() / pageKb;
    String limitWords = Wording.words("the group's limit of %,d pages", limit);
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
