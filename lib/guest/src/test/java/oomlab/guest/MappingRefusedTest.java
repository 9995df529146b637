package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.Scenario;
import oomlab.Verdict;
import org.junit.jupiter.api.Test;

/** Why a kernel before 5.2 refuses a request, without such a kernel. */
class MappingRefusedTest {
  private static final List<String> LINES =
      List.of(
          "expected victim is 585.",
          "thread(b676f7a0), allocating 10485760 bytes.",
          "oom: mmap of 10485760 bytes refused: Cannot allocate memory",
          "oom: mmap of 10485760 bytes refused: Cannot allocate memory",
          "victim retcode: 12");

  private static List<Verdict.Evidence> of(Scenario scenario, String release, int code) {
    return GuestRunner.mappingRefused(scenario, release, code, LINES);
  }

  @Test
  void anOlderKernelInModeZeroAsksForWhatIsFree() {
    for (String release : List.of("4.0.0+", "3.2.0-4-vexpress", "5.1.21")) {
      assertThat(of(Scenario.plain(), release, 12))
          .containsExactly(new Verdict.MappingRefused(10_485_760, release));
    }
    assertThat(new Verdict.Exited(12, of(Scenario.plain(), "4.0.0", 12)))
        .hasToString(
            "exited with 12: a mapping of 10485760 bytes was refused: Linux 4.0.0 grants no more"
                + " than is free at the moment, as all before 5.2 in overcommit mode 0"
                + " (__vm_enough_memory); in overcommit mode 1, or with smaller chunks such as 1M,"
                + " the victim goes on until it is killed");
  }

  @Test
  void everyOtherEndHasOtherReasons() {
    assertThat(of(Scenario.plain(), "5.2.0", 12)).isEmpty();
    assertThat(of(Scenario.plain(), "6.1.0-50-armmp", 12)).isEmpty();
    assertThat(of(Scenario.plain(), "unknown", 12)).isEmpty();
    assertThat(of(Scenario.plain().overcommit(2), "4.0.0", 12)).isEmpty();
    assertThat(of(Scenario.plain().addressSpace(64 << 20), "4.0.0", 12)).isEmpty();
    assertThat(of(Scenario.plain(), "4.0.0", 11)).isEmpty();
    assertThat(GuestRunner.mappingRefused(Scenario.plain(), "4.0.0", 12, List.of())).isEmpty();
  }
}
