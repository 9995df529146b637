package oomlab.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.explain.Change;
import oomlab.explain.Explanation;
import oomlab.report.OomReports;
import oomlab.testing.SampleRuns;
import oomlab.testing.StrangeReport;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class ExplanationTablesTest {
  private static final Explanation STRANGE = Explanation.of(StrangeReport.machine());

  @Test
  void scoresAreInTheOrderOfTheChoiceAndTheSparedComeLast() {
    Table scores = Tables.scores(STRANGE);
    assertThat(scores.rowCount()).isEqualTo(8);
    assertThat(scores.intColumn("rank").get(0)).isEqualTo(1);
    assertThat(scores.stringColumn("role").get(0)).isEqualTo("victim");
    assertThat(scores.longColumn("page_table_pages").get(0)).isEqualTo(22);
    assertThat(scores.longColumn("pages_that_count").get(0)).isEqualTo(500_000 + 9_000 + 22);
    assertThat(scores.longColumn("score").get(0)).isEqualTo(1012);
    assertThat(scores.intColumn("rank").isMissing(7)).isTrue();
    assertThat(scores.stringColumn("spared").get(7)).isEqualTo("oom_score_adj -1000: never");
  }

  @Test
  void scoresAreEmptyWithoutATaskTable() {
    Table scores =
        Tables.scores(
            Explanation.of(
                OomReports.parse("Out of memory: Killed process 7 (a) total-vm:9kB, anon-rss:8kB")
                    .get(0)));
    assertThat(scores.rowCount()).isZero();
    assertThat(scores.columnNames()).startsWith("rank", "pid", "name");
  }

  @Test
  void zoneChecksAreInKilobytesWithTheVerdictOfBothAttempts() {
    Table zones = Tables.zoneChecks(STRANGE);
    assertThat(zones.columnNames())
        .containsExactly(
            "node",
            "zone",
            "free_kb",
            "counted_free_kb",
            "min_kb",
            "high_kb",
            "reserve_kb",
            "passes_min",
            "passes_high",
            "block_free",
            "barred");
    assertThat(zones.longColumn("free_kb").get(1)).isEqualTo(400_000);
    assertThat(zones.longColumn("counted_free_kb").get(1)).isEqualTo(400_000 - 4096);
    assertThat(zones.booleanColumn("passes_high").get(1)).isFalse();
    assertThat(zones.stringColumn("barred").isMissing(1)).isTrue();
    assertThat(zones.stringColumn("barred").get(2)).startsWith("above DMA32");
  }

  @Test
  void ledgerAddsUpToTheTotal() {
    Table ledger = Tables.ledger(STRANGE);
    assertThat(ledger.longColumn("kb").sum()).isEqualTo(17_561_344L * 4);
    assertThat(ledger.doubleColumn("percent").sum()).isBetween(99.9, 100.1);
    assertThat(ledger.stringColumn("kind").get(ledger.rowCount() - 1)).isEqualTo("unaccounted");
    assertThat(Tables.ledger(Explanation.of(SampleRuns.globalReport())).columnNames())
        .startsWith("kind", "name", "kb");
  }

  @Test
  void killsOfALogHaveARowEachWithTheirReportAndTime() {
    Table kills = Tables.kills(List.of(SampleRuns.globalReport(), StrangeReport.machine()));
    assertThat(kills.intColumn("report").asList()).containsExactly(1, 2);
    assertThat(kills.doubleColumn("kernel_s").isMissing(0)).isTrue();
    assertThat(kills.doubleColumn("kernel_s").get(1)).isEqualTo(9000.000421);
    assertThat(kills.stringColumn("victim").asList()).containsExactly("oom", "WWWWWWWWWWWWWWW");
    assertThat(kills.longColumn("score").get(0)).isEqualTo(957);
    assertThat(kills.longColumn("rss_kb").get(1)).isEqualTo(2_000_000);
  }

  @Test
  void whatIfsHaveARowForEachQuestion() {
    Table answers = Tables.whatIfs(List.of(STRANGE.whatIf(new Change.Adj(4_194_303, 0))));
    assertThat(answers.stringColumn("if").get(0))
        .isEqualTo("oom_score_adj of process 4194303 is 0");
    assertThat(answers.stringColumn("who_dies").get(0)).contains("(4600)");
    assertThat(Tables.whatIfs(List.of()).rowCount()).isZero();
  }
}
