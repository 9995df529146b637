package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import oomlab.Experiment;
import oomlab.Predictions;
import oomlab.Predictions.Prediction;
import oomlab.Run;
import oomlab.Touch;
import oomlab.WaitStatus;
import oomlab.chart.Charts;
import oomlab.explain.Change;
import oomlab.explain.Explanation;
import oomlab.table.Tables;
import oomlab.testing.SampleRuns;
import oomlab.testing.StrangeReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

class ViewsTest {
  @Test
  void aTableNeedsNoName() {
    Table table = Table.create(LongColumn.create("size_kb", 4));
    assertThat(table.name()).isNull();
    assertThat(Views.of(table).plain()).contains("size_kb", "4");
  }

  record Point(int x, Optional<String> name, OptionalLong size) {}

  @Test
  void taskTableMarksTheVictimAndAlignsNumbersRight() {
    MimeBundle bundle = Views.of(Tables.tasks(SampleRuns.report()));
    String html = bundle.forms().getOrDefault(MimeBundle.HTML, "");
    String victim = html.lines().filter(l -> l.contains(">4711<")).findFirst().orElseThrow();
    assertThat(victim).contains("rgba(219,68,68", "text-align:right");
    assertThat(html.lines().filter(l -> l.contains("rgba(219,68,68"))).hasSize(1);
    assertThat(html).contains("(sd-pam) &lt;x&gt;").doesNotContain("<x>");
    assertThat(bundle.plain()).contains("rss_pages", "63800").endsWith("5 rows\n");
  }

  @Test
  void longTableIsCutAndSaysSo() {
    Table table =
        Table.create(
            "t", LongColumn.create("n", IntStream.range(0, 5000).asLongStream().toArray()));
    MimeBundle bundle = Views.of(table);
    assertThat(bundle.forms().get(MimeBundle.HTML)).contains("the first 200 of 5,000 rows");
    assertThat(bundle.plain()).contains("the first 60 of 5,000 rows");
  }

  @Test
  void chartIsPartOfThePageAndADrawingAndASentence() {
    MimeBundle bundle = Views.of(Charts.rss(SampleRuns.killed()));
    assertThat(bundle.forms()).containsOnlyKeys(MimeBundle.HTML, MimeBundle.SVG, MimeBundle.PLAIN);
    assertThat(bundle.plain()).startsWith("Resident memory of process 4711");
  }

  @Test
  void readersOwnChartIsDrawnLikeTheBooks() {
    XYChart own = new XYChart(600, 400);
    own.setTitle("Faults");
    own.addSeries("minor", new double[] {1, 2}, new double[] {3, 4});
    MimeBundle bundle = Views.of(own);
    assertThat(bundle.forms()).containsOnlyKeys(MimeBundle.HTML, MimeBundle.SVG, MimeBundle.PLAIN);
    assertThat(bundle.plain()).isEqualTo("Faults. Curves: minor.");
    CategoryChart bars = new CategoryChart(600, 400);
    bars.addSeries("swap", List.of("root", "alan"), List.of(3, 4));
    assertThat(Views.of(bars).plain()).isEqualTo("swap. Bars: swap.");
  }

  @Test
  void runSaysWhetherItsPredictionsWereEditedAfterIt() {
    Run run = SampleRuns.killed();
    Run sealed = run.predicted(List.of(new Prediction("peak, MiB", "512", Instant.EPOCH)));
    assertThat(Views.of(run).plain()).doesNotContain("predictions");
    assertThat(Views.of(sealed).plain()).contains("1, as they were when the run began");
    String seal = sealed.predictions().orElseThrow().seal();
    List<Prediction> edited = List.of(new Prediction("peak, MiB", "256", Instant.EPOCH));
    assertThat(Views.of(SampleRuns.with(run, new Predictions(edited, seal))).plain())
        .contains("1, changed since the run: their seal does not fit");
  }

  @Test
  void reportSaysWhoAskedAndWhoDied() {
    MimeBundle bundle = Views.of(SampleRuns.report());
    assertThat(bundle.plain())
        .startsWith(
            "\"oom\" asked for memory and its memory cgroup was full; the kernel killed 4711 (oom).")
        .contains("oom (4714), order 0: one page, GFP_KERNEL");
    assertThat(bundle.forms().get(MimeBundle.HTML)).contains("<details");
  }

  @Test
  void explanationAnswersEachQuestionInWords() {
    MimeBundle bundle = Views.of(Explanation.of(StrangeReport.machine()));
    assertThat(bundle.plain().replaceAll(" +", " "))
        .contains("\nWhat happened WWWWWWWWWWWWWWW (99999) asked for 8 pages in a row")
        .contains("\nWhy that one Recomputed: agrees. ")
        .contains("\nWhy there was no memory No zone that the request could use")
        .contains("\nWhere the memory was The largest part of all RAM, 67.0 GiB, is ");
    assertThat(bundle.forms().get(MimeBundle.HTML)).doesNotContain("<script");
    assertThat(Views.of(Explanation.of(SampleRuns.report())).plain())
        .contains(
            "The largest part of the memory cgroup /oomlab-1, 256.0 MiB, is anonymous memory");
  }

  @Test
  void questionIsShownWithItsAnswer() {
    Explanation explanation = Explanation.of(SampleRuns.report());
    assertThat(Views.of(explanation.whatIf(new Change.KillGroup())).plain())
        .startsWith("If memory.oom.group is 1:\n")
        .contains("memory would have run out  at this moment all the same\n", "would have died  ");
  }

  @Test
  void runAndVerdictAndStatusReadWell() {
    assertThat(Views.of(SampleRuns.killed()).plain())
        .startsWith("Process 4711 was killed by the OOM killer.")
        .contains("4711, as expected");
    assertThat(Views.of(SampleRuns.killed().verdict()).plain())
        .contains("the oom_kill counter of memory cgroup oomlab-1 grew by 1");
    assertThat(Views.of(new WaitStatus.Exited(137)).plain()).isEqualTo("victim retcode: 137");
  }

  @Test
  void experimentIsToldInWordsAndUnits() {
    MimeBundle bundle =
        Views.of(
            Experiment.standard().threads(2).sampleEvery(Duration.ofNanos(500_000)).limit("1G"));
    assertThat(bundle.plain())
        .isEqualTo(
            """
            limit       1 GiB, of a memory cgroup made for it
            threads     2
            chunk       10 MiB at a time in each thread
            touch       page: one byte in every page is written, a page fault each
            swap        no
            sampled     every 500 µs
            time limit  60 s
            """);
    assertThat(bundle.forms().get(MimeBundle.HTML))
        .contains(">10 MiB at a time in each thread<", ">60 s<")
        .doesNotContain("PT", "Bytes");
  }

  @ParameterizedTest
  @EnumSource(Touch.class)
  void eachWayToTouchIsNamedAndExplained(Touch touch) {
    assertThat(Views.of(Experiment.standard().touch(touch)).plain())
        .containsPattern("touch +" + touch.name().toLowerCase(Locale.ROOT) + ": \\w+ \\w+");
  }

  @Test
  void recordsBecomeATableAndEmptyCellsStayEmpty() {
    MimeBundle bundle =
        Views.of(
            List.of(
                new Point(1, Optional.of("a"), OptionalLong.empty()),
                new Point(2, Optional.empty(), OptionalLong.of(7))));
    assertThat(bundle.plain()).isEqualTo("x\tname\tsize\n1\ta\t\n2\t\t7\n2 rows");
  }

  @Test
  void textNeverCarriesAnIdentity() {
    assertThat(Views.of(new Object()).plain()).isEqualTo("Object");
    assertThat(Views.of(new int[] {1, 2}).plain()).isEqualTo("[1, 2]");
    assertThat(Views.of(new String[][] {{"a"}}).plain()).isEqualTo("[[a]]");
    assertThat(Views.of(null).plain()).isEqualTo("null");
    assertThat(Views.of(Map.of("k", Optional.empty())).plain()).isEqualTo("k  \n");
  }

  @Test
  void emptyListShowsAsNothing() {
    assertThat(Views.of(List.of()).plain()).isEmpty();
  }
}
