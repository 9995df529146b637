package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import oomlab.explain.Replay.Agreement;
import oomlab.report.OomReports;
import org.junit.jupiter.api.Test;

/** How sure the replay is of the smallest reports. */
class SmallExplanationsTest {
  private static final Path SMALL = Path.of("lib/report/src/test/resources/reports/small");

  private static Replay replay(String name) throws IOException {
    String text = Files.readString(SMALL.resolve(name + ".txt"));
    return Explanation.of(OomReports.parse(text).get(0)).replay();
  }

  @Test
  void aChoiceIsComparedThoughTheKillLineIsMissing() throws IOException {
    Replay pod = replay("choice-without-kill-line-memcg");
    assertThat(pod.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(pod.why()).startsWith("qemu-system-x86 (39079) has the most points of 2 processes");
    assertThat(replay("choice-without-kill-line").why()).startsWith("bash (62685) ranks first");
  }

  @Test
  void aRowThatIsMissingCouldHaveHadMore() throws IOException {
    Replay gap = replay("table-with-a-gap");
    assertThat(gap.verdict()).isEqualTo(Agreement.NOT_REPRODUCIBLE);
    assertThat(gap.why())
        .startsWith("Rows of the task table may be missing")
        .contains("postmaster (3499662) is the only process");
  }

  @Test
  void twoWhoMayBeKilledAreNotNobody() throws IOException {
    Replay nobody = replay("no-killable-with-rows");
    assertThat(nobody.verdict()).isEqualTo(Agreement.NOT_REPRODUCIBLE);
    assertThat(nobody.why())
        .contains("2 processes may be killed, random (1769) first", "killed before", "nodes");
  }

  @Test
  void anEmptyTableIsATable() throws IOException {
    Replay empty = replay("header-without-rows");
    assertThat(empty.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(empty.why())
        .isEqualTo("The task table is empty, and the kernel found nobody to kill.");
  }

  private static String said(String log) {
    return Explanation.of(OomReports.parse(log).get(0)).story().stream()
        .flatMap(answer -> answer.sentences().stream())
        .collect(Collectors.joining("\n"));
  }

  private static final String TABLE =
      """
      [ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
      [  444]     0   444    30482      118      63        0             0 systemd-journal
      [  476]     0   476    14365      114      28        0         -1000 auditd
      """;

  @Test
  void whoHasNoRowMayHoldMost() {
    String story =
        said(
            TABLE
                + """
                Out of memory: Kill process 17982 (java) score 77 or sacrifice child
                Killed process 17982 (java) total-vm:19803312kB, anon-rss:2540308kB, file-rss:0kB
                """);
    assertThat(story)
        .contains("The victim java (17982) held more than any process that the table shows")
        .doesNotContain("systemd-journal (444) holds most");
  }

  @Test
  void aFirstLineThatIsCutTellsNoOldKernel() {
    String story =
        said(
            """
            [  581.376828] python invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0
            [  581.507100] Out of memory: Killed process 1234 (python) total-vm:16777216kB, anon-rss:13990000kB
            """);
    assertThat(story).doesNotContain("Before 2.6.36");
  }

  @Test
  void aGroupThatIsFullHasALimitOfItsOwn() {
    String story =
        said(
            "x invoked oom-killer: gfp_mask=0xd0, order=0, oom_score_adj=0\n"
                + "memory: usage 1024kB, limit 1024kB, failcnt 7\n"
                + "Memory cgroup stats for /a: cache:0KB rss:1024KB rss_huge:0KB mapped_file:0KB\n"
                + TABLE
                + """
                Memory cgroup out of memory: Kill process 444 (systemd-journal) score 1 or sacrifice child
                Killed process 444 (systemd-journal) total-vm:121928kB, anon-rss:400kB, file-rss:72kB
                """);
    assertThat(story)
        .contains("Find out what systemd-journal needs so much for; oom_score_adj only decides")
        .doesNotContain("keeps it from others");
  }

  @Test
  void zonesWithoutAFirstLineAreMoreThanAKill() {
    String story =
        said(
            """
            Mem-Info:
            Node 4 Movable free:1300kB min:90kB low:130kB high:260kB present:13000kB managed:13000kB
            lowmem_reserve[]: 0 0 0 0 0
            oom-kill:constraint=CONSTRAINT_CPUSET,nodemask=(null),cpuset=c,mems_allowed=4,global_oom,task_memcg=/s,task=t,pid=41,uid=0
            Out of memory: Killed process 41 (t) total-vm:40kB, anon-rss:5kB, file-rss:2kB, shmem-rss:0kB, UID:0 pgtables:6kB oom_score_adj:0
            """);
    assertThat(story)
        .contains("The line with the mask is missing")
        .doesNotContain("The log holds only the kill");
  }

  @Test
  void theFirstVictimOfAGroupDiesOnce() {
    String kill =
        "Memory cgroup out of memory: Killed process %d (node) total-vm:99kB, anon-rss:%dkB, file-rss:2kB, shmem-rss:0kB\n";
    String story =
        said(
            kill.formatted(22609, 4116684)
                + "Tasks in /p/c are going to be killed due to memory.oom.group set\n"
                + kill.formatted(22601, 10)
                + kill.formatted(22609, 4116684));
    assertThat(story).containsOnlyOnce("node (22609)").contains("node (22601) died with its group");
  }
}
