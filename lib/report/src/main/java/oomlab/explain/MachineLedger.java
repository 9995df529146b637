package oomlab.explain;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.explain.Ledger.Entry;
import oomlab.explain.Ledger.Kind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Zone;

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
    counter(later("slab, reclaimable"), "slab_reclaimable");
    counter(later("slab, unreclaimable"), "slab_unreclaimable");
    counter(later("slab"), "slab");
    counter(later("page tables"), "pagetables");
    counter(later("page tables of guests"), "sec_pagetables");
    counter(later("other kernel memory that can be reclaimed"), "kernel_misc_reclaimable");
    add(Kind.KERNEL, later("kernel stacks"), fieldKb("kernelStackKb"), "kernel_stack");
    add(
        Kind.KERNEL,
        later("shadow call stacks"),
        fieldKb("shadowCallStackKb"),
        "shadow_call_stack");
    add(Kind.KERNEL, later("compressed pages of zram and zswap"), fieldKb("zspagesKb"), "zspages");
    long graphics = fieldKb("gpuActiveKb") + fieldKb("gpuReclaimKb");
    add(Kind.KERNEL, later("graphics memory"), graphics, "gpu_active");
    counter(later("bounce buffers"), "bounce");
    long huge = report.memory().hugePages().stream().mapToLong(h -> h.total() * h.sizeKb()).sum();
    add(Kind.HUGE, later("huge pages set aside"), huge, "hugepages_total");
    add(
        Kind.FREE,
        later("free"),
        kbOr("free", report.memInfo().getOrDefault("freeKb", 0L)),
        "free");
    long perCpu = report.memory().perCpuPages().orElse(0) * pageKb;
    add(Kind.FREE, later("kept ready by CPUs"), kbOr("free_pcp", perCpu), "free_pcp");
    add(Kind.RESERVED, later("never given out"), reservedKb(totalKb), "pages reserved");
    OptionalLong swapUsed =
        report.swap().stream()
            .filter(s -> s.totalKb().isPresent() && s.freeKb().isPresent())
            .mapToLong(s -> s.totalKb().getAsLong() - s.freeKb().getAsLong())
            .findFirst();
    return Ledger.of(words("all RAM"), totalKb, entries, swapUsed);
  }

  /** The lists of reclaim: anonymous, file, unevictable; up to 2.6.27 only active and inactive. */
  private void lists() {
    if (report.memInfo().containsKey("activePages")) {
      String both = later("processes and files, not told apart by this kernel");
      add(Kind.ANONYMOUS, both, kb("active") + kb("inactive"), "Active, inactive");
      return;
    }
    long anonymous = kb("active_anon") + kb("inactive_anon") + kb("isolated_anon");
    // Locked shared memory is on the unevictable list.
    long shared = Math.min(kb("shmem"), anonymous);
    long files = kb("active_file") + kb("inactive_file") + kb("isolated_file");
    String from = later("active_anon, inactive_anon, isolated_anon, less shmem");
    add(Kind.ANONYMOUS, later("anonymous memory"), anonymous - shared, from);
    add(Kind.SHARED, later("shared memory and tmpfs"), shared, "shmem");
    add(Kind.FILE, later("files"), files, "active_file, inactive_file, isolated_file");
    String locked = later("unevictable: locked in memory (mlock) or in a ramfs");
    add(Kind.ANONYMOUS, locked, kb("unevictable"), "unevictable");
  }

  private void counter(String name, String counter) {
    add(Kind.KERNEL, name, kb(counter), counter);
  }

  private void add(Kind kind, String name, long kb, String from) {
    entries.add(new Entry(kind, name, kb, from));
  }

  private long kb(String counter) {
    return kbOr(counter, 0);
  }

  /** A global counter in kB: {@code slab_reclaimable} is {@code slabReclaimablePages}. */
  private long kbOr(String counter, long otherKb) {
    StringBuilder property = new StringBuilder();
    for (String word : counter.split("_", -1)) {
      String first = word.substring(0, 1);
      property.append(property.isEmpty() ? first : first.toUpperCase(Locale.ROOT));
      property.append(word, 1, word.length());
    }
    Long pages = report.memInfo().get(property + "Pages");
    return pages == null ? otherKb : Math.max(0, pages) * pageKb;
  }

  /** Printed in the node lines or, by other releases, in the zone lines; never in both. */
  private long fieldKb(String field) {
    long nodes = report.nodes().stream().mapToLong(n -> n.fields().getOrDefault(field, 0L)).sum();
    return nodes > 0 ? nodes : zonesKb(field);
  }

  private long zonesKb(String field) {
    return report.zones().stream().mapToLong(z -> z.field(field).orElse(0)).sum();
  }

  /** From 3.14 to 4.2 the printed total is the last zone's only (lib/show_mem.c). */
  private long reservedKb(long totalKb) {
    List<Zone> zones = report.zones();
    boolean managed =
        !zones.isEmpty()
            && zones.stream().allMatch(z -> z.field("managedKb").isPresent())
            && zones.stream().allMatch(z -> z.field("presentKb").isPresent());
    return managed && zonesKb("presentKb") == totalKb
        ? totalKb - zonesKb("managedKb")
        : report.reservedPages().orElse(0) * pageKb;
  }
}
