package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import oomlab.report.OomReport.Problem;
import oomlab.report.OomReport.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What logs, mails and old kernels were seen to do; each made up after one that was met. */
class WildLogsTest {
  private static final String TRIGGER =
      "x invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n";
  private static final String HEADER =
      "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name\n";
  private static final String ROW =
      "[      7]     0     7       10        2     4096        0             0 x\n";
  private static final String KILL =
      "Out of memory: Killed process 7 (x) total-vm:40kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB\n";

  @Test
  void readsAReportOfLinux2_6_9() {
    OomReport report =
        only(
            """
            oom-killer: gfp_mask=0x1d2
            Mem-info:
            DMA per-cpu:
            cpu 0 hot: low 2, high 6, batch 1 used:3
            cpu 0 cold: low 0, high 2, batch 1 used:1
            HighMem per-cpu: empty

            Free pages:        3932kB (112kB HighMem)
            Active:659 inactive:558 dirty:0 writeback:1 unstable:0 free:983 slab:2429 mapped:1020 pagetables:390
            DMA free:3932kB min:20kB low:40kB high:60kB active:0kB inactive:4kB present:16384kB
            protections[]: 10 358 358
            HighMem free:0kB min:128kB low:256kB high:384kB active:0kB inactive:0kB present:0kB
            protections[]: 0 0 0
            DMA: 1*4kB 1*8kB 0*16kB = 12kB
            HighMem: empty
            Swap cache: add 1, delete 2, find 3/4, race 0+0
            Free swap:       123kB
            4096 pages of RAM
            0 pages of HIGHMEM
            100 reserved pages
            5 pages shared
            Out of Memory: Killed process 11 (init).
            """);
    assertThat(report.problems()).isEmpty();
    assertThat(report.unread()).isEmpty();
    assertThat(report.memory().perCpuPages()).hasValue(4);
    assertThat(report.zones()).hasSize(2);
    assertThat(report.buddy().get(1).blocks()).isEmpty();
    assertThat(report.swap().orElseThrow().freeKb()).hasValue(123);
    assertThat(report.ramPages()).hasValue(4096);
    assertThat(report.kill().orElseThrow().message()).hasValue("Out of Memory");
  }

  @Test
  void readsTheChoiceOfLinux2_6_18() {
    OomReport report =
        only(
            """
            oom-killer: gfp_mask=0x201d2, order=0
            Out of Memory: Kill process 1 (x) score 5 and children.
            Out of memory: Killed process 2 (y).
            """);
    assertThat(report.problems()).isEmpty();
    assertThat(report.kill().orElseThrow().chosenPid()).hasValue(1);
    assertThat(report.kill().orElseThrow().score()).hasValue(5);
  }

  @Test
  void readsPiecesThatGotALineEach() {
    OomReport report =
        only(
            TRIGGER
                + "Mem-Info:\nNode 0 \nDMA free:8kB min:1kB low:2kB high:3kB present:9kB\n"
                + "lowmem_reserve[]:\n 0\n 5\nNode 0 \nDMA: \n2*4kB (U) \n0*8kB \n= 8kB\n"
                + KILL);
    assertThat(report.problems()).isEmpty();
    assertThat(report.unread()).isEmpty();
    assertThat(report.zones().get(0).node()).hasValue(0);
    assertThat(report.zones().get(0).lowmemReservePages()).containsExactly(0L, 5L);
    assertThat(report.buddy().get(0).totalKb()).hasValue(8);
  }

  @Test
  void joinsWhatAMailerBrokeAtBlanks() {
    OomReport report =
        only(
            """
            [   35.419377] mkfs invoked
            oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0,
            oom_score_adj=7
            [   36.000001] Node 0 active_anon:0kB inactive_anon:0kB
            all_unreclaimable? yes
            [   36.125003] Out of memory: Killed process 348 (polkitd)
            total-vm:78084kB, anon-rss:2980kB, file-rss:8148kB, shmem-rss:0kB,
            UID:998 pgtables:64kB oom_score_adj:0
            [   36.139810] oom_reaper: reaped process 348 (polkitd), now
            anon-rss:0kB, file-rss:0kB, shmem-rss:0kB
            """);
    assertThat(report.problems()).isEmpty();
    assertThat(report.trigger().orElseThrow().comm()).isEqualTo("mkfs");
    assertThat(report.trigger().orElseThrow().oomScoreAdj()).hasValue(7);
    assertThat(report.kill().orElseThrow().pgtablesKb()).hasValue(64);
    assertThat(report.kill().orElseThrow().uid()).hasValue(998);
    assertThat(report.outcome().reaped()).hasSize(1);
  }

  @Test
  void joinsChoicesAndUsagesThatAMailerBroke() {
    OomReport report =
        only(
            """
            [   35.419377] x invoked oom-killer: gfp_mask=0xd0, order=0, oom_adj=0, oom_score_adj=0
            [   35.419379] memory: usage 20480kB, limit 20480kB, failcnt 36
            [   35.419380] memory+swap: usage 20480kB, limit 9007199254740991kB,
            failcnt 0
            [   35.419382] Node 0 active_anon:0kB inactive_anon:0kB all_unreclaimable?
            yes
            [   35.419391] Memory cgroup out of memory: Kill process 66 (hog) score
            873 or sacrifice child
            [   35.419392] Killed process 66, UID 0, (hog) total-vm:18852kB,
            anon-rss:18428kB, file-rss:28kB
            """);
    assertThat(report.unread()).isEmpty();
    assertThat(report.memcg().orElseThrow().memswUsageKb()).hasValue(20480);
    assertThat(report.nodes().get(0).allUnreclaimable()).hasValue(true);
    assertThat(report.kill().orElseThrow().score()).hasValue(873);
    assertThat(report.kill().orElseThrow().fileRssKb()).hasValue(28);
  }

  @Test
  void readsStatisticsOfAGroupWhoseFirstLinesAreLost() {
    String stats =
        "[   42.1] file 58085376\n[   42.1] kernel_stack 16384\n[   42.1] inactive_anon 57344\n";
    OomReport report = only(stats + HEADER + ROW + "Memory cgroup o" + KILL.substring(1));
    assertThat(report.memcg().orElseThrow().stat())
        .containsEntry("file", 58_085_376L)
        .containsEntry("inactive_anon", 57_344L);
    assertThat(report.tasks()).hasSize(1);
  }

  @Test
  void keepsTheOrderOfRowsThatComeInOneSecondWithoutAHeader() {
    OomReport report =
        only(
            """
            Jun 29 15:39:16 h kernel: [26214]    48 26214   113806     1207   0       0             0 php-fpm
            Jun 29 15:39:16 h kernel: [18598]    48 18598  1035523   478973   3       0             0 httpd.worker
            Jun 29 15:39:16 h kernel: Out of memory: Kill process 18598 (httpd.worker) score 9 or sacrifice child
            Jun 29 15:39:16 h kernel: Killed process 18598, UID 48, (httpd.worker) total-vm:335kB, anon-rss:161kB, file-rss:10kB
            """);
    assertThat(report.unread()).isEmpty();
    assertThat(report.tasks()).extracting(t -> t.pid()).containsExactly(26214, 18598);
    assertThat(report.tasks().get(0).oomAdj()).hasValue(0);
  }

  @Test
  void readsTheGroupInASummaryThatIsCutAfterIt() {
    OomReport report =
        only(
            """
            oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/a/b,task_memcg=/a/b/c
            Memory cgroup out of memory: Killed process 7 (x) total-vm:40kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB
            """);
    assertThat(report.memcg().orElseThrow().oomMemcg()).hasValue("/a/b");
  }

  @Test
  void takesAFirstLineThatEndsAfterItsWordsForOne() {
    OomReport report = only("[ 2786.5] on_node0 invoked oom-killer\n" + HEADER + ROW + KILL);
    assertThat(report.trigger().orElseThrow().comm()).isEqualTo("on_node0");
    assertThat(report.trigger().orElseThrow().gfpMask()).isEmpty();
  }

  @Test
  void readsASummaryThatSomebodyBroke() {
    OomReport report =
        only(
            """
            [  581.507012] oom-kill:constraint=CONSTRAINT_MEMCG, oom_memcg=/a/b,
                           task=python, pid=1234, uid=0
            [  581.507100] Memory cgroup out of memory: Killed process 1234 (python)
                           total-vm:16777216kB, anon-rss:13990000kB, file-rss:4096kB
            """);
    assertThat(report.unread()).isEmpty();
    assertThat(report.memcg().orElseThrow().oomMemcg()).hasValue("/a/b");
    assertThat(report.kill().orElseThrow().chosenPid()).hasValue(1234);
    assertThat(report.kill().orElseThrow().anonRssKb()).hasValue(13_990_000);
  }

  @Test
  void readsKillsThatWereTypesetWithoutBlanks() {
    OomReport report = only("Out of memory:Killed process 11780(stress).\n");
    assertThat(report.kill().orElseThrow().comm()).isEqualTo("stress");
    assertThat(report.kill().orElseThrow().message()).hasValue("Out of memory");
  }

  @Test
  void takesNoMarkOfOmissionForALineOfAnotherProgram() {
    OomReport report = only(TRIGGER + "[...]\n" + KILL);
    assertThat(report.lines()).noneMatch(l -> l.kind() == LineKind.FOREIGN);
    assertThat(report.problems()).extracting(Problem::what).contains(OomReport.LEFT_OUT);
  }

  @Test
  void joinsWhatATerminalBrokeInsideAWord() {
    OomReport report =
        only(
            TRIGGER
                + "DMA free:8kB min:1kB low:2kB high:3kB ac\ntive_anon:4kB present:20\n0kB\n"
                + "lowmem_reserve[]: 0\nDMA: 2*4kB (\nU) 0*8kB = 8kB\n"
                + KILL);
    assertThat(report.zones().get(0).fields()).containsEntry("activeAnonKb", 4L);
    assertThat(report.zones().get(0).fields()).doesNotContainKeys("tiveAnonKb", "present");
    assertThat(report.buddy().get(0).totalKb()).hasValue(8);
  }

  @Test
  void neverMakesAFieldOfACutNumber() {
    OomReport report =
        only(TRIGGER + "DMA free:8kB min:1kB low:2kB high:3kB present:9kB kernel_stack:3\n" + KILL);
    assertThat(report.zones().get(0).fields()).doesNotContainKey("kernelStack");
    assertThat(what(report)).contains("kernelStack of 3 has no unit");
  }

  @Test
  void joinsWrappedNamesOfRows() {
    OomReport report =
        only(
            "[    1.000000] "
                + TRIGGER
                + "[    1.000000] "
                + HEADER
                + "[    1.000000] [      7]     0     7       10        2     4096        0             0 \n"
                + "debug_runtest.s\n"
                + "[    1.000000] [      8]     0     8       10        2     4096        0             0 y\n"
                + "```\n"
                + "[    1.000000] "
                + KILL.replace("(x)", "(debug_runtest.s)"));
    assertThat(report.tasks())
        .extracting(OomReport.Task::name)
        .containsExactly("debug_runtest.s", "y");
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void readsTheRestOfAReportWhoseBeginningIsLost() {
    OomReport report = only(HEADER + ROW + KILL);
    assertThat(report.tasks()).hasSize(1);
    assertThat(what(report)).contains("the beginning of the report is missing");
    List<OomReport> later = OomReports.parse("a\n".repeat(300) + HEADER + ROW + KILL);
    assertThat(later).hasSize(1);
    assertThat(later.get(0).tasks()).hasSize(1);
  }

  @Test
  void readsPanicsWithoutAReport() {
    String panic =
        "Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled\n";
    assertThat(only(panic).panic()).isPresent();
    OomReport stuck =
        only(
            "a\n".repeat(300)
                + "Out of memory and no killable processes...\n"
                + "Kernel panic - not syncing: System is deadlocked on memory\n");
    assertThat(stuck.outcome().noKillable()).isTrue();
    assertThat(stuck.outcome().deadlocked()).isTrue();
  }

  @Test
  void takesNoSourceCodeAndNoFootnoteForAReport() {
    assertThat(
            OomReports.parse(
                "+\tpr_warn(\"%s invoked oom-killer: gfp_mask=%#x(%pGg), order=%d\\n\",\n"))
        .isEmpty();
    assertThat(only(TRIGGER + "[1] https://example.org/\n" + KILL).problems()).isEmpty();
  }

  @Test
  void readsTracesOfOtherMachines() {
    OomReport report =
        only(
            TRIGGER
                + " <ffffffff802500fd>{out_of_memory+55} <ffffffff80251238>{__alloc_pages+531}\n"
                + " dump_stack_lvl (lib/dump_stack.c:123 (discriminator 1))\n"
                + " ? show_stack (arch/x86/kernel/dumpstack.c:319)\n"
                + "Stack : 80690000 80631cf4 00000000\n        805cf378 00000695\n        ...\n"
                + " ([<0000000000112233>] show_stack+0x12/0x34)\n"
                + "[c000000012345678] [c000000000123456] .dump_header+0x8/0x10\n"
                + "Process x (pid: 12, task: 0000000012345678, ksp: 0000000012345678)\n"
                + "[<c0013a24>] (unwind_backtrace) from [<c0010ca8>] (show_stack+0x10/0x14)\n"
                + KILL);
    assertThat(report.unread()).isEmpty();
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void readsKillLinesOfVendors() {
    OomReport el7 =
        only(
            "Killed process 4 (a), UID 5, total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB\n");
    assertThat(el7.kill().orElseThrow().uid()).hasValue(5);
    assertThat(what(el7)).doesNotContain("cannot read");
    OomReport container =
        only(
            "Out of memory in UB 101: OOM killed process 9 (b) score 3 vm:8kB, rss:4kB, swap:0kB\n");
    assertThat(container.kill().orElseThrow().comm()).isEqualTo("b");
    assertThat(container.kill().orElseThrow().score()).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uid tgid total_vm rss pgtables_bytes oom_score_adj name",
        "uid tgid total_vm rsspgtables_bytes swapents oom_score_adj name",
        "uid tgid rss total_vm pgtables_bytes swapents oom_score_adj name",
        "uid tgid total_vm rss pgtabels_bytes swapents oom_score_adj name",
        "uid tgid total_vm rss nr_ptes swapents name",
      })
  void namesAHeaderThatLostOrSwappedAName(String columns) {
    assertThat(what(only(TRIGGER + "[  pid  ]   " + columns + "\n" + ROW + KILL)))
        .containsAnyOf("no known kernel prints these columns", "more numbers than its header");
  }

  @Test
  void saysWhereRecordsAreMissingOrTorn() {
    String log = "4,10,5,-;" + TRIGGER + "4,11,6,-;Mem-Info:\n4,15,7,-;" + KILL;
    assertThat(only(log).problems())
        .extracting(Problem::line, Problem::what)
        .contains(tuple(3, "the log lacks 3 records here: lost, or filtered out"));
    String torn =
        "[    1.000001] "
            + TRIGGER
            + "[    1.000002] 0000[    1.000003] Mem-Info:\n[    1.000004] "
            + KILL;
    assertThat(what(only(torn))).contains("two lines are torn into each other here");
  }

  @Test
  void joinsPiecesOfOneKmsgLine() {
    String log =
        "4,1,5,c;"
            + "x invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), \n4,2,5,+;order=0, oom_score_adj=3\n4,3,6,-;"
            + KILL;
    assertThat(only(log).trigger().orElseThrow().oomScoreAdj()).hasValue(3);
  }

  @Test
  void readsMailsAsTheyWereSent() {
    OomReport report =
        only(
            "[    1.000000] x invoked oom-killer: gfp_mask=3D0xcc0(GFP_KERNEL), order=3D0, =\n"
                + "oom_score_adj=3D0\n[    1.000001] "
                + KILL);
    assertThat(report.trigger().orElseThrow().order()).hasValue(0);
    assertThat(report.trigger().orElseThrow().gfpMask()).hasValue(0xcc0);
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void keepsASummaryThatIsCutAfterItsFirstWord() {
    OomReport report = only("oom-kill:constraint=\u00e9,x\n");
    assertThat(report.firstLine()).isEqualTo(1);
    assertThat(what(report)).contains("the summary line is cut");
  }

  @Test
  void tellsTheScopeByTheTrace() {
    assertThat(only(TRIGGER + " mem_cgroup_out_of_memory+0xc2/0xd0\n").scope())
        .isEqualTo(Scope.MEMCG);
  }

  @Test
  void decodesMasksOfEl7() {
    OomReport report =
        only(
            "x invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0\n"
                + " free:113585 free_pcp:39 free_cma:0\n"
                + KILL);
    assertThat(report.trigger().orElseThrow().gfpFlags()).containsExactly("GFP_KERNEL");
  }

  @Test
  void keepsTheDateAsTheLogHasIt() {
    assertThat(only("[Di Aug 12 03:54:03 2025] " + KILL).source().date())
        .hasValue("Di Aug 12 03:54:03 2025");
    assertThat(
            only("Tue Jul 29 06:26:59 2025 kern.err kernel: [    1.000000] " + KILL)
                .source()
                .date())
        .hasValue("Tue Jul 29 06:26:59 2025");
    OomReport journal =
        only(
            "{\"__REALTIME_TIMESTAMP\":\"1795337656123456\",\"MESSAGE\":\""
                + KILL.strip()
                + "\"}\n");
    assertThat(journal.source().date()).hasValue("2026-11-22T08:54:16.123456Z");
  }

  @Test
  void readsAllocationsByPlace() {
    OomReport report =
        only(
            TRIGGER
                + "Mem-Info:\nMemory allocations:\n"
                + "    59.5 MiB    15187 mm/memory.c:1054 func:folio_prealloc\n"
                + KILL);
    assertThat(report.memory().allocations())
        .containsExactly(
            new OomReport.Allocation(4, 62_390_272, 15187, "mm/memory.c:1054 func:folio_prealloc"));
  }

  @Test
  void keepsEachGroupOfAHierarchy() {
    OomReport report =
        only(
            TRIGGER
                + "Memory cgroup stats for /a: cache:0KB rss:980KB\n"
                + "Memory cgroup stats for /a/b: cache:7KB rss:3KB\n"
                + KILL);
    assertThat(report.memcg().orElseThrow().groups())
        .extracting(OomReport.Group::path)
        .containsExactly("/a", "/a/b");
  }

  @Test
  void joinsWhatAMailerBrokeInAQuotation() {
    OomReport report =
        only(
            """
            >> anaconda invoked oom-killer: gfp_mask=0x14200ca(GFP_HIGHUSER_MOVABLE),
            >> nodemask=(null), order=0, oom_score_adj=0
            >> CPU: 1 PID: 4928 Comm: anaconda Not tainted 4.16.0-0.rc4.git0.1.fc28.x86_64
            >> #1
            >> Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.10.2-2.fc27
            >> 04/01/2014
            >> Memory cgroup stats for /test: cache:49632KB rss:1056KB shmem:0KB
            >>         dirty:49500KB writeback:0KB
            >>    active_file:24960KB unevictable:0KB
            >> Memory cgroup out of memory: Kill process 3861 (bash) score 88 or sacrifice
            >>   child
            >> Killed process 3876 (fio) total-vm:8484kB, anon-rss:1052kB, file-rss:1764kB
            """);
    assertThat(report.unread()).isEmpty();
    assertThat(report.problems()).isEmpty();
    assertThat(report.trigger().orElseThrow().oomScoreAdj()).hasValue(0);
    assertThat(report.source().hardware())
        .hasValueSatisfying(h -> assertThat(h).endsWith("04/01/2014"));
    assertThat(report.memcg().orElseThrow().stat()).containsEntry("dirty", 49_500L * 1024);
  }

  @Test
  void takesNoSentenceForTheFirstLine() {
    String prose =
        "Our server died yesterday evening, and the log says systemd invoked oom-killer: why?\n";
    assertThat(OomReports.parse(prose)).isEmpty();
    assertThat(only(prose + TRIGGER + KILL).trigger().orElseThrow().comm()).isEqualTo("x");
  }

  @Test
  void readsColumnsBetweenSemicolons() {
    String lines =
        (TRIGGER + HEADER + ROW + KILL).replaceAll("(?m)^(.+)$", "\"1 Jan\";\"h\";\"$1\"");
    OomReport report = only("\"time\";\"host\";\"message\"\n" + lines);
    assertThat(report.tasks()).hasSize(1);
    assertThat(report.unread()).isEmpty();
  }

  private static OomReport only(String log) {
    List<OomReport> reports = OomReports.parse(log);
    assertThat(reports).hasSize(1);
    return reports.get(0);
  }

  private static String what(OomReport report) {
    return String.join("\n", report.problems().stream().map(Problem::what).toList());
  }
}
