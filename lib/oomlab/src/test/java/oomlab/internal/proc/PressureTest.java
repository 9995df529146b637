package oomlab.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PressureTest {
  private static final long SECOND = 1_000_000_000;
  private static final long[] NANOS = {0, SECOND, 2 * SECOND, 3 * SECOND, 4 * SECOND};

  private static Recording recording(Track... tracks) {
    long[] none = {};
    Series series = new Series(4096, none, none, none, none);
    return new Recording(series, List.of(tracks), SamplingQuality.of(series, SECOND, 0, false));
  }

  private static Track track(String name, long... micros) {
    return new Track(name, "us", NANOS, micros);
  }

  private static Pressure pressure(long[] some, long[] full) {
    return Pressure.of(recording(track("psi some", some), track("psi full", full))).orElseThrow();
  }

  private final Pressure stalled =
      pressure(
          new long[] {700, 700, 400_700, 1_400_700, 2_400_700},
          new long[] {70, 70, 70, 500_070, 1_500_070});

  @Test
  void theFirstStallIsTheFirstGrowthNotTheFirstNumber() {
    assertThat(stalled.firstStallNanos()).hasValue(2 * SECOND);
    assertThat(stalled.sinceFirstStallNanos(5 * SECOND)).isEqualTo(3 * SECOND);
  }

  @Test
  void countsFromTheFirstReadingAndNotFromTheBoot() {
    assertThat(stalled.someNanos()).isEqualTo(2_400_000_000L);
    assertThat(stalled.fullNanos()).isEqualTo(1_500_000_000L);
    assertThat(stalled).hasToString("first stall seen at 2.000 s; some 2.400 s, full 1.500 s");
  }

  @Test
  void dividesIntoStretchesThatMissNothing() {
    List<Pressure.Share> shares = stalled.shares(2 * SECOND);
    assertThat(shares).hasSize(2);
    assertThat(shares.get(0).some()).isCloseTo(0.2, within(1e-9));
    assertThat(shares.get(1).full()).isCloseTo(0.75, within(1e-9));
    assertThat(stalled.worst(SECOND).orElseThrow().some()).isEqualTo(1);
    assertThat(shares.get(1).toNanos()).isEqualTo(4 * SECOND);
  }

  @Test
  void aRunWithoutStallsHasNoFirstOne() {
    Pressure calm = pressure(new long[] {5, 5, 5, 5, 5}, new long[] {1, 1, 1, 1, 1});
    assertThat(calm.firstStallNanos()).isEmpty();
    assertThat(calm.sinceFirstStallNanos(SECOND)).isZero();
    assertThat(calm).hasToString("no stall in 5 readings");
  }

  @Test
  void noTrackIsAGapAndNotCalm() {
    assertThat(Pressure.of(recording())).isEmpty();
    assertThat(Pressure.of(recording(track("psi some", 1, 2, 3, 4, 5)))).isEmpty();
    assertThat(Pressure.ABSENT).contains("/proc/pressure/memory");
  }
}
