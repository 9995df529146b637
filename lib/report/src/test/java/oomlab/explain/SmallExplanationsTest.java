package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
