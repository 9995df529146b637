package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Task;
import org.junit.jupiter.api.Test;

/** The smallest inputs of kinds that people paste, with what is right. */
class SmallReportsTest {
  private static List<OomReport> all(String name) throws IOException {
    return OomReports.parse(
        new String(
            Files.readAllBytes(Goldens.DIRECTORY.resolve("small").resolve(name + ".txt")),
            StandardCharsets.UTF_8));
  }

  private static OomReport one(String name) throws IOException {
    List<OomReport> all = all(name);
    assertThat(all).hasSize(1);
    assertThat(all.get(0).unread()).isEmpty();
    return all.get(0);
  }

  private static Kill kill(OomReport report, int pid, String comm) {
    Kill kill = report.kills().get(0);
    assertThat(kill.pid()).isEqualTo(pid);
    assertThat(kill.comm()).isEqualTo(comm);
    return kill;
  }

  @Test
  void pageTablesOf256Bytes() throws IOException {
    OomReport report = one("ppc64le-pgtables");
    assertThat(report.tasks().get(0).pgtablesBytes()).hasValue(21760);
    assertThat(report.problems()).noneMatch(p -> p.what().contains("pgtables"));
  }

  @Test
  void pageTablesThatAreBytesAndCalledKb() throws IOException {
    OomReport report = one("gfp-zero");
    assertThat(kill(report, 28600, "python3").pgtablesKb()).hasValue(10_064);
    assertThat(report.problems()).anyMatch(p -> p.what().contains("taken as bytes"));
  }

  @Test
  void numbersOfAGroupBelowProse() throws IOException {
    OomReport report = one("prose-above");
    OomReport.Memcg group = report.memcg().orElseThrow();
    assertThat(group.limitKb()).hasValue(10_240);
    assertThat(group.kmemUsageKb()).hasValue(552);
    assertThat(group.stat()).containsEntry("anon", 9_900_032L);
  }

  @Test
  void tabsInPlaceOfBlanks() throws IOException {
    OomReport report = one("tabbed-header");
    assertThat(report.tasks())
        .extracting(Task::name)
        .containsExactly("systemd-journal", "baloo_file");
    assertThat(report.tasks().get(1).rssPages()).hasValue(71335);
  }

  @Test
  void wrappedHeaderAndRow() throws IOException {
    OomReport report = one("table-header-wrapped");
    assertThat(report.tasks()).hasSize(1);
    assertThat(report.tasks().get(0).rssShmemPages()).hasValue(0);
    kill(report, 2025, "worker");
  }

  @Test
  void wrappedKillLine() throws IOException {
    Kill kill = kill(one("kill-line-wrapped"), 925, "firewalld");
    assertThat(kill.totalVmKb()).hasValue(298_292);
    assertThat(kill.uid()).hasValue(0);
  }

  @Test
  void wrappedHardwareAndSwapStatistics() throws IOException {
    assertThat(one("hardware-wrapped").source().hardware())
        .hasValue("Vendor Model-1/Board-2, BIOS 2.2 05/23/2018");
  }

  @Test
  void wrappedLineBetweenTheKillsOfAGroup() throws IOException {
    OomReport report = one("group-kill-wrapped");
    assertThat(report.kills()).extracting(Kill::pid).containsExactly(5646, 2025, 4734);
  }

  @Test
  void prefixThatIsNoPartOfTheName() throws IOException {
    assertThat(one("kernel-prefix-space").trigger().orElseThrow().comm()).isEqualTo("dd");
    String line = "[2-3219.1870] my dd invoked oom-killer: gfp_mask=0xcc0, order=0\n";
    String cpu = "CPU: 3 UID: 0 PID: 900 Comm: my dd Not tainted 6.12.0-rc2+ #1\n";
    assertThat(OomReports.parse(line + cpu).get(0).trigger().orElseThrow().comm())
        .isEqualTo("my dd");
  }

  @Test
  void quotedPrintableWithoutItsBeginning() throws IOException {
    OomReport report = one("quoted-printable-without-trigger");
    assertThat(report.cause().constraint()).hasValue("CONSTRAINT_NONE");
    Kill kill = kill(report, 18024, "python");
    assertThat(kill.totalVmKb()).hasValue(27_928_488);
    assertThat(kill.pgtablesKb()).hasValue(54_692);
  }

  @Test
  void rowsWithoutAHeader() throws IOException {
    OomReport report = one("rows-without-header");
    assertThat(report.tasks()).hasSize(3);
    Task python = report.task(18024).orElseThrow();
    assertThat(python.rssAnonPages()).hasValue(6_977_600);
    assertThat(python.oomScoreAdj()).hasValue(200);
  }

  @Test
  void rowsWithoutAHeaderThatSeveralKernelsCouldHavePrinted() {
    String row = "[  900]     0   900     1200      300       16        0             0 sh\n";
    OomReport report = OomReports.parse(row + "Out of memory: Killed process 900 (sh)\n").get(0);
    assertThat(report.tasks()).isEmpty();
    assertThat(report.unread()).hasSize(1);
  }

  @Test
  void rowBeforeARecordOfSomethingElse() throws IOException {
    assertThat(one("dropped-records").tasks().get(0).name()).isEqualTo("oomt");
  }

  @Test
  void messageColumnOfAnExport() throws IOException {
    OomReport report = one("csv-columns");
    assertThat(report.trigger().orElseThrow().comm()).isEqualTo("llvm-tblgen");
    assertThat(report.ramPages()).hasValue(917_227);
    assertThat(kill(report, 662, "baloo_file").oomScoreAdj()).hasValue(0);
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void twoBytesALetter() throws IOException {
    OomReport report = one("utf-16");
    assertThat(report.trigger().orElseThrow().comm()).isEqualTo("a.out");
    assertThat(report.tasks()).hasSize(2);
    kill(report, 662, "a.out");
  }

  @Test
  void newestLineFirst() throws IOException {
    OomReport report = one("newest-first");
    assertThat(report.trigger().orElseThrow().comm()).isEqualTo("a.out");
    assertThat(report.tasks()).extracting(Task::name).containsExactly("a.out", "systemd-journal");
    kill(report, 662, "a.out");
    assertThat(report.problems()).isEmpty();
    assertThat(report.firstLine()).isEqualTo(1);
    assertThat(report.lastLine()).isEqualTo(5);
  }

  @Test
  void linesOfALogService() throws IOException {
    OomReport report = one("loki-values");
    assertThat(report.tasks()).extracting(Task::name).containsExactly("a.out", "systemd-journal");
    kill(report, 662, "a.out");
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void killsOfAGroupNewestFirst() {
    String kill =
        "Memory cgroup out of memory: Killed process %d (x) total-vm:4kB, anon-rss:0kB, file-rss:0kB\n";
    String log =
        "oom_reaper: reaped process 9 (x), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB\n"
            + kill.formatted(9)
            + kill.formatted(8)
            + "Tasks in /g are going to be killed due to memory.oom.group set\n"
            + kill.formatted(7)
            + "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
            + "oom_memcg=/g,task_memcg=/g,task=x,pid=7,uid=0\n"
            + "x invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n";
    List<OomReport> reports = OomReports.parse(log);
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).kills()).extracting(Kill::pid).containsExactly(7, 8, 9);
    assertThat(reports.get(0).outcome().reaped()).hasSize(1);
  }

  @Test
  void killsWithoutTheirReportsStayInOrder() {
    String log =
        """
        [    5.000000] Out of memory: Killed process 5 (x) total-vm:4kB, anon-rss:0kB, file-rss:0kB
        [    6.000000] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=x,pid=5,uid=0
        [    6.000001] Out of memory: Killed process 5 (x) total-vm:4kB, anon-rss:0kB, file-rss:0kB
        [    7.000000] y invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
        [    7.000001] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=z,pid=6,uid=0
        [    7.000002] Out of memory: Killed process 6 (z) total-vm:4kB, anon-rss:0kB, file-rss:0kB
        """;
    List<OomReport> reports = OomReports.parse(log);
    assertThat(reports).extracting(OomReport::firstLine).containsExactly(1, 2, 4);
    assertThat(reports.get(2).trigger().orElseThrow().comm()).isEqualTo("y");
    assertThat(reports.get(2).kill().orElseThrow().pid()).isEqualTo(6);
  }

  @Test
  void linesThatAPagerCut() {
    String log =
        """
        Jan 25 14:59:30 h kernel: a.out invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), ord>
        Jan 25 14:59:30 h kernel: [  pid  ]   uid  tgid total_vm rss pgtables_bytes swapents oom_score_adj name
        Jan 25 14:59:30 h kernel: [    662]  1000   662 67256497    71335  5390336        0             0 a.o>
        Jan 25 14:59:30 h kernel: Out of memory: Killed process 662 (a.out) total-vm:269025>
        """;
    OomReport report = OomReports.parse(log).get(0);
    assertThat(report.problems()).anyMatch(p -> p.what().contains("--no-pager"));
    assertThat(report.tasks()).extracting(Task::name).containsExactly("a.o");
    assertThat(report.kill().orElseThrow().totalVmKb()).isEmpty();
  }

  @Test
  void restsOfBrokenLinesAreNoOtherPrograms() {
    String log =
        """
        [    1.000000] x invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0
        kmisc:7 rest
        starting the web server
        [    1.000001] Out of memory: Killed process 7 (x) total-vm:4kB, anon-rss:0kB, file-rss:0kB
        """;
    OomReport report = OomReports.parse(log).get(0);
    assertThat(report.unread()).extracting(OomReport.Line::number).containsExactly(2);
    assertThat(report.lines()).anyMatch(l -> l.number() == 3 && l.kind() == LineKind.FOREIGN);
  }

  @Test
  void elementsOfAnArray() {
    String log =
        """
        {
         "values": [
          [
           "1623442640000000000",
           "a.out invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0"
          ],
          [
           "1623442640000001000",
           "[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name"
          ],
          [
           "1623442640000002000",
           "[    662]  1000   662 67256497    71335  5390336        0             0 a.out"
          ],
          [
           "1623442640000004000",
           "Out of memory: Killed process 662 (a.out) total-vm:269025988kB, anon-rss:285340kB, file-rss:0kB"
          ]
         ]
        }
        """;
    List<OomReport> reports = OomReports.parse(log);
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).unread()).isEmpty();
    assertThat(reports.get(0).tasks()).extracting(Task::name).containsExactly("a.out");
    assertThat(reports.get(0).source().date())
        .isEqualTo(Optional.of("2021-06-11T20:17:20.000000Z"));
    assertThat(reports.get(0).kills().get(0).micros()).isEqualTo(OptionalLong.empty());
  }

  @Test
  void twoMachinesInOneStream() throws IOException {
    List<OomReport> reports = all("two-hosts");
    assertThat(reports).hasSize(2);
    assertThat(reports.get(0).ramPages()).hasValue(917_227);
    kill(reports.get(0), 662, "aaa");
    assertThat(reports.get(1).ramPages()).hasValue(3_145_595);
    kill(reports.get(1), 5532, "bbb");
  }

  @Test
  void machineThatSaysSomethingElseFirst() throws IOException {
    String[] lines =
        Files.readString(Goldens.DIRECTORY.resolve("small/two-hosts.txt")).split("\n", -1);
    StringBuilder log = new StringBuilder(lines[0]).append('\n');
    for (int i = 0; i < 9; i++) {
      log.append("Jun 11 20:17:20 hostb kernel: usb 1-1: new device\n");
      log.append("Jun 11 20:17:20 hostc kernel: usb 1-1: new device\n");
    }
    for (int i = 1; i < lines.length; i++) {
      log.append(lines[i]).append('\n');
    }
    assertThat(OomReports.parse(log.toString()))
        .extracting(report -> report.kills().get(0).pid())
        .containsExactly(662, 5532);
  }

  @Test
  void quotationMarkThatStaysOpenEndsByItself() {
    OomReports.Reader reader = OomReports.reader(report -> {});
    reader.line("\"a\",\"b");
    for (int i = 0; i < 50; i++) {
      reader.line("x");
    }
    assertThat(reader.idle()).isFalse();
    for (int i = 0; i < 50; i++) {
      reader.line("x");
    }
    assertThat(reader.idle()).isTrue();
  }
}
