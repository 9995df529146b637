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
}
