package oomlab.explain;

import static oomlab.explain.Wording.kb;
import static oomlab.explain.Wording.percent;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import oomlab.explain.Explanation.Request;
import oomlab.explain.Ledger.Kind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Memcg;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Zone;

/**
 * What shows that memory was not simply used up by processes: it was free but not for this request,
 * or it was cache that could not be dropped.
 */
final class Shortages {
  private static final int MUCH_FREE_PERCENT = 25;
  private static final int MUCH_CACHE_PERCENT = 30;
  private static final int MOSTLY_DIRTY_PERCENT = 50;
  private static final List<String> DIRTY =
      List.of(
          "file_dirty",
          "file_writeback",
          "dirty",
          "writeback",
          "dirtyPages",
          "writebackPages",
          "unstablePages");

  private final OomReport report;
  private final Request request;
  private final Optional<Ledger> ledger;
  private final List<Observation> observations = new ArrayList<>();

  private Shortages(Explanation explanation) {
    this.report = explanation.report();
    this.request = explanation.request();
    this.ledger = explanation.ledger();
  }

  static List<Observation> of(Explanation explanation) {
    Shortages shortages = new Shortages(explanation);
    if (!TriggerSearch.byHand(explanation.report())) {
      if (explanation.report().scope() != Scope.MEMCG) {
        shortages.machine();
      }
      shortages.cache();
    }
    return List.copyOf(shortages.observations);
  }

  /**
   * Whether no allocation failed: a page fault came back with VM_FAULT_OOM, and {@code
   * pagefault_out_of_memory} called the OOM killer with an empty mask (mm/oom_kill.c up to 5.15).
   */
  static boolean faultFailed(OomReport report) {
    return report.scope() != Scope.MEMCG
        && report
            .trigger()
            .filter(t -> t.gfpMask().equals(OptionalLong.of(0)))
            .filter(t -> !t.order().equals(OptionalInt.of(-1)))
            .isPresent()
        && !CallTrace.of(report).has("bpf_");
  }

  private void machine() {
    if (faultFailed(report)) {
      add(
          words(
              "No allocation failed at that moment (the mask is 0x0): a page fault ended with"
                  + " VM_FAULT_OOM, and pagefault_out_of_memory called the OOM killer."),
          words(
              "Look in the lines just before for who refused: a driver, a memory cgroup, a pool of"
                  + " huge pages. Since Linux 5.16 such a fault is tried again and kills nobody."));
    }
    free();
    emptyNodes();
    otherNodes();
    higherZones();
    pieces();
    contiguous();
    boosted();
    highMarks();
  }

  private void free() {
    ledger
        .filter(all -> percent(all.kb(Kind.FREE), all.totalKb()) >= MUCH_FREE_PERCENT)
        .ifPresent(
            all ->
                add(
                    words(
                        "%s (%d %%) of %s were free: this was no plain shortage.",
                        kb(all.kb(Kind.FREE)),
                        percent(all.kb(Kind.FREE), all.totalKb()),
                        all.what()),
                    ""));
  }

  /** A cpuset or a memory policy may allow only nodes without memory. */
  private void emptyNodes() {
    Optional<Set<Integer>> allowed = ConstrainedAlloc.allowedNodes(report);
    boolean printed = report.zones().stream().anyMatch(z -> z.node().isPresent());
    boolean empty =
        report.zones().stream()
            .filter(this::isAllowed)
            .allMatch(z -> z.field("managedKb").orElse(z.field("presentKb").orElse(1)) == 0);
    if (allowed.isPresent() && printed && empty) {
      add(
          words(
              "The request may use only memory node %s, which has no memory: no victim can help"
                  + " it.",
              Wording.list(allowed.get().stream().map(String::valueOf).toList())),
          words(
              "Correct the nodes of its cpuset (cpuset.mems) or of its memory policy (numactl"
                  + " --membind)."));
    }
  }

  private boolean isAllowed(Zone zone) {
    Optional<Set<Integer>> allowed = ConstrainedAlloc.allowedNodes(report);
    return allowed.isEmpty()
        || zone.node().isEmpty()
        || allowed.get().contains(zone.node().getAsInt());
  }

  private void otherNodes() {
    elsewhere(
        report.zones().stream().filter(z -> !isAllowed(z)).toList(),
        later("%s had %s free, on nodes that this request may not use."),
        words(
            "Widen its cpuset (cpuset.mems) or its memory policy (numactl), or bind less to these"
                + " nodes."));
  }

  /** The kernel's own memory comes neither from HighMem nor from Movable. */
  private void higherZones() {
    List<String> types = ZoneTypes.of(report).names();
    int highest = request.highestZone().map(types::indexOf).orElse(types.size());
    List<Zone> higher =
        report.zones().stream()
            .filter(z -> isAllowed(z) && types.indexOf(z.zone()) > highest)
            .toList();
    boolean highMem = higher.stream().anyMatch(z -> z.zone().equals("HighMem"));
    elsewhere(
        higher,
        later("%s had %s free, but this request can use %s and below only."),
        words(
            highMem
                ? "A 64-bit kernel has no HighMem; on this one less of the kernel's own memory is"
                    + " the way out (slabtop)."
                : "Let less memory be movable only: kernelcore=, movablecore=, and how hot-plugged"
                    + " memory is onlined (online_movable)."));
  }

  /** Free memory that the request could not use, where it is much more than what it could. */
  private void elsewhere(List<Zone> zones, String what, String advice) {
    long freeKb = zones.stream().mapToLong(z -> z.field("freeKb").orElse(0)).sum();
    long usableKb =
        request.zones().stream()
            .filter(c -> c.barred().isEmpty())
            .mapToLong(c -> c.zone().field("freeKb").orElse(0))
            .sum();
    long markKb = zones.stream().mapToLong(z -> z.field("highKb").orElse(0)).sum();
    if (freeKb > 2 * markKb && freeKb > usableKb) {
      String names =
          zones.stream()
              .max(Comparator.comparingLong(z -> z.field("freeKb").orElse(0)))
              .map(ZoneCheck::name)
              .orElse("");
      String where = zones.size() == 1 ? names : words("Zones such as %s", names);
      String highest = request.highestZone().orElseGet(() -> words("lower zones"));
      add(words(what, where, kb(freeKb), highest), advice);
    }
  }

  private void pieces() {
    int pages = request.pages().orElse(1);
    List<ZoneCheck> broken = request.zones().stream().filter(z -> z.inPieces(pages)).toList();
    if (broken.isEmpty()) {
      return;
    }
    long freeKb = broken.stream().mapToLong(ZoneCheck::freePages).sum() * report.pageBytes() / 1024;
    add(
        words(
            "Free memory was there, %s in %s, but in pieces: %d pages in a row were asked for.",
            kb(freeKb), Wording.list(broken.stream().map(ZoneCheck::name).toList()), pages),
        words(
            "Find out who needs pages in a row (the call trace). Writing 1 to"
                + " /proc/sys/vm/compact_memory puts pieces together; a larger vm.min_free_kbytes"
                + " keeps more of them whole."));
  }

  /** What only pages that can be moved may take, where the rest is below the mark. */
  private void contiguous() {
    for (Zone zone : report.zones()) {
      long free = zone.field("freeKb").orElse(0);
      long cma = zone.field("freeCmaKb").orElse(0);
      long high = zone.field("highKb").orElse(0);
      if (isAllowed(zone) && free > high && free - cma <= high) {
        add(
            words(
                "Of the %s free in %s %s belong to the contiguous memory allocator (CMA), which"
                    + " only pages that can be moved may use.",
                kb(free), ZoneCheck.name(zone), kb(cma)),
            words(
                "A smaller cma= on the kernel's command line (a Raspberry Pi: cma- of its graphics"
                    + " overlay) leaves more to all."));
      }
    }
  }

  /** After a mix of page types in one block the marks are raised for a while (5.0). */
  private void boosted() {
    report.zones().stream()
        .filter(this::isAllowed)
        .filter(z -> 2 * z.field("boostKb").orElse(0) >= z.field("minKb").orElse(0))
        .filter(z -> z.field("boostKb").orElse(0) > 0)
        .max(Comparator.comparingLong(z -> z.field("boostKb").orElse(0)))
        .ifPresent(
            z -> {
              long boost = z.field("boostKb").orElse(0);
              long min = z.field("minKb").orElse(0);
              add(
                  words(
                      "The watermarks of %s are boosted by %s against fragmentation: min is %s"
                          + " instead of %s.",
                      ZoneCheck.name(z), kb(boost), kb(min), kb(Math.max(0, min - boost))),
                  words(
                      "vm.watermark_boost_factor sets how far marks are boosted; 0 switches it"
                          + " off."));
            });
  }

  /** Marks that not even an empty zone could meet. */
  private void highMarks() {
    List<Zone> usable =
        request.zones().stream().filter(c -> c.barred().isEmpty()).map(ZoneCheck::zone).toList();
    long managedKb = usable.stream().mapToLong(z -> z.field("managedKb").orElse(0)).sum();
    long minKb = usable.stream().mapToLong(z -> z.field("minKb").orElse(0)).sum();
    long highKb = usable.stream().mapToLong(z -> z.field("highKb").orElse(0)).sum();
    if (managedKb == 0 || highKb * 4 < managedKb) {
      return;
    }
    String keeps =
        highKb >= managedKb
            ? words("more than there is: no zone can ever have so much free")
            : words("%d %% of it", percent(highKb, managedKb));
    add(
        words(
            "The high watermarks add up to %s (min: %s) of the %s that the request could use, %s.",
            kb(highKb), kb(minKb), kb(managedKb), keeps),
        words("Lower vm.min_free_kbytes (and vm.watermark_scale_factor): so much is kept free."));
  }

  /** Cache that reclaim should have dropped first. */
  private void cache() {
    if (ledger.isEmpty()) {
      return;
    }
    Ledger all = ledger.get();
    long cacheKb = all.kb(Kind.FILE);
    if (percent(cacheKb, all.totalKb()) < MUCH_CACHE_PERCENT) {
      return;
    }
    OptionalLong printed = dirtyKb();
    long dirtyKb = printed.orElse(0);
    long dirty = percent(dirtyKb, cacheKb);
    String much =
        words("%s (%d %%) of %s", kb(cacheKb), percent(cacheKb, all.totalKb()), all.what());
    if (dirty >= MOSTLY_DIRTY_PERCENT) {
      add(
          words(
              "%s are file cache, but %d %% of it is dirty or being written back (%s): it cannot be"
                  + " dropped before the disk has it.",
              much, Math.min(dirty, 100), kb(dirtyKb)),
          words(
              "Lower vm.dirty_bytes and vm.dirty_background_bytes, and look why writing is slow"
                  + " (disk, network file system, io.max of the group)."));
    } else if (printed.isEmpty()) {
      add(words("%s are file cache; how much of it is dirty is not printed.", much), "");
    } else {
      add(
          words(
              "%s are file cache, of which %s is dirty: the rest could have been dropped, so it was"
                  + " not processes that filled memory.",
              much, kb(dirtyKb)),
          words(
              "Find out what kept the cache: files that are mapped and in use all the time, locked"
                  + " pages, memory.min of a group, or a file system that hangs (lines of hung"
                  + " tasks)."));
    }
  }

  /** Returns what of the cache must be written first; nothing if the report does not say. */
  private OptionalLong dirtyKb() {
    boolean group = report.scope() == Scope.MEMCG;
    Map<String, Long> fields =
        group ? report.memcg().map(Memcg::stat).orElse(Map.of()) : report.memInfo();
    OptionalLong sum =
        DIRTY.stream()
            .filter(fields::containsKey)
            .mapToLong(field -> Math.max(0, fields.getOrDefault(field, 0L)))
            .reduce(Long::sum);
    return sum.isEmpty() || !group
        ? sum.stream().map(pages -> pages * report.pageBytes() / 1024).findFirst()
        : OptionalLong.of(sum.getAsLong() / 1024);
  }

  private void add(String what, String advice) {
    observations.add(new Observation(what, advice));
  }
}
