package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GuestWireTest {
  private final GuestWire wire = new GuestWire(5_000_000);

  private void hear(String... lines) {
    for (String line : lines) {
      wire.accept(line);
    }
  }

  @Test
  void timesCountFromTheStart() {
    hear("ready", "start 1000 4096", "line 1500 expected victim is 7.");
    assertThat(wire.lines()).containsExactly(new Observation.Said(500, "expected victim is 7."));
  }

  @Test
  void samplesBecomeSeriesAndTracks() {
    hear(
        "start 0 4096",
        "s 10 100 50 5 200 0 190 10 667 1000 2000 0 0 0 30 20 -1 -1 -1 -1 -1 -1 -1 -1 -1",
        "s 20 100 60 5 240 0 230 10 670 900 1900 0 0 0 70 40 -1 -1 -1 -1 -1 -1 -1 -1 -1");
    assertThat(wire.recording().series().size()).isEqualTo(2);
    assertThat(wire.recording().series().rssBytes(1)).isEqualTo(60 * 4096);
    assertThat(wire.recording().track("VmHWM").orElseThrow().values())
        .containsExactly(200 * 1024, 240 * 1024);
    assertThat(wire.recording().track("oom_score").orElseThrow().values())
        .containsExactly(667, 670);
    assertThat(wire.recording().track("psi some").orElseThrow().values()).containsExactly(30, 70);
    assertThat(wire.recording().track("psi full").orElseThrow().unit()).isEqualTo("us");
  }

  @Test
  void aKernelWithoutPressureGivesNoTrackOfIt() {
    hear(
        "start 0 4096",
        "s 10 100 50 5 200 0 190 10 667 1000 2000 0 0 0 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1");
    assertThat(wire.recording().track("MemFree")).isPresent();
    assertThat(wire.recording().track("psi some")).isEmpty();
  }

  @Test
  void aDyingProcessGivesNoSample() {
    hear(
        "start 0 4096",
        "s 10 0 0 0 -1 -1 -1 -1 0 1000 2000 0 1 0 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1");
    assertThat(wire.recording().series().size()).isZero();
    assertThat(wire.recording().sight().dying()).isTrue();
    assertThat(wire.recording().track("VmHWM")).isEmpty();
    assertThat(wire.recording().track("MemFree")).isPresent();
  }

  @Test
  void theGroupsCountersAreReadOnceMoreWhenTheVictimIsGone() {
    hear(
        "start 0 4096",
        "s 10 100 50 5 200 0 190 10 667 1000 2000 0 0 0 30 20 8192 3 2 0 0 9 8 -1 -1",
        "limit 15",
        "t 20 -1 -1 -1 -1 -1 1000 2000 0 1 0 30 20 4096 3 4 1 1 10 9 -1 -1");
    assertThat(wire.recording().series().size()).isEqualTo(1);
    assertThat(wire.recording().track("memory.current").orElseThrow().values())
        .containsExactly(8192, 4096);
    assertThat(wire.recording().track("memory.events oom_kill").orElseThrow().last()).isEqualTo(1);
    assertThat(wire.recording().track("memory.pressure full").orElseThrow().last()).isEqualTo(9);
    assertThat(wire.recording().track("memory.failcnt")).isEmpty();
    assertThat(wire.limitNanos()).hasValue(15);
  }

  @Test
  void aTornLineIsKeptAsStrangeAndCountsForNothing() {
    List<String> torn =
        List.of(
            "s 10 100 50",
            "s 10 1x0 50 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
            "",
            "start",
            "kmsg x");
    torn.forEach(wire::accept);
    assertThat(wire.strange()).isEqualTo(torn);
    assertThat(wire.recording().series().size()).isZero();
    assertThat(wire.started()).isFalse();
  }

  @Test
  void everyPrefixOfALineIsSurvived() {
    String line = "s 10 100 50 5 200 0 190 10 667 1000 2000 0 0 0 30 20 4096 3 2 1 0 9 8 4096 5";
    for (int end = 0; end < line.length(); end++) {
      hear(line.substring(0, end));
    }
    assertThat(wire.recording().series().size()).isZero();
  }

  @Test
  void kernelRecordsKeepNumberTimeAndText() {
    hear("kmsg 6,252,5275727,-;oom-kill:a\\x0ab");
    assertThat(wire.log()).hasSize(1);
    assertThat(wire.log().get(0).sequence()).isEqualTo(252);
    assertThat(wire.log().get(0).text()).isEqualTo("oom-kill:a\nb");
  }

  @Test
  void killsAreTheGrowthAndUnknownBeforeLinux413() {
    hear("kills -1 -1");
    assertThat(wire.kills()).isEmpty();
    hear("kills 2 5");
    assertThat(wire.kills()).hasValue(3);
  }

  @Test
  void theClocksAreRelatedToTheStart() {
    hear("clock 900 77 4", "start 1000 4096");
    assertThat(wire.clock()).contains(new Observation.Relation(-100, 77, 4));
  }

  @Test
  void whatCameBeforeTheExperimentCanBeHeardAgain() {
    hear("fact release 6.1", "ready", "fact script received");
    assertThat(wire.early()).containsExactly("fact release 6.1", "ready");
    GuestWire restored = new GuestWire(1);
    wire.early().forEach(restored::accept);
    assertThat(restored.ready()).isTrue();
    assertThat(restored.fact("release")).contains("6.1");
    assertThat(restored.fact("script")).isEmpty();
  }
}
