package oomlab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.explain.Ledger.Entry;
import oomlab.explain.Ledger.Kind;
import oomlab.report.OomReport;

/**
 * Divides up all RAM by the global counters ({@code show_free_areas}, mm/show_mem.c).
 *
 * <p>Shared memory counts as page cache in "total pagecache pages" but stands on the anonymous
 * lists of reclaim, unless it is locked; pages in swap cache are anonymous ones. So the lists are
 * taken, and shared memory is moved out of them.
 */
final class MachineLedger {
  private final OomReport report;
  private final long pageKb;
  private final List<Entry> entries = new ArrayList<>();

  private MachineLedger(OomReport report) {
    this.report = report;
    this.pageKb = report.pageBytes() / 1024;
  }

  static Optional<Ledger> of(OomReport report) {
    boolean counted =
        report.memInfo().containsKey("freePages") || report.memInfo().containsKey("activePages");
    return report.ramPages().isPresent() && counted
        ? Optional.of(new MachineLedger(report).ledger())
        : Optional.empty();
  }

  private Ledger ledger() {
    long totalKb = report.ramPages().orElse(0) * pageKb;
    lists();
    add(Kind.KERNEL, "slab, reclaimable", pages("slabReclaimablePages"), "slab_reclaimable");
    add(Kind.KERNEL, "slab, unreclaimable", pages("slabUnreclaimablePages"), "slab_unreclaimable");
    add(Kind.KERNEL, "slab", pages("slabPages"), "slab");
    add(Kind.KERNEL, "page tables", pages("pagetablesPages"), "pagetables");
    add(Kind.KERNEL, "page tables of guests", pages("secPagetablesPages"), "sec_pagetables");
    add(
        Kind.KERNEL,
        "other kernel memory that can be reclaimed",
        pages("kernelMiscReclaimablePages"),
        "kernel_misc_reclaimable");
    add(Kind.KERNEL, "kernel stacks", kb("kernelStackKb"), "kernel_stack");
    add(Kind.KERNEL, "shadow call stacks", kb("shadowCallStackKb"), "shadow_call_stack");
    add(Kind.KERNEL, "compressed pages of zram and zswap", kb("zspagesKb"), "zspages");
    add(Kind.KERNEL, "graphics memory", kb("gpuActiveKb") + kb("gpuReclaimKb"), "gpu_active");
    add(Kind.KERNEL, "bounce buffers", pages("bouncePages"), "bounce");
    add(Kind.HUGE, "huge pages set aside", huge(), "hugepages_total");
    add(Kind.FREE, "free", free(), "free");
    add(Kind.FREE, "kept ready by CPUs", perCpu(), "free_pcp");
    add(Kind.RESERVED, "never given out", reserved(totalKb), "pages reserved");
    long sum = entries.stream().mapToLong(Entry::kb).sum();
    OptionalLong swapUsed =
        report
            .swap()
            .filter(s -> s.totalKb().isPresent() && s.freeKb().isPresent())
            .map(s -> OptionalLong.of(s.totalKb().getAsLong() - s.freeKb().getAsLong()))
            .orElse(OptionalLong.empty());
    return new Ledger("all RAM", totalKb, entries, totalKb - sum, swapUsed);
  }

  /** The lists of reclaim: anonymous, file, unevictable; up to 2.6.27 only active and inactive. */
  private void lists() {
    if (report.memInfo().containsKey("activePages")) {
      add(
          Kind.ANONYMOUS,
          "processes and files, not told apart by this kernel",
          pages("activePages") + pages("inactivePages"),
          "Active, inactive");
      return;
    }
    long anonymous =
        pages("activeAnonPages") + pages("inactiveAnonPages") + pages("isolatedAnonPages");
    long shared = pages("shmemPages");
    long unevictable = pages("unevictablePages");
    // Locked shared memory is on the unevictable list.
    long listed = Math.min(shared, anonymous);
    add(
        Kind.ANONYMOUS,
        "anonymous memory",
        anonymous - listed,
        "active_anon, inactive_anon, isolated_anon, less shmem");
    add(Kind.SHARED, "shared memory and tmpfs", listed, "shmem");
    add(
        Kind.FILE,
        "files",
        pages("activeFilePages") + pages("inactiveFilePages") + pages("isolatedFilePages"),
        "active_file, inactive_file, isolated_file");
    add(
        Kind.ANONYMOUS,
        "unevictable: locked in memory (mlock) or in a ramfs",
        unevictable,
        "unevictable");
  }

  private void add(Kind kind, String name, long kb, String from) {
    if (kb > 0) {
      entries.add(new Entry(kind, name, kb, from));
    }
  }

  private long pages(String counter) {
    return Math.max(0, report.memInfo().getOrDefault(counter, 0L)) * pageKb;
  }

  /** Printed in the node lines or, by other releases, in the zone lines; never in both. */
  private long kb(String field) {
    long nodes = report.nodes().stream().mapToLong(n -> n.fields().getOrDefault(field, 0L)).sum();
    return nodes > 0
        ? nodes
        : report.zones().stream().mapToLong(z -> z.field(field).orElse(0)).sum();
  }

  private long huge() {
    return report.memory().hugePages().stream().mapToLong(h -> h.total() * h.sizeKb()).sum();
  }

  private long free() {
    return report.memInfo().containsKey("freePages")
        ? pages("freePages")
        : report.memInfo().getOrDefault("freeKb", 0L);
  }

  private long perCpu() {
    return report.memInfo().containsKey("freePcpPages")
        ? pages("freePcpPages")
        : report.memory().perCpuPages().orElse(0) * pageKb;
  }

  /** From 3.14 to 4.2 the printed total is the last zone's only (lib/show_mem.c). */
  private long reserved(long totalKb) {
    boolean managed =
        !report.zones().isEmpty()
            && report.zones().stream()
                .allMatch(
                    z -> z.field("managedKb").isPresent() && z.field("presentKb").isPresent());
    long present = report.zones().stream().mapToLong(z -> z.field("presentKb").orElse(0)).sum();
    if (managed && present == totalKb) {
      return present - report.zones().stream().mapToLong(z -> z.field("managedKb").orElse(0)).sum();
    }
    return report.reservedPages().orElse(0) * pageKb;
  }
}
