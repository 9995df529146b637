package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.explain.Replay.TotalPages;
import oomlab.report.OomReport;
import org.junit.jupiter.api.Test;

class ConstrainedAllocTest {
  private static final String ROW = Logs.row(500, 0, 1000, 8192, 0, 0, "hog");
  private static final List<String> TWO_NODES =
      List.of(
          "Mem-Info:",
          " free:2250 free_pcp:0 free_cma:0",
          "Node 0 Normal free:1kB min:1kB low:2kB high:3kB present:400000kB managed:390000kB",
          "lowmem_reserve[]: 0 0 0",
          "Node 1 Normal free:1kB min:1kB low:2kB high:3kB present:600000kB managed:580000kB",
          "lowmem_reserve[]: 0 0 0",
          "Node 0 Normal: 1*4kB (U) 0*8kB = 4kB",
          "Total swap = 40000kB",
          "250000 pages RAM",
          "7500 pages reserved");

  private static String summary(String constraint, String nodemask, String mems) {
    return ("oom-kill:constraint=%s,nodemask=%s,cpuset=/,mems_allowed=%s,global_oom,"
            + "task_memcg=/,task=hog,pid=500,uid=0")
        .formatted(constraint, nodemask, mems);
  }

  private static TotalPages total(Object... parts) {
    return ConstrainedAlloc.totalPages(Logs.report(parts));
  }

  private static TotalPages group(String release, String... numbers) {
    return total(
        Logs.trigger(0),
        Logs.cpu(release, 500),
        List.of(numbers),
        Logs.table(ROW),
        Logs.kill(500, "hog").replace("Out of memory", "Memory cgroup out of memory"));
  }

  @Test
  void isManagedMemoryAndSwapForTheWholeMachine() {
    TotalPages total = total(Logs.trigger(0), Logs.machine(), Logs.table(ROW), Logs.kill(500, "h"));
    assertThat(total.known()).hasValue(250000 + 50000);
    assertThat(total.source()).contains("250,000").contains("50,000");
  }

  @Test
  void knowsOnlyTheLeastWithoutTheSwapLine() {
    List<String> lines = Logs.machine().stream().filter(l -> !l.startsWith("Total swap")).toList();
    TotalPages total = total(Logs.trigger(0), lines, Logs.kill(500, "h"));
    assertThat(total.exact()).isFalse();
    assertThat(total.least()).isEqualTo(250000);
    assertThat(total.most()).isEmpty();
    assertThat(total.mostOrHuge()).isGreaterThan(1L << 40);
  }

  @Test
  void prefersTheZonesToTheReservedPagesOfTheLastZone() {
    // 4.0 printed the reserved pages of one zone only.
    List<String> lines =
        Logs.machine().stream()
            .map(l -> l.replace("12144 pages reserved", "7 pages reserved"))
            .toList();
    assertThat(total(Logs.trigger(0), lines, Logs.kill(500, "h")).known()).hasValue(300000);
  }

  @Test
  void takesTheTotalsWhereZonesAreLeftOut() {
    List<String> lines =
        Logs.machine().stream()
            .map(l -> l.replace("262144 pages RAM", "900000 pages RAM"))
            .toList();
    assertThat(total(Logs.trigger(0), lines, Logs.kill(500, "h")).known())
        .hasValue(900000 - 12144 + 50000);
  }

  @Test
  void isPresentMemoryOfTheAllowedNodesSince54() {
    // 600,000 kB are 150,000 pages, 40,000 kB of swap 10,000.
    assertThat(
            total(
                    Logs.trigger(0),
                    Logs.cpu("5.4.0", 500),
                    TWO_NODES,
                    Logs.table(ROW),
                    summary("CONSTRAINT_CPUSET", "(null)", "1"),
                    Logs.kill(500, "hog"))
                .known())
        .hasValue(160000);
    assertThat(
            total(
                    Logs.trigger(0),
                    Logs.cpu("6.1.0", 500),
                    TWO_NODES,
                    Logs.table(ROW),
                    summary("CONSTRAINT_MEMORY_POLICY", "0", "0-1"),
                    Logs.kill(500, "hog"))
                .known())
        .hasValue(110000);
  }

  @Test
  void knowsOnlyTheLeastOfNodesWithHolesUpTo53() {
    TotalPages total =
        total(
            Logs.trigger(0),
            Logs.cpu("5.3.0", 500),
            TWO_NODES,
            Logs.table(ROW),
            summary("CONSTRAINT_CPUSET", "(null)", "1"),
            Logs.kill(500, "hog"));
    assertThat(total.exact()).isFalse();
    assertThat(total.least()).isEqualTo(160000);
    assertThat(total.source()).contains("up to 5.3 holes");
  }

  @Test
  void seesThatAnOlderKernelBoundTheRequestToANode() {
    TotalPages total =
        total(
            Logs.trigger(0),
            "hog cpuset=part mems_allowed=1",
            Logs.cpu("3.10.0", 500),
            TWO_NODES,
            Logs.oldTable(Logs.oldRow(500, 0, 1000, 7, 0, 0, "hog")),
            Logs.scoredKill(500, "hog", 9, 500));
    assertThat(total.exact()).isFalse();
    assertThat(total.least()).isEqualTo(160000);
    TotalPages free =
        total(
            Logs.trigger(0),
            "hog cpuset=/ mems_allowed=0-1",
            Logs.cpu("3.10.0", 500),
            TWO_NODES,
            Logs.oldTable(Logs.oldRow(500, 0, 1000, 7, 0, 0, "hog")),
            Logs.scoredKill(500, "hog", 9, 500));
    assertThat(free.known()).hasValue((390000 + 580000) / 4 + 10000);
  }

  @Test
  void isTheLimitOfAGroupThatMayNotSwap() {
    assertThat(
            group(
                    "6.1.0",
                    "memory: usage 40960kB, limit 40960kB, failcnt 5",
                    "swap: usage 0kB, limit 0kB, failcnt 0")
                .known())
        .hasValue(10240);
    assertThat(
            group(
                    "6.1.0",
                    "memory: usage 40960kB, limit 40960kB, failcnt 5",
                    "memory+swap: usage 40960kB, limit 40960kB, failcnt 5")
                .known())
        .hasValue(10240);
  }

  @Test
  void knowsTheBoundsOfAGroupThatMaySwapALittle() {
    TotalPages total =
        group(
            "6.1.0",
            "memory: usage 40960kB, limit 40960kB, failcnt 5",
            "swap: usage 0kB, limit 16384kB, failcnt 0");
    assertThat(total.least()).isEqualTo(10240);
    assertThat(total.most()).hasValue(14336);
    TotalPages both =
        group(
            "6.1.0",
            "memory: usage 40960kB, limit 40960kB, failcnt 5",
            "memory+swap: usage 40960kB, limit 61440kB, failcnt 0");
    assertThat(both.most()).hasValue(15360);
  }

  @Test
  void knowsNoBoundForAGroupThatMaySwapAnything() {
    TotalPages total =
        group(
            "6.1.0",
            "memory: usage 40960kB, limit 40960kB, failcnt 5",
            "swap: usage 0kB, limit 9007199254740988kB, failcnt 0");
    assertThat(total.least()).isEqualTo(10240);
    assertThat(total.most()).isEmpty();
  }

  @Test
  void knowsNothingOfAGroupWithoutALimit() {
    assertThat(group("6.1.0", "memory: usage 4kB, limit 9007199254740988kB, failcnt 0").exact())
        .isFalse();
    OomReport bare = Logs.report(Logs.kill(5, "hog"));
    assertThat(ConstrainedAlloc.totalPages(bare).exact()).isFalse();
  }
}
