package oomlab.explain;

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
      second();
    } else {
      first();
    }
    long sum = entries.stream().mapToLong(Entry::kb).sum();
    long usage = group.usageKb().orElse(0);
    OptionalLong swap =
        group.swapUsageKb().isPresent()
            ? group.swapUsageKb()
            : group.memswUsageKb().isPresent()
                ? OptionalLong.of(Math.max(0, group.memswUsageKb().getAsLong() - usage))
                : OptionalLong.empty();
    String name = group.oomMemcg().map(p -> "the memory cgroup " + p).orElse("the memory cgroup");
    return new Ledger(name, usage, entries, usage - sum, swap);
  }

  /**
   * Version 2: {@code file} includes {@code shmem}; {@code kernel}, since 5.18, all of the
   * kernel's.
   */
  private void second() {
    Map<String, Long> stat = group.stat();
    long shmem = Math.min(bytes(stat, "shmem"), bytes(stat, "file"));
    add(Kind.ANONYMOUS, "anonymous memory", bytes(stat, "anon"), "anon");
    add(
        Kind.ANONYMOUS,
        "anonymous memory in the swap cache only",
        swapCacheOnly(stat),
        "swapcached; active_anon, inactive_anon less anon, shmem");
    add(Kind.SHARED, "shared memory and tmpfs", shmem, "shmem");
    add(Kind.FILE, "files", bytes(stat, "file") - shmem, "file less shmem");
    if (stat.containsKey("kernel")) {
      kernelParts(stat, bytes(stat, "kernel"));
    } else {
      // A group of version 1 has its kernel memory counted in a line of its own.
      kernelParts(stat, group.kmemUsageKb().orElse(0) * 1024);
    }
    add(Kind.KERNEL, "network buffers", bytes(stat, "sock"), "sock");
    add(Kind.HUGE, "huge pages", bytes(stat, "hugetlb"), "hugetlb");
  }

  /**
   * {@code anon} counts mapped pages only; others of the anonymous lists wait in the swap cache.
   */
  private static long swapCacheOnly(Map<String, Long> stat) {
    long listed = bytes(stat, "active_anon") + bytes(stat, "inactive_anon");
    long rest = listed - bytes(stat, "anon") - bytes(stat, "shmem");
    return Math.max(0, Math.min(rest, bytes(stat, "swapcached")));
  }

  private void kernelParts(Map<String, Long> stat, long kernel) {
    long named = 0;
    named += part(stat, "kernel stacks", "kernel_stack");
    named += part(stat, "page tables", "pagetables");
    named += part(stat, "page tables of guests", "sec_pagetables");
    named += part(stat, "per-CPU data", "percpu");
    named += part(stat, "vmalloc", "vmalloc");
    named += part(stat, "compressed swap in memory", "zswap");
    named += part(stat, "slab, reclaimable", "slab_reclaimable");
    named += part(stat, "slab, unreclaimable", "slab_unreclaimable");
    add(
        Kind.KERNEL,
        "other kernel memory",
        kernel - named,
        stat.containsKey("kernel") ? "kernel less its parts" : "kmem less its parts");
  }

  private long part(Map<String, Long> stat, String name, String field) {
    long bytes = bytes(stat, field);
    add(Kind.KERNEL, name, bytes, field);
    return bytes;
  }

  /**
   * Version 1: {@code cache} includes {@code shmem}; the kernel's memory is in the {@code kmem}
   * line. Up to 5.2 each group of the subtree has its own line, which count themselves only; from
   * 5.3 on the {@code total_} fields count the subtree.
   */
  private void first() {
    long cache = subtree("cache");
    long shmem = Math.min(subtree("shmem"), cache);
    add(Kind.ANONYMOUS, "anonymous memory", subtree("rss"), "rss");
    add(Kind.SHARED, "shared memory and tmpfs", shmem, "shmem");
    add(Kind.FILE, "files", cache - shmem, "cache less shmem");
    add(Kind.KERNEL, "kernel memory", group.kmemUsageKb().orElse(0) * 1024, "kmem: usage");
  }

  private long subtree(String field) {
    Map<String, Long> stat = group.stat();
    if (stat.containsKey("total_" + field)) {
      return bytes(stat, "total_" + field);
    }
    return group.groups().isEmpty()
        ? bytes(stat, field)
        : group.groups().stream().mapToLong(g -> bytes(g.stat(), field)).sum();
  }

  private void add(Kind kind, String name, long bytes, String from) {
    if (bytes >= 1024) {
      entries.add(new Entry(kind, name, bytes / 1024, from));
    }
  }

  private static long bytes(Map<String, Long> stat, String name) {
    return Math.max(0, stat.getOrDefault(name, 0L));
  }
}
