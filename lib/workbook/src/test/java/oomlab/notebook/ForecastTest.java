package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import oomlab.Experiment;
import oomlab.Guest;
import oomlab.Live;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.SamplingQuality;
import oomlab.internal.proc.Series;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final long MS = 1_000_000;
  private static final Experiment HOST = Experiment.standard();

  /** Resident MiB, a sample each 100 ms; the limit is 256 MiB. */
  private static String forecast(Experiment experiment, long... mib) {
    long[] nanos = LongStream.range(0, mib.length).map(i -> i * 100 * MS).toArray();
    long[] pages = LongStream.of(mib).map(m -> m << 8).toArray();
    Series series = new Series(4096, nanos, pages, pages, new long[mib.length]);
    Recording recording =
        new Recording(series, List.of(), SamplingQuality.of(series, MS, 0, false));
    return Forecast.of(
        experiment,
        new Live(mib.length * 100L * MS, recording, List.of(), 256L << 20, "runs", List.of()));
  }

  @Test
  void beforeTheFirstSampleItSaysWhatItWaitsFor() {
    assertThat(forecast(HOST)).contains("no rate yet", "first sample");
    assertThat(forecast(Experiment.in(Guest.arm32()))).contains("no rate yet", "booted");
  }

  @Test
  void oneSampleTellsNoRate() {
    assertThat(forecast(HOST, 20)).isEqualTo("20 MiB of 256 MiB; there is no rate yet.");
  }

  @Test
  void timeIsWhatIsLeftByTheRateOfTheLastSecond() {
    assertThat(forecast(HOST, 16, 20, 24, 28))
        .isEqualTo("28 MiB of 256 MiB, about 6 s left at 40 MiB/s.");
    // The first second was slow, and does not count any more.
    long[] late = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101};
    assertThat(forecast(HOST, late)).isEqualTo("101 MiB of 256 MiB, about 2 s left at 100 MiB/s.");
  }

  @Test
  void whatDoesNotGrowOrIsFullGetsNoTime() {
    assertThat(forecast(HOST, 100, 100, 100)).contains("hardly grows");
    assertThat(forecast(HOST, 200, 225, 250)).startsWith("250 MiB of 256 MiB: as good as full");
  }

  @Test
  void timeIsSaidInTheUnitThatFits() {
    assertThat(Forecast.time(0.2)).isEqualTo("less than 1 s");
    assertThat(Forecast.time(3.4)).isEqualTo("about 3 s");
    assertThat(Forecast.time(240)).isEqualTo("about 4 min");
  }
}
