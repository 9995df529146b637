package oomlab.explain;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.explain.Ledger.Entry;
import oomlab.explain.Ledger.Kind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Memcg;

/**
 * Divides up what a memory cgroup was charged for by its statistics: {@code memory_stat_format} of
 * version 2 (since 5.3), the counters of version 1 (mm/memcontrol.c, mm/memcontrol-v1.c).
 */
final class GroupLedger {
  private final Memcg group;
  private final List<Entry> entries = new ArrayList<>();

  private GroupLedger(Memcg group) {
    this.group = group;
  }

  static Optional<Ledger> of(OomReport report) {
    return report
        .memcg()
        .filter(m -> m.usageKb().isPresent() && (!m.stat().isEmpty() || !m.groups().isEmpty()))
        .map(m -> new GroupLedger(m).ledger());
  }

  private Ledger ledger() {
    if (group.stat().containsKey("anon")) {
      version2();
    } else {
      version1();
    }
    long usage = group.usageKb().orElse(0);
    OptionalLong swap =
        group.swapUsageKb().isPresent()
            ? group.swapUsageKb()
            : group.memswUsageKb().stream().map(both -> Math.max(0, both - usage)).findFirst();
    String name =
        group
            .oomMemcg()
            .map(p -> CgroupName.of(p).brief())
            .orElseGet(() -> words("the memory cgroup"));
    return Ledger.of(name, usage, entries, swap);
  }

  /**
   * {@code file} includes {@code shmem}; {@code kernel}, since 5.18, all of the kernel's. A group
   * of version 1 with these statistics has its kernel memory counted in a line of its own.
   */
  private void version2() {
    long shmem = Math.min(bytes("shmem"), bytes("file"));
    add(Kind.ANONYMOUS, later("anonymous memory"), bytes("anon"), "anon");
    add(
        Kind.ANONYMOUS,
        later("anonymous memory in the swap cache only"),
        swapCacheOnly(),
        later("swapcached; active_anon, inactive_anon less anon, shmem"));
    add(Kind.SHARED, later("shared memory and tmpfs"), shmem, "shmem");
    add(Kind.FILE, later("files"), bytes("file") - shmem, later("file less shmem"));
    long named =
        kernelPart(later("kernel stacks"), "kernel_stack")
            + kernelPart(later("page tables"), "pagetables")
            + kernelPart(later("page tables of guests"), "sec_pagetables")
            + kernelPart(later("per-CPU data"), "percpu")
            + kernelPart(later("vmalloc"), "vmalloc")
            + kernelPart(later("compressed swap in memory"), "zswap")
            + kernelPart(later("slab, reclaimable"), "slab_reclaimable")
            + kernelPart(later("slab, unreclaimable"), "slab_unreclaimable");
    boolean counted = group.stat().containsKey("kernel");
    add(
        Kind.KERNEL,
        later("other kernel memory"),
        (counted ? bytes("kernel") : kmemBytes()) - named,
        counted ? later("kernel less its parts") : later("kmem less its parts"));
    add(Kind.KERNEL, later("network buffers"), bytes("sock"), "sock");
    add(Kind.HUGE, later("huge pages"), bytes("hugetlb"), "hugetlb");
  }

  /**
   * {@code anon} counts mapped pages only; others of the anonymous lists wait in the swap cache.
   */
  private long swapCacheOnly() {
    long listed = bytes("active_anon") + bytes("inactive_anon");
    long rest = listed - bytes("anon") - bytes("shmem");
    return Math.max(0, Math.min(rest, bytes("swapcached")));
  }

  private long kernelPart(String name, String field) {
    add(Kind.KERNEL, name, bytes(field), field);
    return bytes(field);
  }

  /**
   * {@code cache} includes {@code shmem}; the kernel's memory is in the {@code kmem} line. Up to
   * 5.2 each group of the subtree has its own line, which count themselves only; from 5.3 on the
   * {@code total_} fields count the subtree.
   */
  private void version1() {
    long cache = subtree("cache");
    // Up to 4.14 shared memory is not printed, but it is on the anonymous lists.
    boolean printed = group.stat().containsKey("shmem");
    long listed = subtree("active_anon") + subtree("inactive_anon") - subtree("rss");
    long shmem = Math.min(printed ? subtree("shmem") : Math.max(0, listed), cache);
    add(Kind.ANONYMOUS, later("anonymous memory"), subtree("rss"), "rss");
    add(
        Kind.SHARED,
        later("shared memory and tmpfs"),
        shmem,
        printed ? "shmem" : later("active_anon, inactive_anon less rss"));
    add(Kind.FILE, later("files"), cache - shmem, later("cache less shmem"));
    add(Kind.KERNEL, later("kernel memory"), kmemBytes(), "kmem: usage");
  }

  private long subtree(String field) {
    if (group.stat().containsKey("total_" + field)) {
      return bytes("total_" + field);
    }
    return group.groups().isEmpty()
        ? bytes(field)
        : group.groups().stream().mapToLong(g -> bytes(g.stat(), field)).sum();
  }

  private long kmemBytes() {
    return group.kmemUsageKb().orElse(0) * 1024;
  }

  private void add(Kind kind, String name, long bytes, String from) {
    entries.add(new Entry(kind, name, bytes / 1024, from));
  }

  private long bytes(String field) {
    return bytes(group.stat(), field);
  }

  private static long bytes(Map<String, Long> stat, String field) {
    return Math.max(0, stat.getOrDefault(field, 0L));
  }
}
