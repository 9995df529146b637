package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pieces of reports, as people post them: nothing is said that only the whole would show. */
class PiecesTest {
  private static final String ROWS =
      """
      [ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
      [ 1050]     0  1050    36493       50      71       44             0 systemd-journal
      [28438]     0 28438  5063909   119961    1661   136409          -998 java
      """;

  private static OomReport report(String log) {
    return OomReports.parse(log).get(0);
  }

  private static String told(String log) {
    return Explanation.of(report(log)).story().stream()
        .flatMap(answer -> answer.sentences().stream())
        .collect(Collectors.joining("\n"));
  }

  static Stream<Arguments> pieces() {
    return Stream.of(
        // A table that ends with the paste.
        Arguments.of(
            ROWS,
            List.of(
                "That is of the 2 rows that are here",
                "the ranking is of the rows that are here",
                "in the kernel's log, above and below this:"),
            List.of("shows who was next")),
        Arguments.of(
            "x invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0\n",
            List.of("in the kernel's log, below this:"),
            List.of()),
        // Kernels before 5.1 rank the threads of a group, and name one.
        Arguments.of(
            ROWS
                + """
                Memory cgroup out of memory: Kill process 24572 (java) score 0 or sacrifice child
                Killed process 28438 (java) total-vm:20255636kB, anon-rss:466160kB, file-rss:13684kB
                """,
            List.of("in the kernel's log, above this:"),
            List.of("Its child", "no row for the chosen process")),
        // A thread stands for a process whose first thread has ended, by its thread group.
        Arguments.of(
            ROWS
                + """
                [24580]     0 24572  5063909   119961    1661   136409             0 java
                Memory cgroup out of memory: Kill process 24572 (java) score 90 or sacrifice child
                Killed process 28438 (java) total-vm:20255636kB, anon-rss:466160kB, file-rss:13684kB
                """,
            List.of("java (28438) was killed"),
            List.of("a thread of it")),
        // A name that is cut stands in its row.
        Arguments.of(
            ROWS
                + """
                Memory cgroup out of memory: Kill process 1050 (systemd-journal) score 0 or sacrifice child
                Killed process 28438 (
                """,
            List.of("java (28438) was killed"),
            List.of("without a name")),
        // Nothing tells how much memory there is.
        Arguments.of(
            ROWS
                + "Out of memory: Kill process 1050 (systemd-journal) score 11 or sacrifice child\n"
                + "Killed process 1050 (systemd-journal) total-vm:145972kB, anon-rss:0kB,"
                + " file-rss:200kB\n",
            List.of(),
            List.of("of them swap")),
        Arguments.of(
            """
            [  910.064760] SysRq : Manual OOM execution
            [  910.113950] Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled
            """,
            List.of("called the OOM killer by hand", "vm.panic_on_oom is 2"),
            List.of("asked for memory")),
        // Another call trace between the lines of a kill.
        Arguments.of(
            """
            [ 1.1] BUG: KASAN: global-out-of-bounds in vprintk_store+0x362/0x3d0
            [ 1.1] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=c,oom_memcg=/0,task_memcg=/0,task=x,pid=5,uid=0
            [ 1.1] Call Trace:
            [ 1.1]  dump_stack+0x99/0xcb
            [ 1.1]  print_address_description.constprop.8+0x1c/0x1f0
            [ 1.1]  vprintk_store+0x362/0x3d0
            [ 1.1]  out_of_memory+0x1c/0x30
            [ 1.1]  mem_cgroup_out_of_memory+0x1c/0x30
            [ 1.2] Memory cgroup out of memory: Killed process 5 (x) total-vm:4kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB
            """,
            List.of(),
            List.of("print_address_description")),
        // Free memory that only movable pages may have.
        Arguments.of(
            """
            Mem-Info:
            DMA free:519112kB min:10428kB low:11228kB high:12028kB present:786432kB managed:663836kB free_cma:513592kB
            """
                + ROWS,
            List.of("Of the 506.9 MiB free in DMA 501.6 MiB belong to the contiguous memory"),
            List.of()),
        Arguments.of(
            """
            Mem-Info:
            Free swap  = -8kB
            Total swap = 1024kB
            """
                + ROWS,
            List.of("switched off (swapoff)"),
            List.of("Swap is full", "% of swap")),
        // Pages that are shared were counted for each of ten: more than the group has.
        Arguments.of(
            "memory: usage 1000kB, limit 1000kB, failcnt 1\n"
                + "[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name\n"
                + "[    9]     0     9      724      200       5        0             0 tail\n"
                + IntStream.range(10, 20)
                    .mapToObj(
                        "[   %1$d]     0    %1$d      724       60       5        0             0 sleep\n"
                            ::formatted)
                    .collect(Collectors.joining())
                + """
                Memory cgroup out of memory: Kill process 9 (tail) score 900 or sacrifice child
                Killed process 9 (tail) total-vm:2896kB, anon-rss:800kB, file-rss:0kB
                """,
            List.of("The victim is tail (9) and holds most"),
            List.of("10 processes sleep", "Of all users")));
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void saysWhatIsThereAndNoMore(String log, List<String> said, List<String> unsaid) {
    String story = told(log);
    said.forEach(words -> assertThat(story).contains(words));
    unsaid.forEach(words -> assertThat(story).doesNotContain(words));
  }

  @Test
  void aRowThatIsCutIsNoSecondHalfOfTheNameAbove() {
    for (String cut : List.of("[2149", "[", "...", "--", "(...snipped...)", "[   4479]     0")) {
      assertThat(report(ROWS + cut + "\n").tasks()).extracting(t -> t.name()).endsWith("java");
    }
  }

  @Test
  void anOlderPieceBelowANewerIsNotTheNewestFirst() {
    List<OomReport> both =
        OomReports.parse(
            """
            [  261.36] Out of memory and no killable processes...
            [  261.39] Kernel panic - not syncing: System is deadlocked on memory
            [  261.42] CPU: 44 PID: 1770 Comm: random Not tainted 5.8.0 #1
            [  261.50] Call Trace:
            [  261.51]  dump_stack+0x9d/0xe0
            More console output before the crash:
            [  246.61] random invoked oom-killer: gfp_mask=0x100dca(GFP_HIGHUSER_MOVABLE|__GFP_ZERO), order=0, oom_score_adj=0
            [  246.66] CPU: 16 PID: 1778 Comm: random Not tainted 5.8.0 #1
            """);
    assertThat(both).hasSize(2);
    assertThat(both.get(1).trigger().orElseThrow().pid()).hasValue(1778);
  }

  @Test
  void aMailsSourceMayBeginInTheMiddleOfAReport() {
    OomReport mail =
        report(
            """
            > [337533.314322] memory: usage 524288kB, limit 524288kB, failcnt =
            1240247
            > [337533.314333] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes =
            swapents oom_score_adj name
            > [337533.314404] [  23777]     0 23777      596      400    36864       =
             4             0 sh
            > [337533.314412] Memory cgroup out of memory: Killed process 23777 =
            (sh) total-vm:2384kB, anon-rss:1500kB, file-rss:100kB, =
            shmem-rss:0kB
            """);
    assertThat(mail.unread()).isEmpty();
    assertThat(mail.memcg().orElseThrow().failcnt()).hasValue(1240247);
    assertThat(mail.tasks().get(0).swapents()).hasValue(4);
  }

  @Test
  void readsALineThatHadBeenMany() {
    OomReport one =
        report(
            "[193038.106468] Task in /docker/0f2b3fcdd2578165ea77266cdc7b1ad43e75877b0ac1889ecda30a78cb78bd53"
                + " killed as a result of limit of"
                + " /docker/0f2b3fcdd2578165ea77266cdc7b1ad43e75877b0ac1889ecda30a78cb78bd53"
                + "[193038.106478] memory: usage 524288kB, limit 524288kB, failcnt 77[193038.106480]"
                + " memory+swap: usage 0kB, limit 9007199254740988kB, failcnt 0[193038.106494] [ pid ]"
                + " uid tgid total_vm rss pgtables_bytes swapents oom_score_adj name[193038.106571]"
                + " [27281] 0 27281 1153302 134371 1466368 0 0 java[193038.106574] Memory cgroup out"
                + " of memory: Kill process 27281 (java) [State: 0 Flags: 4202752] score 1027 or"
                + " sacrifice child\n");
    assertThat(one.tasks()).extracting(t -> t.name()).containsExactly("java");
    assertThat(one.memcg().orElseThrow().failcnt()).hasValue(77);
    assertThat(one.kill().orElseThrow().score()).hasValue(1027);
    assertThat(one.unread()).isEmpty();
  }

  @Test
  void readsSizesThatAPersonWrote() {
    OomReport written =
        report(
            """
            Mem-Info:
            Free swap  = 1,234,568 kB
            Total swap = 2048 kB
            """
                + ROWS
                + "Out of memory: Killed process 1050 (systemd-journal) total-vm:145,972kB,"
                + " anon-rss:1,234 kB, file-rss:0 kB, shmem-rss:0kB\n");
    assertThat(written.swap().orElseThrow().freeKb()).hasValue(1234568);
    assertThat(written.kills().get(0).anonRssKb()).hasValue(1234);
    assertThat(written.kills().get(0).totalVmKb()).hasValue(145972);
  }

  @Test
  void aRemarkIsNotAnotherPrograms() {
    String log =
        """
        [ 1.1] x invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0
        this is where it began to hang
        [ 1.2] Mem-Info:
        """;
    assertThat(told(log)).contains("Lines that are not of the report").doesNotContain("programs");
  }

  @Test
  void tellsWhatATextWithoutAReportShows() {
    assertThat(OomReports.shownInstead("DMA free:1kB\nlowmem_reserve[]: 0 0\n").orElseThrow())
        .contains("neither who asked");
    assertThat(OomReports.shownInstead("x: page allocation failure: order:4").orElseThrow())
        .contains("killed nobody");
    assertThat(OomReports.shownInstead("I lowmemorykiller: Kill 'a' (5)").orElseThrow())
        .contains("lowmemorykiller");
    assertThat(OomReports.shownInstead("hello")).isEqualTo(Optional.empty());
  }
}
