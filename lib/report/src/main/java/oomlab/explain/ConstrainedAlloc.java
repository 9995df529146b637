package oomlab.explain;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import oomlab.explain.Replay.TotalPages;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Memcg;
import oomlab.report.OomReport.Swap;
import oomlab.report.OomReport.Zone;

/**
 * Works out all pages that the processes in question could have used, which the kernel does not
 * print; {@code constrained_alloc} in mm/oom_kill.c says how it comes about.
 */
final class ConstrainedAlloc {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");
  private static final int MOST_NODES = 1024;

  private final OomReport report;
  private final long pageKb;
  private final Optional<Set<Integer>> allowed;
  private final OptionalLong swapKb;

  private ConstrainedAlloc(OomReport report) {
    this.report = report;
    this.pageKb = report.pageBytes() / 1024;
    this.allowed = allowedNodes(report);
    this.swapKb = report.swap().map(Swap::totalKb).orElse(OptionalLong.empty());
  }

  static TotalPages totalPages(OomReport report) {
    ConstrainedAlloc of = new ConstrainedAlloc(report);
    return switch (report.scope()) {
      case MEMCG -> of.memcg();
      case CPUSET -> of.nodes(true);
      case MEMPOLICY -> of.nodes(false);
      case GLOBAL, UNKNOWN -> of.bound() ? of.nodes(true) : of.global();
    };
  }

  static TotalPages exactly(long pages, String source) {
    return new TotalPages(pages, OptionalLong.of(pages), source);
  }

  private static TotalPages atLeast(long pages, String source) {
    return new TotalPages(pages, OptionalLong.empty(), source);
  }

  /** Returns the nodes that the request could use; empty if it was not bound to any. */
  static Optional<Set<Integer>> allowedNodes(OomReport report) {
    return report
        .trigger()
        .flatMap(
            t ->
                t.nodemask()
                    .flatMap(ConstrainedAlloc::nodeList)
                    .or(() -> t.memsAllowed().flatMap(ConstrainedAlloc::nodeList)));
  }

  /** Reads memory nodes as the kernel prints them: {@code 0-2,4}. */
  static Optional<Set<Integer>> nodeList(String list) {
    Set<Integer> nodes = new TreeSet<>();
    for (String part : list.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        return Optional.empty();
      }
      int from = Integer.parseInt(range.group(1));
      int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
      for (int node = from; node <= to && node < MOST_NODES; node++) {
        nodes.add(node);
      }
    }
    return Optional.of(nodes);
  }

  private TotalPages global() {
    OptionalLong ram = ram();
    if (ram.isEmpty()) {
      return atLeast(1, words("the report does not say how much memory the machine has"));
    }
    if (swapKb.isEmpty()) {
      return atLeast(ram.getAsLong(), words("the report does not say how much swap there is"));
    }
    long swap = swapKb.getAsLong() / pageKb;
    return exactly(
        ram.getAsLong() + swap,
        words(
            "%,d pages of memory that the allocator manages and %,d of swap",
            ram.getAsLong(), swap));
  }

  /**
   * The sum of the zones, unless some are not printed: since 6.1 those that the request could not
   * use, since 2.6.39 those of other nodes ({@code show_free_areas}). Then the totals are taken;
   * from 3.14 to 4.2 "pages reserved" was that of the last zone only (lib/show_mem.c).
   */
  private OptionalLong ram() {
    OptionalLong zones = sum(report.zones(), "managedKb");
    boolean whole = sum(report.zones(), "presentKb").equals(report.ramPages());
    if (report.ramPages().isPresent()
        && report.reservedPages().isPresent()
        && (zones.isEmpty() || !whole)) {
      return OptionalLong.of(report.ramPages().getAsLong() - report.reservedPages().getAsLong());
    }
    return zones;
  }

  /** The sum in pages of a field in kB; empty if a zone lacks it. */
  private OptionalLong sum(List<Zone> zones, String field) {
    if (zones.isEmpty() || zones.stream().anyMatch(z -> z.field(field).isEmpty())) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(zones.stream().mapToLong(z -> z.field(field).orElse(0)).sum() / pageKb);
  }

  /**
   * Whether a kernel that does not print the constraint (up to 4.20) bound the request to some of
   * the machine's nodes: it printed zones of others, or left zones out.
   */
  private boolean bound() {
    if (report.cause().constraint().isPresent() || allowed.isEmpty()) {
      return false;
    }
    List<Zone> zones = report.zones();
    boolean others = zones.stream().anyMatch(z -> z.node().isPresent() && !isAllowed(z.node()));
    // "managed" tells the kernels whose total is the sum of these zones (3.10).
    boolean summed =
        zones.stream().allMatch(z -> z.node().isPresent() && z.field("managedKb").isPresent());
    long present = zones.stream().mapToLong(z -> z.field("presentKb").orElse(0)).sum() / pageKb;
    // Since 6.1 zones above the request's highest are left out as well; they print no score.
    return others
        || (!zones.isEmpty()
            && summed
            && present < report.ramPages().orElse(0)
            && Era.scorePrinted(report));
  }

  private boolean isAllowed(OptionalInt node) {
    return allowed.isEmpty() || node.isEmpty() || allowed.get().contains(node.getAsInt());
  }

  /**
   * The nodes' present pages since 5.4, their spans before, which no report prints. Up to 4.20 no
   * line says that the request was bound to nodes.
   */
  private TotalPages nodes(boolean cpuset) {
    List<Zone> zones = report.zones().stream().filter(z -> isAllowed(z.node())).toList();
    OptionalLong present = sum(zones, "presentKb");
    if (present.isEmpty() || swapKb.isEmpty()) {
      return atLeast(
          1,
          words(
              cpuset
                  ? "the report does not say how large the nodes of this cpuset are"
                  : "the report does not say how large the nodes of this memory policy are"));
    }
    long swap = swapKb.getAsLong() / pageKb;
    String nodes =
        Wording.list(
            zones.stream()
                .flatMapToInt(z -> z.node().stream())
                .distinct()
                .sorted()
                .mapToObj(String::valueOf)
                .toList());
    String source =
        words(
            cpuset
                ? "%,d pages present in the nodes of this cpuset (%s) and %,d of swap"
                : "%,d pages present in the nodes of this memory policy (%s) and %,d of swap",
            present.getAsLong(),
            nodes,
            swap);
    return countsPresent()
        ? exactly(present.getAsLong() + swap, source)
        : atLeast(
            present.getAsLong() + swap,
            words("%s; up to 5.3 holes between them counted as well", source));
  }

  private boolean countsPresent() {
    return Era.release(report)
        .map(r -> r.atLeast(5, 4))
        .orElse(report.kills().stream().anyMatch(k -> k.pgtablesKb().isPresent()));
  }

  /**
   * {@code mem_cgroup_get_limit}, since 4.19 {@code mem_cgroup_get_max} (mm/memcontrol.c): the
   * limit and the swap that the group may use. Since 3.7 swap counts only if the group's swappiness
   * is above 0, which is not printed.
   */
  private TotalPages memcg() {
    OptionalLong limitKb = report.memcg().map(Memcg::limitKb).orElse(OptionalLong.empty());
    if (limitKb.isEmpty()) {
      return atLeast(1, words("the report does not print the limit of the memory cgroup"));
    }
    if (Memcg.isUnlimited(limitKb.getAsLong())) {
      return atLeast(1, words("the memory cgroup has no limit of its own"));
    }
    long limit = limitKb.getAsLong() / pageKb;
    String limitWords = words("the group's limit of %,d pages", limit);
    OptionalLong roomKb = swapRoomKb(limitKb.getAsLong());
    if (roomKb.equals(OptionalLong.of(0))) {
      return exactly(limit, words("%s, for it may not swap", limitWords));
    }
    return new TotalPages(
        limit,
        roomKb.stream().map(kb -> limit + kb / pageKb).findFirst(),
        words(
            "%s and the swap that it may use, which depends on what the report does not print",
            limitWords));
  }

  /** How much swap the group may use at most; empty for as much as there is. */
  private OptionalLong swapRoomKb(long limitKb) {
    OptionalLong swap = report.memcg().map(Memcg::swapLimitKb).orElse(OptionalLong.empty());
    OptionalLong both = report.memcg().map(Memcg::memswLimitKb).orElse(OptionalLong.empty());
    LongStream group =
        swap.stream().anyMatch(kb -> !Memcg.isUnlimited(kb))
            ? swap.stream()
            : both.stream()
                .filter(kb -> !Memcg.isUnlimited(kb))
                .map(kb -> Math.max(0, kb - limitKb));
    return LongStream.concat(group, swapKb.stream()).min();
  }
}
