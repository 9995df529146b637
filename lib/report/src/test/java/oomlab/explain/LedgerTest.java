package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.explain.Ledger.Entry;
import oomlab.explain.Ledger.Kind;
import oomlab.report.OomReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerTest {
  static List<String> logs() {
    return Logs.goldens();
  }

  static void addsUp(Explanation e, String what) {
    e.ledger()
        .ifPresent(
            l ->
                assertThat(l.entries().stream().mapToLong(Entry::kb).sum() + l.unaccountedKb())
                    .as(what)
                    .isEqualTo(l.totalKb()));
  }

  private static long kb(Ledger ledger, String name) {
    return ledger.entries().stream()
        .filter(e -> e.name().equals(name))
        .mapToLong(Entry::kb)
        .findFirst()
        .orElse(0);
  }

  @ParameterizedTest
  @MethodSource("logs")
  void accountsForAlmostAllOfAKeptReport(String name) {
    for (OomReport report : Logs.golden(name)) {
      Explanation e = Explanation.of(report);
      addsUp(e, name);
      e.ledger().ifPresent(l -> assertThat(l.unaccountedPercent()).as(name).isBetween(-1.0, 5.0));
    }
  }

  @Test
  void countsSharedMemoryOnce() {
    Ledger ledger = Logs.only("v4.20-x86_64-global").ledger().orElseThrow();
    assertThat(ledger.totalKb()).isEqualTo(1523342L * 4);
    assertThat(kb(ledger, "never given out")).isEqualTo(46911L * 4);
    assertThat(kb(ledger, "free")).isEqualTo(23001L * 4);
    assertThat(ledger.swapUsedKb()).isPresent();
  }

  @Test
  void takesLockedSharedMemoryFromWhereItStands() {
    OomReport report =
        Logs.report(
            Logs.trigger(0),
            "Mem-Info:",
            "active_anon:100 inactive_anon:50 isolated_anon:0",
            " active_file:10 inactive_file:20 isolated_file:1",
            " unevictable:500 dirty:0 writeback:0 unstable:0",
            " mapped:40 shmem:400 pagetables:7 bounce:0",
            " free:1000 free_pcp:5 free_cma:0",
            "4096 pages RAM",
            "96 pages reserved",
            Logs.kill(5, "hog"));
    Ledger ledger = Ledger.of(report).orElseThrow();
    // 400 pages are shared, but only 150 stand on the anonymous lists.
    assertThat(kb(ledger, "anonymous memory")).isZero();
    assertThat(kb(ledger, "shared memory and tmpfs")).isEqualTo(600);
    assertThat(kb(ledger, "files")).isEqualTo(124);
    assertThat(kb(ledger, "unevictable: locked in memory (mlock) or in a ramfs")).isEqualTo(2000);
    assertThat(ledger.unaccountedKb()).isEqualTo(4 * (4096 - 96 - 150 - 31 - 500 - 7 - 1000 - 5));
  }

  @Test
  void dividesAGroupOfVersion2() {
    Ledger ledger = Logs.only("v6.1-x86_64-memcg2").ledger().orElseThrow();
    assertThat(ledger.what()).isEqualTo("the memory cgroup /lim");
    assertThat(ledger.totalKb()).isEqualTo(40960);
    assertThat(kb(ledger, "anonymous memory")).isEqualTo(40592);
    assertThat(ledger.unaccountedKb()).isBetween(0L, 64L);
    assertThat(ledger.entries()).noneMatch(e -> e.kind() == Kind.RESERVED);
  }

  @Test
  void findsSwappedInPagesThatNobodyMapsYet() {
    OomReport report =
        Logs.report(
            Logs.trigger(0),
            "memory: usage 10240kB, limit 10240kB, failcnt 9",
            "swap: usage 6140kB, limit 9007199254740988kB, failcnt 0",
            "Memory cgroup stats for /a:",
            "anon 5222400",
            "file 0",
            "kernel 106496",
            "swapcached 5156864",
            "inactive_anon 9396224",
            "active_anon 925696",
            "Memory cgroup out of memory: Killed process 5 (hog) total-vm:8kB, anon-rss:4kB,"
                + " file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0");
    Ledger ledger = Ledger.of(report).orElseThrow();
    // 9,396,224 + 925,696 - 5,222,400 are 5,099,520 bytes.
    assertThat(kb(ledger, "anonymous memory in the swap cache only")).isEqualTo(4980);
    assertThat(kb(ledger, "other kernel memory")).isEqualTo(104);
    assertThat(ledger.unaccountedKb()).isEqualTo(10240 - 5100 - 4980 - 104);
  }

  private static final String GROUP_KILL =
      "Memory cgroup out of memory: Killed process 5 (hog) total-vm:8kB, anon-rss:4kB,"
          + " file-rss:0kB";

  @Test
  void addsUpTheGroupsOfVersion1() {
    OomReport report =
        Logs.report(
            Logs.trigger(0),
            "Task in /lim/a killed as a result of limit of /lim",
            "memory: usage 20480kB, limit 20480kB, failcnt 36",
            "memory+swap: usage 24576kB, limit 9007199254740991kB, failcnt 0",
            "kmem: usage 480kB, limit 9007199254740991kB, failcnt 0",
            "Memory cgroup stats for /lim: cache:100KB rss:200KB rss_huge:0KB shmem:40KB"
                + " mapped_file:0KB swap:0KB",
            "Memory cgroup stats for /lim/a: cache:1000KB rss:18000KB rss_huge:2048KB shmem:500KB"
                + " mapped_file:80KB swap:4096KB",
            Logs.scoredKill(5, "hog", 873, 5));
    assertThat(report.memcg().orElseThrow().groups()).hasSize(2);
    Ledger ledger = GroupLedger.of(report).orElseThrow();
    assertThat(kb(ledger, "anonymous memory")).isEqualTo(18200);
    // Of 1,100 kB of cache 540 are shared.
    assertThat(kb(ledger, "shared memory and tmpfs")).isEqualTo(540);
    assertThat(kb(ledger, "files")).isEqualTo(560);
    assertThat(kb(ledger, "kernel memory")).isEqualTo(480);
    assertThat(ledger.unaccountedKb()).isEqualTo(20480 - 18200 - 1100 - 480);
    assertThat(ledger.swapUsedKb()).hasValue(4096);
  }

  @Test
  void takesTheTotalsOfVersion1Since53() {
    Ledger ledger = Logs.only("v6.18-x86_64-memcg1").ledger().orElseThrow();
    assertThat(ledger.what()).isEqualTo("the memory cgroup /gt-lim");
    assertThat(ledger.totalKb()).isEqualTo(98304);
    // "rss 0" and "total_rss 100081664"
    assertThat(kb(ledger, "anonymous memory")).isEqualTo(97736);
    assertThat(kb(ledger, "kernel memory")).isEqualTo(568);
    assertThat(ledger.unaccountedKb()).isZero();
    assertThat(ledger.swapUsedKb()).hasValue(0);
  }

  @Test
  void namesTheKernelsPartsOfVersion2BeforeItsSum() {
    OomReport report =
        Logs.report(
            Logs.trigger(0),
            "memory: usage 10240kB, limit 10240kB, failcnt 9",
            "swap: usage 0kB, limit 0kB, failcnt 0",
            "Memory cgroup stats for /a:",
            "anon 8388608",
            "file 1048576",
            "kernel_stack 65536",
            "pagetables 131072",
            "sock 4096",
            "shmem 524288",
            "slab_reclaimable 8192",
            "slab_unreclaimable 16384",
            "slab 24576",
            GROUP_KILL);
    Ledger ledger = Ledger.of(report).orElseThrow();
    assertThat(kb(ledger, "shared memory and tmpfs")).isEqualTo(512);
    assertThat(kb(ledger, "files")).isEqualTo(512);
    assertThat(kb(ledger, "kernel stacks")).isEqualTo(64);
    assertThat(kb(ledger, "page tables")).isEqualTo(128);
    assertThat(kb(ledger, "network buffers")).isEqualTo(4);
    // "slab" is the sum of both.
    assertThat(kb(ledger, "slab, reclaimable")).isEqualTo(8);
    assertThat(kb(ledger, "slab, unreclaimable")).isEqualTo(16);
    assertThat(kb(ledger, "other kernel memory")).isZero();
    assertThat(ledger.unaccountedKb()).isEqualTo(10240 - 8192 - 1024 - 64 - 128 - 4 - 24);
    assertThat(ledger.swapUsedKb()).hasValue(0);
  }

  @Test
  void keepsNoLedgerWithoutNumbers() {
    assertThat(Logs.explain(Logs.kill(5, "hog")).ledger()).isEmpty();
    assertThat(
            Logs.explain(Logs.trigger(0), "memory: usage 8kB, limit 8kB, failcnt 1", GROUP_KILL)
                .ledger())
        .isEmpty();
  }

  @Test
  void countsUsedSwapBesideTheTotal() {
    assertThat(Logs.only("v4.20-x86_64-global").ledger().orElseThrow().swapUsedKb())
        .hasValue(2097148);
    assertThat(Logs.only("v5.10-x86_64-swap").ledger().orElseThrow().swapUsedKb()).hasValue(49148);
    assertThat(Logs.only("v6.1-x86_64-memcg2").ledger().orElseThrow().swapUsedKb()).hasValue(0);
  }
}
