package oomlab.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import oomlab.Live;
import oomlab.Recording;
import oomlab.Recording.Series;
import oomlab.Recording.Track;
import oomlab.Run;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;

class ChartsTest {
  private static final Run RUN = SampleRuns.killed();
  private static final String RED = Ink.KILL.css();

  @Test
  void killStandsAtTheKernelsTimestamp() {
    double end = RUN.killNanos().orElseThrow() / 1e6 * 1.02;
    double expected = RssChart.LEFT + 150.4 / end * RssChart.PLOT_WIDTH;
    Matcher line =
        Pattern.compile(
                "<path d=\"M([0-9.]+) [0-9.]+L([0-9.]+) [0-9.]+\" style=\"fill:none;stroke:" + RED)
            .matcher(Charts.rss(RUN).svg());
    assertThat(line.find()).isTrue();
    assertThat(Double.parseDouble(line.group(1))).isEqualTo(Math.round(expected * 10) / 10.0);
    assertThat(line.group(2)).isEqualTo(line.group(1));
    assertThat(Charts.rss(RUN).svg()).contains(">killed at 150.4 ms<", ">limit 256 MiB<");
  }

  @Test
  void wordsAreNeverInADataColour() {
    assertThat(Charts.rss(RUN).svg().lines().filter(line -> line.startsWith("<text")))
        .hasSizeGreaterThan(10)
        .allMatch(line -> line.contains("style=\"fill:var(--jp-content-font-color"));
  }

  @Test
  void blindSpotReachesFromTheLastSampleToTheKill() {
    BlindSpot band = BlindSpot.of(RUN);
    assertThat(band.lastMillis()).isEqualTo(149.0);
    assertThat(band.killMillis()).isEqualTo(150.4);
    assertThat(band.possibleMib() - band.lastMib()).isBetween(2.2, 2.4);
    assertThat(Charts.rss(RUN).svg()).contains(RED + ";fill-opacity:0.13");
  }

  @Test
  void possibleGrowthStopsAtTheLimitAndTheFilePagesThatOthersPaidFor() {
    Run late = SampleRuns.killed(150, OptionalLong.of(400_000_000));
    assertThat(BlindSpot.of(late).possibleMib()).isEqualTo(256.0 + 5_000 * 4 / 1024.0);
  }

  @Test
  void deathWithoutTimestampSaysSoAndDrawsNoBand() {
    Chart chart = Charts.rss(SampleRuns.killedUnseen());
    assertThat(chart.svg()).contains(">dead by 158.0 ms<").doesNotContain("fill-opacity:0.13");
    assertThat(chart.alt()).contains("gives no time for a kill");
  }

  @Test
  void sampleAfterTheKillIsExplained() {
    Run early = SampleRuns.killed(150, OptionalLong.of(148_000_000));
    assertThat(Charts.rss(early).alt()).contains("1.0 ms after the kernel's timestamp");
  }

  @Test
  void peakReadAfterTheKillStandsAtTheKill() {
    // The victim was seen until 149 ms, the kernel had chosen it at 100 ms.
    Run run = SampleRuns.killed(150, OptionalLong.of(100_000_000));
    double kill = RssChart.LEFT + 100 / (149 * 1.02) * RssChart.PLOT_WIDTH;
    String svg = Charts.rss(run).svg();
    assertThat(svg).contains(">killed at 100.0 ms<", "MiB (VmHWM as last read)<");
    assertThat(dotCentre(svg)).isCloseTo(kill, within(0.2));
  }

  private static double dotCentre(String svg) {
    Matcher dot =
        Pattern.compile("<path d=\"M([0-9.]+) [^\"]*\" style=\"fill:" + Ink.RSS.css() + "[;\"]")
            .matcher(svg);
    double last = -1;
    while (dot.find()) {
      last = Double.parseDouble(dot.group(1)) - 4; // the path of a dot begins at its right
    }
    return last;
  }

  @Test
  void wideGapsAreShadedAndNamed() {
    Run run = SampleRuns.killed();
    Chart chart = Charts.rss(withoutSamples(run, 40, 60, 90, 95, 100, 116));
    assertThat(chart.svg().split("fill-opacity:0.08", -1)).hasSize(3);
    assertThat(chart.alt())
        .contains(
            "Blind spot", " 2 gaps of more than 10 ms, shaded: the curve is interpolated there.");
    assertThat(Charts.rss(withoutSamples(run, 40, 60)).alt()).contains(" 1 gap of more than 10 ms");
    assertThat(Charts.rss(run).alt()).doesNotContain("shaded");
    assertThat(Charts.rss(run).svg()).doesNotContain("fill-opacity:0.08");
  }

  @Test
  void gapTooNarrowToBeSeenIsNotShaded() {
    Run run = SampleRuns.killed(5_000, OptionalLong.of(5_000_000_000L));
    // 1% of 5.1 s is more than ten intervals
    assertThat(Charts.rss(withoutSamples(run, 1000, 1040)).alt()).doesNotContain("shaded");
    assertThat(Charts.rss(withoutSamples(run, 1000, 1060)).alt())
        .contains("1 gap of more than 51 ms");
  }

  /** Leaves out the samples from each first to the next second index. */
  private static Run withoutSamples(Run run, int... fromTo) {
    Series all = run.recording().series();
    int[] kept =
        IntStream.range(0, all.size())
            .filter(
                i ->
                    IntStream.range(0, fromTo.length / 2)
                        .noneMatch(g -> i >= fromTo[2 * g] && i < fromTo[2 * g + 1]))
            .toArray();
    Series series =
        new Series(
            all.pageBytes(),
            IntStream.of(kept).mapToLong(all::nanos).toArray(),
            IntStream.of(kept).mapToLong(all::totalPages).toArray(),
            IntStream.of(kept).mapToLong(all::rssPages).toArray(),
            IntStream.of(kept).mapToLong(all::sharedPages).toArray());
    return SampleRuns.with(
        run, new Recording(series, run.recording().tracks(), run.recording().quality()));
  }

  @Test
  void otherProcessesOfTheGroupHaveTheirNames() {
    List<Track> tracks = new ArrayList<>(RUN.recording().tracks());
    for (int pid = 4712; pid < 4715; pid++) {
      long peak = pid == 4712 ? 90L << 20 : 20L << 20;
      tracks.add(
          new Track(
              "rss " + pid + " python3",
              "bytes",
              new long[] {10_000_000, 90_000_000},
              new long[] {1 << 20, peak}));
    }
    Run run =
        SampleRuns.with(
            RUN, new Recording(RUN.recording().series(), tracks, RUN.recording().quality()));
    assertThat(run.members()).extracting(Run.Member::peakBytes).contains(90L << 20);
    assertThat(Charts.rss(run).svg())
        .contains("other processes", "python3 (4712)<", "python3 (4713) and 1 more");
  }

  @Test
  void sameRunGivesTheSameBytes() {
    assertThat(Charts.rss(SampleRuns.killed()).svg()).isEqualTo(Charts.rss(RUN).svg());
    assertThat(Charts.rss(RUN).svg()).doesNotContain(" id=", "<script", "url(");
  }

  @Test
  void longRunStaysSmall() {
    Run run = SampleRuns.killed(60_000, OptionalLong.of(60_000_000_000L));
    assertThat(Charts.rss(run).svg().length()).isLessThan(100_000);
  }

  @Test
  void thinningKeepsEndsAndExtremes() {
    double[] xs = java.util.stream.IntStream.range(0, 10_000).asDoubleStream().toArray();
    double[] ys = new double[10_000];
    ys[1234] = 7;
    ys[8765] = -7;
    Points thin = new Points(xs, ys).thinned(1500);
    assertThat(thin.size()).isLessThanOrEqualTo(1500);
    assertThat(thin.ys()).contains(7, -7);
    assertThat(thin.xs()).startsWith(0).endsWith(9999).isSorted();
  }

  @Test
  void emptyRecordingStillGivesAPicture() {
    Run run = RUN;
    Chart chart =
        Charts.live(
            run.experiment(),
            new Live(
                0,
                new Recording(Series.empty(4096), List.of(), run.recording().quality()),
                List.of(),
                256 << 20,
                "runs",
                List.of()));
    assertThat(chart.svg()).contains("Running for 0.0 s", ">limit 256 MiB<");
  }

  @Test
  void tasksShowVictimAndNamesAsText() {
    String svg = Charts.tasks(SampleRuns.report()).svg();
    assertThat(svg).contains(">oom (4711)<", "(sd-pam) &lt;x&gt; (4800)", ">249.2, victim<");
    assertThat(svg).contains("trigger: oom (4714), a thread");
  }

  @Test
  void picturesAreWellFormedXml() throws Exception {
    for (Chart chart : new Chart[] {Charts.rss(RUN), Charts.tasks(SampleRuns.report())}) {
      var bytes = chart.svg().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      var root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new java.io.ByteArrayInputStream(bytes))
              .getDocumentElement();
      assertThat(root.getAttribute("width")).isEqualTo(String.valueOf(chart.width()));
      assertThat(root.getAttribute("aria-label")).isEqualTo(chart.alt());
    }
  }
}
