package oomlab.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import oomlab.Recording;
import oomlab.Recording.Series;
import oomlab.Recording.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  private final Path root;
  private final ProcTree tree;

  SamplerTest(@TempDir Path root) {
    this.root = root;
    tree = new ProcTree(root).withPageBytes(4096).with("7/statm", "900 300 100 4 0 120 0\n");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1);
    }
  }

  @Test
  void recordsFromTheFirstMomentOn() {
    long origin = System.nanoTime();
    try (Sampler sampler = Sampler.start(root, 7, origin, MILLI, List.of())) {
      Series series = sampler.snapshot().series();
      assertThat(series.size()).isPositive();
      assertThat(series.rssBytes(0)).isEqualTo(300 * 4096);
      assertThat(series.totalPages(0)).isEqualTo(900);
      assertThat(series.sharedPages(0)).isEqualTo(100);
      assertThat(series.nanos(0)).isBetween(0L, System.nanoTime() - origin);
    }
  }

  @Test
  void seesGrowthAndSaysHowMuchFitsIntoAGap() throws InterruptedException {
    Sampler sampler = Sampler.start(root, 7, System.nanoTime(), MILLI, List.of());
    tree.with("7/statm", "900 800 100 4 0 120 0\n");
    await(() -> sampler.snapshot().series().maxRssBytes() == 800 * 4096);
    Recording recording = sampler.stop();
    assertThat(recording.quality().growthBytesPerSecond()).isPositive();
    assertThat(recording.quality().blindBytes()).isPositive();
    assertThat(recording.quality().dying()).isFalse();
    assertThat(recording.quality().maxNanos())
        .isGreaterThanOrEqualTo(recording.quality().p50Nanos());
    assertThat(recording.quality().cpuNanos()).isPositive();
  }

  @Test
  void readsThePeakAsSoonAsGrowthStops() throws InterruptedException {
    tree.with("7/status", "VmHWM:\t 1200 kB\n");
    Sampler sampler = Sampler.start(root, 7, System.nanoTime(), MILLI, List.of());
    tree.with("7/status", "VmHWM:\t 3200 kB\n").with("7/statm", "900 800 100 4 0 120 0\n");
    await(() -> countAtLeast(sampler, 800, 3));
    Track peak = sampler.stop().track("VmHWM").orElseThrow();
    assertThat(peak.values()[peak.size() - 1]).isEqualTo(3200 << 10);
  }

  private static boolean countAtLeast(Sampler sampler, long rssPages, int count) {
    Series series = sampler.snapshot().series();
    int seen = 0;
    for (int i = 0; i < series.size(); i++) {
      seen += series.rssPages(i) == rssPages ? 1 : 0;
    }
    return seen >= count;
  }

  @Test
  void dropsTheZerosOfADyingProcess() throws InterruptedException {
    Sampler sampler = Sampler.start(root, 7, System.nanoTime(), MILLI, List.of());
    tree.with("7/statm", "0 0 0 0 0 0 0\n");
    await(() -> sampler.snapshot().quality().dying());
    Series series = sampler.stop().series();
    for (int i = 0; i < series.size(); i++) {
      assertThat(series.totalPages(i)).isEqualTo(900);
    }
  }

  @Test
  void leavesGarbageOut() throws InterruptedException {
    Sampler sampler = Sampler.start(root, 7, System.nanoTime(), MILLI, List.of());
    tree.with("7/statm", "what is this\n");
    tree.with("7/statm", "901 1 1\n");
    await(() -> last(sampler.snapshot().series()) == 901);
    Series series = sampler.stop().series();
    for (int i = 0; i < series.size(); i++) {
      assertThat(series.totalPages(i)).isIn(900L, 901L);
    }
  }

  private static long last(Series series) {
    return series.totalPages(series.size() - 1);
  }

  @Test
  void readsTheTotalsOnceMoreWhenTheProcessHasEnded() {
    String stat = "7 (oom) R 1 7 7 0 -1 4194304 %d 0 2 0 12 3 0 0 20 0 3 0 900 1\n";
    tree.with("7/stat", stat.formatted(10));
    Sampler sampler = Sampler.start(root, 7, System.nanoTime(), MILLI, List.of());
    tree.with("7/stat", stat.formatted(65536));
    assertThat(sampler.stop().last("minflt")).hasValue(65536);
  }

  @Test
  void recordsSlowerValuesWhereThereAreAny() throws InterruptedException {
    tree.with("7/status", "VmHWM:\t 100 kB\nVmSwap:\t 0 kB\n").with("7/oom_score", "667\n");
    tree.with("vmstat", "oom_kill 3\n");
    tree.with("7/stat", "7 (a) b 9) R 1 7 7 0 -1 4194304 2561 0 2 0 12 3 0 0 20 0 3 0 900 1\n");
    Sampler sampler = Sampler.start(root, 7, System.nanoTime(), MILLI, List.of());
    tree.with("7/status", "VmHWM:\t 200 kB\nVmSwap:\t 0 kB\n");
    await(() -> lastValue(sampler, "VmHWM") == 200 << 10);
    Recording recording = sampler.stop();
    assertThat(recording.track("VmHWM").orElseThrow().values()).contains(100 << 10, 200 << 10);
    assertThat(recording.track("VmHWM").orElseThrow().unit()).isEqualTo("bytes");
    assertThat(recording.track("oom_score").orElseThrow().values()).containsOnly(667);
    assertThat(recording.track("oom_kill").orElseThrow().values()).containsOnly(3);
    assertThat(recording.track("minflt").orElseThrow().values()).containsOnly(2561);
    assertThat(recording.track("cpu").orElseThrow().values()).containsOnly(150_000);
    assertThat(recording.track("RssAnon")).isEmpty();
    assertThat(recording.track("psi some")).isEmpty();
  }

  private static long lastValue(Sampler sampler, String name) {
    long[] values = sampler.snapshot().track(name).map(Track::values).orElse(new long[] {0});
    return values[values.length - 1];
  }

  @Test
  void recordsFilesOfANumberAndSurvivesBrokenOnes() throws InterruptedException {
    tree.with("lab/usage", "5\n").with("lab/none", "max\n");
    Path lab = root.resolve("lab");
    List<Path> gauges = List.of(lab.resolve("missing"), lab.resolve("none"), lab.resolve("usage"));
    Sampler sampler = Sampler.start(root, 7, System.nanoTime(), MILLI, gauges);
    await(() -> sampler.snapshot().series().size() > 20);
    Recording recording = sampler.stop();
    assertThat(recording.track("usage").orElseThrow().values()).containsOnly(5);
    assertThat(recording.track("none")).isEmpty();
    assertThat(recording.track("missing")).isEmpty();
  }

  @Test
  void listsTheThreadsItSaw() {
    tree.with("7/task/7/comm", "oom").with("7/task/9/comm", "oom");
    try (Sampler sampler = Sampler.start(root, 7, System.nanoTime(), MILLI, List.of())) {
      assertThat(sampler.threadIds()).containsExactly(7, 9);
    }
  }

  @Test
  void keepsItsRecordingAfterTheEnd() {
    Sampler sampler = Sampler.start(root, 7, System.nanoTime(), MILLI, List.of());
    Recording once = sampler.stop();
    assertThat(SeriesCsv.text(sampler.stop().series())).isEqualTo(SeriesCsv.text(once.series()));
    assertThat(sampler.stop().quality()).isEqualTo(once.quality());
  }

  @Test
  void refusesAProcessThatIsNotThere() {
    assertThatThrownBy(() -> Sampler.start(root, 8, 0, MILLI, List.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot sample process 8");
  }

  @Test
  void refusesAnIntervalOfZero() {
    assertThatThrownBy(() -> Sampler.start(root, 7, 0, Duration.ZERO, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive");
  }

  @Test
  void keepsToTheGridOfDeadlinesWhenLate() {
    assertThat(Sampler.deadline(1000, 1010, 100)).isEqualTo(1100);
    assertThat(Sampler.deadline(1000, 1100, 100)).isEqualTo(1200);
    assertThat(Sampler.deadline(1000, 1555, 100)).isEqualTo(1600);
    assertThat(Sampler.deadline(1000, 990, 100)).isEqualTo(1100);
  }

  @Test
  void readsDearSourcesLessOften() {
    assertThat(GaugeSource.periodNanos(10_000, 0.001, 2_000_000)).isEqualTo(10_000_000);
    assertThat(GaugeSource.periodNanos(100, 0.001, 2_000_000)).isEqualTo(2_000_000);
    assertThat(GaugeSource.periodNanos(30_000_000, 0.001, 2_000_000)).isEqualTo(500_000_000);
  }

  @Test
  void followsTheCostButNotASingleInterruption() {
    assertThat(GaugeSource.smoothed(1000, 1000)).isEqualTo(1000);
    assertThat(GaugeSource.smoothed(1000, 1_000_000)).isEqualTo(1250);
    assertThat(GaugeSource.smoothed(1000, 200)).isEqualTo(800);
  }

  @Test
  void measuresItself() {
    assertThat(Sampler.costNanos(root, 7, 1000)).isPositive();
  }
}
