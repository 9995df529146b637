package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Problem;
import oomlab.report.OomReport.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single lines that are easily read wrongly, and numbers that cannot be true. */
class ReportLinesTest {
  private static final String TRIGGER =
      "x invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n";
  private static final String HEADER =
      "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name\n";
  private static final String KILL =
      "Out of memory: Killed process 7 (x) total-vm:40kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a (b) c, d=e",
        ",pid=1,uid=0",
        ") total-vm:9kB,",
        "x) total-vm:0kB",
        "[  123]",
        "日本語テス",
        "(sd-pam)",
        "()",
        "[",
        "CPU 0/KVM",
        "runc:[2:INIT]",
        "kworker/0:1",
        ",task=x"
      })
  void readsAnyNameInTheSummaryAndTheKillLine(String name) {
    OomReport report =
        only(
            "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=a b,c=d,mems_allowed=0,"
                + "global_oom,task_memcg=/p,task="
                + name
                + ",pid=7,uid=12\n"
                + "Out of memory: Killed process 7 ("
                + name
                + ") total-vm:40kB, anon-rss:8kB,"
                + " file-rss:0kB, shmem-rss:0kB, UID:12 pgtables:4kB oom_score_adj:-5\n");
    Kill kill = report.kill().orElseThrow();
    assertThat(kill.comm()).isEqualTo(name);
    assertThat(kill.chosenComm()).hasValue(name);
    assertThat(kill.uid()).hasValue(12);
    assertThat(kill.oomScoreAdj()).hasValue(-5);
    assertThat(report.scope()).isEqualTo(Scope.GLOBAL);
  }

  @Test
  void readsTheGroupsOfTheSummary() {
    OomReport report =
        only(
            "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
                + "oom_memcg=/a b,c,task_memcg=/a b,c/d,task=x,pid=7,uid=0\n");
    assertThat(report.memcg().orElseThrow().oomMemcg()).hasValue("/a b,c");
    assertThat(report.memcg().orElseThrow().taskMemcg()).hasValue("/a b,c/d");
    assertThat(report.scope()).isEqualTo(Scope.MEMCG);
  }

  @Test
  void letsTheSummaryNameAThreadOfTheAllocatingTask() {
    String summary =
        "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,"
            + "task_memcg=/,task=oom,pid=109,uid=0\n";
    String kill =
        ": Killed process 107 (oom) total-vm:8kB, anon-rss:4kB, file-rss:0kB, "
            + "shmem-rss:0kB, UID:0 pgtables:8kB oom_score_adj:0\n";
    String word = "the summary line chose another process";
    assertThat(only(summary + "Out of memory (oom_kill_allocating_task)" + kill).problems())
        .noneMatch(problem -> problem.what().contains(word));
    assertThat(only(summary + "Out of memory" + kill).problems())
        .anyMatch(problem -> problem.what().contains(word));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Killed process 63, UID 5, (hog) total-vm:1kB, anon-rss:1kB, file-rss:1kB; 63; hog",
        "Killed process 64 (hog) vsz:1kB, anon-rss:1kB, file-rss:1kB; 64; hog",
        "Killed process 65:#7 (hog) total-vm:1kB, anon-rss:1kB, file-rss:1kB; 65; hog",
        "Out of Memory: Killed process 11 (init).; 11; init",
        "Out of memory (oom_kill_allocating_task): Killed process 9 (a) total-vm:1kB; 9; a",
        "Memory cgroup out of memory: Killed process 8 (b) total-vm:1kB; 8; b",
      })
  void readsKillLinesOfAllAges(String line, int pid, String comm) {
    Kill kill = only(line).kill().orElseThrow();
    assertThat(kill.pid()).isEqualTo(pid);
    assertThat(kill.comm()).isEqualTo(comm);
    assertThat(kill.memcg()).isEqualTo(line.startsWith("Memory cgroup"));
  }

  @Test
  void givesTheScoreToTheParentAndTheDeathToTheChild() {
    String log =
        """
        Memory cgroup out of memory: Kill process 5 (make) score 31 or sacrifice child
        Killed process 6 (cc1) total-vm:4kB, anon-rss:4kB, file-rss:0kB
        """;
    Kill kill = only(log).kill().orElseThrow();
    assertThat(kill.chosenPid()).hasValue(5);
    assertThat(kill.pid()).isEqualTo(6);
    assertThat(kill.score()).hasValue(31);
    assertThat(kill.memcg()).isTrue();
  }

  @Test
  void takesKillsWithoutAReportOneByOne() {
    assertThat(OomReports.parse(KILL + KILL)).hasSize(2).allMatch(r -> r.trigger().isEmpty());
  }

  @Test
  void readsColumnsByTheirNames() {
    OomReport report =
        only(TRIGGER + "[ pid ]  rss  tgid ppid uid name\n[    7]  3  4  5  6 a b\n" + KILL);
    OomReport.Task task = report.tasks().get(0);
    assertThat(task.rssPages()).hasValue(3);
    assertThat(task.tgid()).hasValue(4);
    assertThat(task.uid()).hasValue(6);
    assertThat(task.other()).containsEntry("ppid", "5");
    assertThat(task.name()).isEqualTo("a b");
    assertThat(task.totalVmPages()).isEmpty();
  }

  @Test
  void namesARowThatDoesNotFitItsHeader() {
    OomReport report =
        only(TRIGGER + HEADER + "[      7]     0     7       10        2    x\n" + KILL);
    assertThat(report.tasks()).isEmpty();
    assertThat(report.problems())
        .extracting(Problem::line, Problem::what)
        .contains(tuple(3, "the row has 4 numbers after the pid, its header names 7"));
    assertThat(report.unread()).hasSize(1);
  }

  @Test
  void namesNumbersThatDoNotFit() {
    OomReport report =
        only(
            TRIGGER
                + HEADER
                + "[      7]     0     7  99999999999999999999  2  4096  0  0 x\n"
                + "[ 5000000000]  0   7       10        2   4096     0             0 y\n"
                + KILL);
    assertThat(report.tasks()).hasSize(1);
    assertThat(report.tasks().get(0).totalVmPages()).isEmpty();
    assertThat(what(report))
        .contains("total_vm of 99999999999999999999 does not fit into 64 bits")
        .contains("the pid 5000000000 does not fit into 32 bits");
  }

  @Test
  void namesABuddyListThatDoesNotAddUp() {
    OomReport report = only(TRIGGER + "Mem-Info:\nDMA: 1*4kB (U) 2*8kB (M) 0*16kB = 24kB\n" + KILL);
    assertThat(report.problems())
        .extracting(Problem::line, Problem::what)
        .containsExactly(tuple(3, "the blocks of zone DMA add up to 20 kB, the line says 24 kB"));
  }

  @Test
  void namesAKillLineThatContradictsItsRow() {
    OomReport report =
        only(
            TRIGGER
                + "DMA: 0*4kB 0*8kB = 0kB\n"
                + HEADER
                + "[      7]     0     7  900000  2  4096  0  0 other\n"
                + KILL);
    assertThat(what(report))
        .contains("the kill line says total-vm is 40 kB, the task table 3600000 kB")
        .contains("the kill line calls process 7 \"x\", the task table \"other\"");
  }

  @Test
  void namesTotalsThatContradictTheZones() {
    String log = Goldens.text("v6.12-x86_64-global", Goldens.LOG);
    String damaged = log.replaceFirst("(\\d)(\\d) pages RAM", "$2$1 pages RAM");
    assertThat(damaged).isNotEqualTo(log);
    assertThat(what(only(damaged))).contains("the zones have").contains("the totals say");
  }

  @Test
  void namesAVictimWithoutARow() {
    OomReport report = only(TRIGGER + HEADER + "[      9]  0  9  10  2  4096  0  0 y\n" + KILL);
    assertThat(what(report)).contains("process 7 was killed, but the task table has no row for it");
  }

  @Test
  void namesASummaryOfAnotherProcessThanTheOneKilled() {
    OomReport report =
        only(
            TRIGGER
                + "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),global_oom,task_memcg=/,"
                + "task=y,pid=9,uid=0\n"
                + KILL);
    assertThat(what(report)).contains("chose another process than the kill line names: 9");
  }

  @Test
  void infersThePageSize() {
    String kill = "Out of memory: Killed process 7 (x) total-vm:640kB, anon-rss:64kB\n";
    String row = "[      7]     0     7  10  2  4096  0  0 x\n";
    assertThat(only(TRIGGER + HEADER + row + kill).pageSizeKb()).hasValue(64);
    assertThat(only(TRIGGER + "Normal: 1*16kB (U) 0*32kB = 16kB\n" + KILL).pageSizeKb())
        .hasValue(16);
    assertThat(only(KILL).pageSizeKb()).isEmpty();
  }

  @Test
  void readsOldStatisticsOfACgroupAsBytes() {
    OomReport report =
        only(
            TRIGGER
                + "Task in /a/b killed as a result of limit of /a\n"
                + "memory: usage 980kB, limit 1000kB, failcnt 42\n"
                + "memory+swap: usage 0kB, limit 18014398509481983kB, failcnt 0\n"
                + "Memory cgroup stats for /a: cache:0KB rss:980KB rss_huge:0KB\n"
                + "Memory cgroup stats for /a/b: cache:7KB rss:3KB\n"
                + KILL);
    OomReport.Memcg memcg = report.memcg().orElseThrow();
    assertThat(memcg.stat()).containsEntry("rss", 980L * 1024).containsEntry("cache", 0L);
    assertThat(memcg.limitKb()).hasValue(1000);
    assertThat(memcg.failcnt()).hasValue(42);
    assertThat(memcg.swapLimitKb()).isEmpty();
    assertThat(memcg.memswLimitKb()).hasValue(18014398509481983L);
    assertThat(memcg.taskMemcg()).hasValue("/a/b");
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void givesAReaperLineToTheReportThatKilled() {
    List<OomReport> reports =
        OomReports.parse(
            TRIGGER
                + KILL
                + TRIGGER
                + "oom_reaper: reaped process 7 (x), now anon-rss:0kB, file-rss:0kB, shmem-rss:4kB\n"
                + KILL.replace(" 7 ", " 8 "));
    assertThat(reports).hasSize(2);
    assertThat(reports.get(0).outcome().reaped()).hasSize(1);
    assertThat(reports.get(0).outcome().reaped().get(0).shmemRssKb()).hasValue(4);
    assertThat(reports.get(1).outcome().reaped()).isEmpty();
  }

  @Test
  void saysWhereTheLogLostLines() {
    OomReport report = only(TRIGGER + "** 694 printk messages dropped **\n" + KILL);
    assertThat(what(report)).contains("the log lost lines here");
  }

  @Test
  void saysThatAReportWithoutAKillWasCut() {
    assertThat(what(only(TRIGGER))).contains("the report ends without a kill line");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:1 ",
        "(",
        "[ 1]",
        "1*4kB ",
        "Killed process 1 (",
        "Node 0 DMA free:1kB ",
        "> ",
        "ill process 1 (a) score 1 or ",
        "aa ",
        "\\x41",
        "#012 ",
        "\"msg\":\"\\n",
        "12:30 kernel: "
      })
  void survivesLinesThatNeverEnd(String part) {
    String line = part.repeat(200_000 / part.length());
    String shorter = part.repeat(4_000 / part.length());
    for (String prefix :
        List.of("", "[    1.000000] ", "4,5,6,-;", "\"msg\": \"", "{\"MESSAGE\":\"")) {
      assertThat(OomReports.parse(TRIGGER + prefix + line + "\n" + prefix + shorter + "\n" + KILL))
          .isNotEmpty();
    }
  }

  @Test
  void aRegisterOfDigitsOnlyIsNoCounterOfPages() {
    OomReport report =
        only(
            TRIGGER
                + "CPU: 1 PID: 107 Comm: x Not tainted 5.10.0 #1\n"
                + "Backtrace: \n"
                + "[<c0d0c6a4>] (dump_backtrace) from [<c0d0ca50>] (show_stack+0x20/0x24)\n"
                + " r4:00000255\n"
                + "[<c0d0ca30>] (show_stack) from [<c0d11e04>] (dump_stack+0xc8/0xdc)\n"
                + "Mem-Info:\n"
                + "active_anon:338 inactive_anon:17135 isolated_anon:0\n"
                + KILL);
    assertThat(report.unread()).isEmpty();
    assertThat(report.problems()).isEmpty();
    assertThat(report.memInfo()).containsEntry("activeAnonPages", 338L).hasSize(3);
  }

  @Test
  void explainsEveryKindOfLineInASentence() {
    assertThat(Arrays.stream(LineKind.values()).map(LineKind::meaning))
        .allMatch(m -> m.endsWith(".") && !m.isBlank())
        .doesNotHaveDuplicates();
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
