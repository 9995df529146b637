package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.explain.Explanation.Question;
import org.junit.jupiter.api.Test;

/** Each kind of trouble by the number that shows it, what to do then, and silence without it. */
class ObservationsTest {
  private static final String BIG = Logs.row(500, 7, 200000, 409600, 0, 0, "hog");

  private static String told(Explanation e, Question question) {
    return e.story().stream()
        .filter(answer -> answer.question() == question)
        .flatMap(answer -> answer.sentences().stream())
        .collect(Collectors.joining(" "));
  }

  private static String what(Explanation e) {
    return told(e, Question.WHAT);
  }

  private static String holders(Explanation e) {
    return told(e, Question.HOLDERS);
  }

  private static String advice(Explanation e) {
    return told(e, Question.ADVICE);
  }

  /** A machine of 1 GiB whose counters and lines these replace, by their beginnings. */
  private static Explanation machine(String... lines) {
    return machine(Logs.trigger(0), List.of(BIG), lines);
  }

  private static Explanation machine(String trigger, List<String> rows, String... lines) {
    return Logs.explain(
        trigger,
        Logs.cpu("6.1.0", 500),
        Stream.concat(
                Stream.of("Mem-Info:"),
                Stream.concat(
                    Stream.of(lines),
                    Logs.machine().stream()
                        .skip(1)
                        .filter(
                            line ->
                                Stream.of(lines)
                                    .noneMatch(l -> line.startsWith(l.substring(0, 10))))))
            .toList(),
        Logs.table(rows.toArray(new String[0])),
        Logs.kill(500, "hog"));
  }

  private static Explanation group(String... lines) {
    return Logs.explain(
        Logs.trigger(0),
        Logs.cpu("6.1.0", 500),
        List.of(lines),
        Logs.table(BIG),
        Logs.kill(500, "hog").replace("Out of memory", "Memory cgroup out of memory"));
  }

  @Test
  void anOrdinaryShortageIsToldPlainly() {
    Explanation e = machine("active_anon:240000 inactive_anon:1 isolated_anon:0");
    assertThat(what(e))
        .isEqualTo(
            "hog (500) asked for one page, and the machine could not find it. The request was"
                + " GFP_HIGHUSER_MOVABLE. Its pid has a row in the task table.");
    assertThat(holders(e))
        .contains("In use: 99 % of 1,024.0 MiB of RAM")
        .contains("The victim is hog (500) and holds most: 781.3 MiB resident, 76 % of all RAM.");
    assertThat(advice(e)).contains("MemoryMax=");
  }

  @Test
  void freeMemoryThatTheRequestCouldNotUse() {
    Explanation e =
        machine(
            " free:131072 free_pcp:0 free_cma:0",
            "Node 1 Movable free:524288kB min:100kB low:200kB high:300kB present:524288kB"
                + " managed:524288kB");
    assertThat(what(e)).contains("512.0 MiB (50 %) of all RAM were free: this was no plain short");
  }

  @Test
  void aHigherZoneThatIsFree() {
    Explanation e =
        machine(
            "kworker invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
            List.of(BIG),
            "Node 0 Normal free:9000kB min:10000kB low:20000kB high:30000kB present:524288kB"
                + " managed:500000kB",
            "lowmem_reserve[]: 0 0 0 32768",
            "Node 0 Movable free:400000kB min:100kB low:200kB high:300kB present:524288kB"
                + " managed:524288kB",
            "lowmem_reserve[]: 0 0 0 0");
    assertThat(what(e)).contains("Movable had 390.6 MiB free, but this request can use Normal and");
    assertThat(advice(e)).contains("movablecore=");
  }

  @Test
  void aNodeWithoutMemory() {
    Explanation e =
        machine(
            "hog invoked oom-killer: gfp_mask=0x6200ca(GFP_HIGHUSER_MOVABLE), nodemask=1, order=0,"
                + " oom_score_adj=0",
            List.of(BIG));
    assertThat(what(e)).contains("may use only memory node 1, which has no memory: no victim can");
    assertThat(advice(e)).contains("cpuset.mems");
  }

  @Test
  void memoryInPieces() {
    Explanation e =
        machine(
            Logs.trigger(3),
            List.of(BIG),
            "Node 0 Normal free:90000kB min:10000kB low:20000kB high:30000kB present:1048576kB"
                + " managed:1000000kB",
            "Node 0 Normal: 22500*4kB (UM) 0*8kB 0*16kB 0*32kB 0*64kB = 90000kB");
    assertThat(what(e))
        .contains("Free memory was there, 87.9 MiB in node 0 Normal, but in pieces: 8 pages in a");
    assertThat(advice(e)).contains("compact_memory", "vm.min_free_kbytes");
  }

  @Test
  void aMarkThatIsBoosted() {
    Explanation e =
        machine(
            "Node 0 Normal free:9000kB boost:40000kB min:50000kB low:60000kB high:70000kB"
                + " present:1048576kB managed:1000000kB");
    assertThat(what(e))
        .contains(
            "boosted by 39.1 MiB against fragmentation: min is 48.8 MiB instead of 10,000 kB.");
    assertThat(advice(e)).contains("vm.watermark_boost_factor");
  }

  @Test
  void marksAboveAllThatThereIs() {
    Explanation e =
        machine(
            "Node 0 Normal free:900000kB min:900000kB low:1000000kB high:1100000kB"
                + " present:1048576kB managed:1000000kB");
    assertThat(what(e)).contains("more than there is: no zone can ever have so much free.");
    assertThat(advice(e)).contains("Lower vm.min_free_kbytes");
  }

  @Test
  void cacheThatIsDirtyOrWasKept() {
    Explanation dirty =
        machine(
            "active_anon:1 inactive_anon:1 isolated_anon:0",
            " active_file:1000 inactive_file:199000 isolated_file:0",
            " unevictable:0 dirty:190000 writeback:6000");
    assertThat(what(dirty))
        .contains("781.3 MiB (76 %) of all RAM are file cache, but 98 % of it is dirty or being");
    assertThat(advice(dirty)).contains("vm.dirty_bytes");
    Explanation clean =
        machine(
            "active_anon:1 inactive_anon:1 isolated_anon:0",
            " active_file:1000 inactive_file:199000 isolated_file:0",
            " unevictable:0 dirty:10 writeback:0");
    assertThat(what(clean)).contains("of which 40 kB is dirty: the rest could have been dropped");
    Explanation group =
        group(
            "memory: usage 40960kB, limit 40960kB, failcnt 5",
            "Memory cgroup stats for /a:",
            "anon 1048576",
            "file 40894464",
            "shmem 0",
            "file_dirty 40890368",
            "file_writeback 0");
    assertThat(what(group)).contains("39.0 MiB (98 %) of ", "but 100 % of it is dirty");
  }

  @Test
  void aPageFaultThatFailedWithoutARequest() {
    Explanation e =
        machine(
            "hog invoked oom-killer: gfp_mask=0x0(), order=0, oom_score_adj=0",
            List.of(BIG),
            "Node 0 Normal free:900000kB min:10000kB low:20000kB high:30000kB present:1048576kB"
                + " managed:1000000kB");
    assertThat(what(e))
        .startsWith("hog (500) had a page fault that the kernel could not serve.")
        .contains("a page fault ended with VM_FAULT_OOM, and pagefault_out_of_memory called");
    assertThat(told(e, Question.WHY_AT_ALL)).doesNotContain("came free between");
  }

  @Test
  void manySmallProcessesOfOneCommand() {
    List<String> rows =
        Stream.concat(
                Stream.of(500, 501, 502, 503, 504, 505, 506, 507)
                    .map(pid -> Logs.row(pid, 7, 25000, 409600, 0, 0, "llvm-tblgen")),
                Stream.of(Logs.row(600, 8, 30000, 409600, 0, 0, "baloo_file")))
            .toList();
    Explanation e = machine(Logs.trigger(0), rows);
    assertThat(holders(e))
        .contains(
            "8 processes llvm-tblgen hold most: 781.3 MiB resident, 76 % of all RAM, where pages"
                + " that they share count for each.")
        .contains("The victim held 4 kB, next to nothing of all RAM.");
    assertThat(advice(e)).contains("Run fewer llvm-tblgen at once");
  }

  @Test
  void aUserWithManyCommands() {
    List<String> rows =
        Stream.of("a", "b", "c", "d")
            .map(name -> Logs.row(500 + name.charAt(0), 1000, 40000, 4096, 0, 0, name))
            .toList();
    assertThat(holders(machine(Logs.trigger(0), rows)))
        .contains(
            "Of all users user 1000 holds most: 625.0 MiB resident, 61 % of all RAM in 4 pro");
  }

  @Test
  void swapThatIsFullOrWasNotTheTrouble() {
    assertThat(holders(machine())).contains("Swap is full: 0 kB of it are free.");
    assertThat(holders(machine("Free swap  = 190000kB")))
        .contains("185.5 MiB of swap were free: it was not swap that ran out.");
    Explanation none =
        machine(
            "active_anon:200000 inactive_anon:1 isolated_anon:0",
            "Free swap  = 0kB",
            "Total swap = 0kB");
    assertThat(holders(none)).contains("There is no swap: anonymous memory can leave RAM only");
  }

  @Test
  void memoryThatOutlivesTheVictim() {
    Explanation e =
        machine(
            "active_anon:150000 inactive_anon:1 isolated_anon:0",
            " mapped:10 shmem:140000 pagetables:100 bounce:0");
    assertThat(holders(e)).contains("546.9 MiB (53 %) are shared memory and files of a tmpfs");
    assertThat(advice(e)).contains("df -t tmpfs", "ipcs -m");
  }

  @Test
  void aVictimThatIsMostlyShared() {
    Explanation e =
        Logs.explain(
            Logs.trigger(0),
            Logs.machine(),
            Logs.table(BIG),
            Logs.kill(500, "hog").replace("shmem-rss:0kB", "shmem-rss:3445760kB"));
    assertThat(holders(e)).contains("Most of the victim is shared memory, 3,365.0 MiB");
  }

  @Test
  void memoryThatCannotBeEvicted() {
    Explanation ramfs = machine(" unevictable:150000 dirty:0 writeback:0");
    assertThat(holders(ramfs)).contains("585.9 MiB (57 %) cannot be evicted, and mlock is only 0");
    assertThat(advice(ramfs)).contains("ramfs");
    Explanation locked =
        machine(
            " unevictable:150000 dirty:0 writeback:0",
            "Node 0 Normal free:9000kB min:10000kB low:20000kB high:30000kB unevictable:600000kB"
                + " present:1048576kB managed:1000000kB mlocked:600000kB");
    assertThat(advice(locked)).contains("RLIMIT_MEMLOCK");
  }

  @Test
  void theKernelsOwnMemory() {
    Explanation slab =
        machine(
            " slab_reclaimable:60000 slab_unreclaimable:70000",
            "Unreclaimable slab info:",
            "Name                      Used          Total",
            "kmalloc-64            200000KB     210000KB");
    assertThat(holders(slab))
        .contains("273.4 MiB (27 %) are the kernel's own objects", "most of all kmalloc-64 with")
        .contains("234.4 MiB (23 %) are the kernel's caches of file names");
    assertThat(advice(slab)).contains("slabtop", "vm.vfs_cache_pressure");
    Explanation tables = machine(" mapped:10 shmem:0 pagetables:30000 bounce:0");
    assertThat(holders(tables)).contains("117.2 MiB (11 %) are page tables.");
    Explanation huge =
        machine(
            "Node 0 hugepages_total=200 hugepages_free=150 hugepages_surp=0 hugepages_size=2048kB");
    assertThat(holders(huge))
        .contains("400.0 MiB (39 %) are set aside as huge pages, 300.0 MiB of");
    assertThat(advice(huge)).contains("vm.nr_hugepages");
    assertThat(holders(machine())).contains("are in no counter");
    Explanation perCpu =
        group(
            "memory: usage 40960kB, limit 40960kB, failcnt 5",
            "Memory cgroup stats for /a:",
            "anon 1048576",
            "file 0",
            "kernel 20971520",
            "percpu 20971520",
            "sock 8388608");
    assertThat(holders(perCpu))
        .contains("20.0 MiB (50 %) are the kernel's per-CPU data.", "buffers of the network");
  }

  @Test
  void memoryThatABalloonTook() {
    Explanation e =
        Logs.explain(
            "[    9.000000] hv_balloon: Balloon request will be partially fulfilled.",
            "[   10.000000] " + Logs.trigger(0),
            Logs.machine(),
            Logs.table(BIG),
            Logs.kill(500, "hog"));
    assertThat(e.report().source().balloon())
        .contains("hv_balloon: Balloon request will be partially fulfilled.");
    assertThat(holders(e)).contains("in no counter, and a balloon driver wrote to the log");
    assertThat(advice(e)).contains("Raise the least memory of the virtual machine");
    assertThat(machine().report().source().balloon()).isEmpty();
  }

  @Test
  void theLimitThatWasReached() {
    assertThat(
            what(
                group(
                    "memory: usage 30720kB, limit 40960kB, failcnt 5",
                    "memory+swap: usage 51200kB, limit 51200kB, failcnt 9")))
        .contains("its memory cgroup had reached its limit of memory and swap together.");
    assertThat(
            what(
                group(
                    "memory: usage 30720kB, limit 40960kB, failcnt 5",
                    "kmem: usage 10240kB, limit 10240kB, failcnt 9")))
        .contains("its memory cgroup had reached its limit of kernel memory.");
  }

  @Test
  void nothingOfAKillByHand() {
    Explanation e =
        machine(
            "kworker/0:1 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0",
            List.of(BIG));
    assertThat(what(e))
        .isEqualTo("Somebody called the OOM killer by hand (sysrq-f); memory had not run out.");
    assertThat(advice(e)).isEmpty();
  }
}
