package oomlab.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplingQualityTest {
  private static final long MS = 1_000_000;

  private static Series series(long[] millis, long[] rssPages) {
    long[] nanos = new long[millis.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = millis[i] * MS;
    }
    return new Series(4096, nanos, rssPages, rssPages, new long[nanos.length]);
  }

  @Test
  void findsGapsAndGrowth() {
    Series series = series(new long[] {0, 1, 2, 7, 8}, new long[] {0, 10, 20, 25, 30});
    SamplingQuality sight = SamplingQuality.of(series, MS, 100, true);
    assertThat(sight.p50Nanos()).isEqualTo(MS);
    assertThat(sight.p99Nanos()).isEqualTo(5 * MS);
    assertThat(sight.maxNanos()).isEqualTo(5 * MS);
    assertThat(sight.wallNanos()).isEqualTo(8 * MS);
    assertThat(sight.growthBytesPerSecond()).isEqualTo(10 * 4096 * 1000.0);
    assertThat(sight.blindBytes()).isEqualTo(50 * 4096);
    assertThat(sight.dying()).isTrue();
    assertThat(sight.toString()).contains("longest gap 5.00 ms").contains("dying");
  }

  @Test
  void takesNoRateFromTwoSamplesThatFollowEachOtherClosely() {
    long[] nanos = {0, 1_990_000, 2_000_000, 3_000_000};
    long[] rss = {0, 0, 512, 512}; // a huge page within 10 microseconds
    SamplingQuality sight =
        SamplingQuality.of(new Series(4096, nanos, rss, rss, rss), MS, 0, false);
    assertThat(sight.growthBytesPerSecond()).isLessThanOrEqualTo(512 * 4096 * 1000.0);
    assertThat(sight.growthBytesPerSecond()).isPositive();
  }

  @Test
  void seesNothingInNothing() {
    SamplingQuality none = SamplingQuality.of(Series.empty(4096), MS, 0, false);
    assertThat(none).isEqualTo(new SamplingQuality(MS, 0, 0, 0, 0, 0, 0, 0, false));
    SamplingQuality one = SamplingQuality.of(series(new long[] {3}, new long[] {5}), MS, 0, false);
    assertThat(one.maxNanos()).isZero();
    assertThat(one.cpuShare()).isZero();
  }

  @Test
  void shrinkingIsNoGrowth() {
    SamplingQuality sight =
        SamplingQuality.of(series(new long[] {0, 1, 2}, new long[] {9, 5, 1}), MS, 0, false);
    assertThat(sight.growthBytesPerSecond()).isZero();
    assertThat(sight.blindBytes()).isZero();
  }
}
