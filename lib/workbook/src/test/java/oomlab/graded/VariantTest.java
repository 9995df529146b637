package oomlab.graded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import oomlab.check.World;
import oomlab.explain.Agreement;
import oomlab.explain.Change;
import oomlab.explain.Explanation;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import org.junit.jupiter.api.Test;

class VariantTest {
  private static final int SEEDS = 300;
  private static final Map<String, Variant> ALL =
      IntStream.range(0, SEEDS)
          .mapToObj(i -> "student " + i)
          .collect(Collectors.toMap(s -> s, s -> Variant.of(new World(s))));

  @Test
  void everyVariantIsReadWithoutAProblem() {
    assertThat(ALL)
        .allSatisfy(
            (seed, variant) -> {
              assertThat(OomReports.parse(variant.text())).hasSize(1);
              assertThat(variant.report().problems()).isEmpty();
              assertThat(variant.report().unread()).isEmpty();
            });
  }

  @Test
  void theVictimIsTheOneThatItsKernelWouldChoose() {
    assertThat(ALL)
        .allSatisfy(
            (seed, variant) ->
                assertThat(Explanation.of(variant.report()).replay().verdict())
                    .isEqualTo(Agreement.AGREES));
  }

  @Test
  void nobodyElseIsNear() {
    assertThat(ALL)
        .allSatisfy(
            (seed, variant) -> {
              var ranking = Explanation.of(variant.report()).replay().ranking().orElseThrow();
              long first = ranking.standings().get(0).points().getAsLong();
              long second = ranking.standings().get(1).points().getAsLong();
              assertThat(first - second).isGreaterThan(ranking.totalPages() / 200);
              assertThat(second).isGreaterThan(1);
            });
  }

  @Test
  void theKillLineHasTheNumbersOfTheVictimsRow() {
    assertThat(ALL)
        .allSatisfy(
            (seed, variant) -> {
              OomReport report = variant.report();
              var kill = report.kill().orElseThrow();
              var row = report.task(kill.pid()).orElseThrow();
              long kb = report.pageBytes() / 1024;
              long rssKb = kill.anonRssKb().getAsLong() + kill.fileRssKb().getAsLong();
              assertThat(rssKb + kill.shmemRssKb().orElse(0))
                  .isEqualTo(row.rssPages().getAsLong() * kb);
              assertThat(kill.totalVmKb().getAsLong())
                  .isEqualTo(row.totalVmPages().getAsLong() * kb);
              assertThat(kill.comm()).isEqualTo(row.name());
            });
  }

  @Test
  void theSumsGrowTogether() {
    Map<String, OomReport> bases =
        BaseLog.ALL.stream().collect(Collectors.toMap(BaseLog::origin, BaseLog::report));
    assertThat(ALL)
        .allSatisfy(
            (seed, variant) -> {
              OomReport report = variant.report();
              OomReport base = Objects.requireNonNull(bases.get(variant.origin()));
              long grown =
                  sum(report, OomReport.Task::rssPages)
                      - sum(base, OomReport.Task::rssPages)
                      + report.tasks().stream().mapToLong(t -> tables(report, t)).sum()
                      - base.tasks().stream().mapToLong(t -> tables(base, t)).sum();
              assertThat(grown).isPositive();
              long swapGrown =
                  sum(report, OomReport.Task::swapents) - sum(base, OomReport.Task::swapents);
              assertThat(total(report)).isEqualTo(total(base) + grown + swapGrown);
            });
  }

  @Test
  void theRequestIsExplainedAsInTheRecordedReport() {
    Map<String, String> bases =
        BaseLog.ALL.stream().collect(Collectors.toMap(BaseLog::origin, b -> words(b.report())));
    assertThat(ALL)
        .allSatisfy(
            (seed, variant) -> {
              if (variant.report().scope() == OomReport.Scope.GLOBAL) {
                assertThat(words(variant.report())).isEqualTo(bases.get(variant.origin()));
              }
            });
  }

  @Test
  void theAskerIsARowOfTheTable() {
    assertThat(ALL)
        .allSatisfy(
            (seed, variant) -> {
              var trigger = variant.report().trigger().orElseThrow();
              var row = variant.report().task(trigger.pid().getAsInt()).orElseThrow();
              assertThat(row.name()).isEqualTo(trigger.comm());
              assertThat(row.oomScoreAdj()).isEqualTo(trigger.oomScoreAdj());
            });
  }

  @Test
  void anUndecidedReportHasTheSameRowsAndSumsAndNoVictim() {
    assertThat(ALL)
        .allSatisfy(
            (seed, variant) -> {
              OomReport undecided = variant.undecided();
              assertThat(undecided.kills()).isEmpty();
              assertThat(undecided.scope()).isEqualTo(variant.report().scope());
              assertThat(undecided.tasks()).hasSameSizeAs(variant.report().tasks());
              assertThat(undecided.kernel()).isEqualTo(variant.report().kernel());
              assertThat(total(undecided)).isEqualTo(total(variant.report()));
            });
  }

  @Test
  void theNextOneCanBeMadeTheVictimByItsAdjustment() {
    assertThat(ALL)
        .allSatisfy(
            (seed, variant) -> {
              Explanation why = Explanation.of(variant.report());
              int second = why.replay().ranking().orElseThrow().standings().get(1).task().pid();
              assertThat(why.whatIf(new Change.Adj(second, 1000)).victims().get(0).pid())
                  .isEqualTo(second);
            });
  }

  @Test
  void readersGetDifferentOnes() {
    assertThat(distinct(Variant::text)).isEqualTo(SEEDS);
    assertThat(distinct(v -> victim(v) + " " + rss(victim(v)))).isEqualTo(SEEDS);
    assertThat(distinct(v -> total(v.report()))).isGreaterThan(SEEDS * 9 / 10);
    for (BaseLog log : BaseLog.ALL) {
      assertThat(part(v -> v.origin().equals(log.origin()))).isBetween(0.1, 0.35);
    }
    assertThat(part(v -> asker(v) != victim(v).pid())).isBetween(0.4, 0.7);
    assertThat(part(v -> rss(victim(v)) < largest(v))).isBetween(0.5, 0.8);
  }

  /** Students work on them for weeks, and graders make them again afterwards. */
  @Test
  void reportsThatWereGivenOutStayTheSame() {
    assertThat(
            Stream.of("tea", "tulip", "poppy", "walnut", "acorn", "linden")
                .map(seed -> Variant.of(new World(seed)).lines().hashCode()))
        .containsExactly(-287110532, 1051649568, -279572911, 555597921, 2089933644, 651823068);
  }

  @Test
  void theExampleOfTheLabHasThePublishedAnswers() {
    OomReport example = Variant.of(new World("tea")).report();
    assertThat(victim(example).pid()).isEqualTo(360);
    assertThat(rss(victim(example)) * 4096).isEqualTo(1_299_439_616L);
    assertThat(total(example)).isEqualTo(2_124_801);
    assertThat(points(example, 487)).isEqualTo(493_402);
    assertThat(points(example, 360)).isEqualTo(588_647);
  }

  @Test
  void theRecordedReportsAreThoseOfTheBook() throws Exception {
    Map<String, String> sources =
        Map.of(
            "x86_64-4.20.12.log", "seed/x86_64-4.20.12-dmesg.txt",
            "arm32-4.0.0.log", "seed/arm32-4.0.0-console.txt",
            "x86_64-5.10.0.log", "wild/fir.log",
            "x86_64-6.1.0.log", "wild/oak.log",
            "x86_64-6.1.0-group.log", "wild/birch.log");
    for (BaseLog log : BaseLog.ALL) {
      Path source = Path.of("notebooks/data", sources.get(log.file()));
      assertThat(Files.readString(source, StandardCharsets.UTF_8)).contains(log.text());
    }
  }

  @Test
  void rowsAreWrittenAsTheKernelWritesThem() {
    for (BaseLog log : BaseLog.ALL) {
      OomReport report = log.report();
      for (OomReport.Task t : report.tasks()) {
        Actor actor =
            new Actor(
                t.pid(),
                (int) t.uid().getAsLong(),
                t.totalVmPages().getAsLong(),
                t.rssPages().getAsLong(),
                tables(report, t),
                t.swapents().getAsLong(),
                t.oomScoreAdj().getAsInt(),
                t.name());
        assertThat(log.text()).contains(log.rows().text(actor, report.pageBytes()) + "\n");
      }
    }
  }

  @Test
  void itSaysThatItWasMade() {
    assertThat(Variant.of(new World("a")).text())
        .startsWith("# Made for an exercise from ")
        .contains("No kernel wrote this report.");
  }

  private static long distinct(Function<Variant, Object> what) {
    return ALL.values().stream().map(what).distinct().count();
  }

  private static double part(Predicate<Variant> which) {
    return (double) ALL.values().stream().filter(which).count() / SEEDS;
  }

  private static OomReport.Task victim(Variant variant) {
    return victim(variant.report());
  }

  private static OomReport.Task victim(OomReport report) {
    return report.task(report.kill().orElseThrow().pid()).orElseThrow();
  }

  private static long rss(OomReport.Task row) {
    return row.rssPages().orElseThrow();
  }

  private static long tables(OomReport report, OomReport.Task row) {
    return row.nrPtes().orElse(0) + row.pgtablesBytes().orElse(0) / report.pageBytes();
  }

  private static long points(OomReport report, int pid) {
    return Explanation.of(report)
        .replay()
        .ranking()
        .orElseThrow()
        .of(pid)
        .orElseThrow()
        .points()
        .orElseThrow();
  }

  private static int asker(Variant variant) {
    return variant.report().trigger().orElseThrow().pid().getAsInt();
  }

  private static long largest(Variant variant) {
    return variant.report().tasks().stream().mapToLong(VariantTest::rss).max().orElseThrow();
  }

  private static String words(OomReport report) {
    return Explanation.of(report).request().toString().replaceAll("\\d[\\d,.]*", "#");
  }

  private static long total(OomReport report) {
    return Explanation.of(report)
        .replay()
        .total()
        .known()
        .orElse(report.memcg().isPresent() ? report.memcg().get().limitKb().getAsLong() / 4 : -1);
  }

  private static long sum(OomReport report, Function<OomReport.Task, OptionalLong> column) {
    return report.tasks().stream().mapToLong(t -> column.apply(t).orElse(0)).sum();
  }
}
