package oomlab.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import oomlab.Run;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class TablesTest {
  private static final Path DATA = Path.of("notebooks/data");
  private static final Run RUN = SampleRuns.killed();

  @Test
  void tasksAreSortedByResidentSizeAndTheVictimIsMarked() {
    Table tasks = Tables.tasks(SampleRuns.report());
    assertThat(tasks.column("pid").get(0)).isEqualTo(SampleRuns.VICTIM);
    assertThat(tasks.longColumn("rss_pages").asList())
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(tasks.stringColumn("role").get(0)).isEqualTo("victim");
    assertThat(tasks.stringColumn("role").isMissing(1)).isTrue();
  }

  @Test
  void overviewHasAColumnForEachReportAndADashForWhatIsMissing() {
    Table overview =
        Tables.overview(List.of("a", "b"), SampleRuns.report(), SampleRuns.globalReport());
    assertThat(overview.columnNames()).containsExactly("what", "a", "b");
    int limit = overview.stringColumn("what").asList().indexOf("limit, kB");
    assertThat(overview.stringColumn("a").get(limit)).isEqualTo("262144");
    assertThat(overview.stringColumn("b").get(limit)).isEqualTo("-");
  }

  @Test
  void outcomesSayWhoGotWhatAndByWhoseLimit() {
    List<String> names =
        List.of(
            "limit-promised",
            "limit-refused",
            "limit-never",
            "limit-address",
            "limit-locked",
            "limit-group",
            "limit-group-v1",
            "limit-high",
            "limit-together",
            "limit-protected",
            "first-kill",
            "early-earlyoom");
    Run[] runs = names.stream().map(name -> Run.load(DATA.resolve(name))).toArray(Run[]::new);
    Table outcomes = Tables.outcomes(names, runs);
    assertThat(outcomes.stringColumn("who_gets_what").asList())
        .containsExactly(
            "oom: SIGKILL",
            "the caller: ENOMEM",
            "the caller: ENOMEM",
            "the caller: ENOMEM",
            "the caller: ENOMEM",
            "oom: SIGKILL",
            "oom: SIGKILL",
            "the group: delays",
            "oom, helper: SIGKILL",
            "everybody: a panic",
            "oom: SIGKILL",
            "the victim: SIGTERM");
    assertThat(outcomes.stringColumn("when").asList().subList(0, 5))
        .containsExactly("at a touch", "at mmap", "at mmap", "at mmap", "at mlock");
    assertThat(outcomes.stringColumn("who_decides").asList())
        .containsExactly(
            "machine: RAM, swap",
            "machine: RAM, swap",
            "machine: CommitLimit",
            "process: RLIMIT_AS",
            "process: RLIMIT_MEMLOCK",
            "group: memory.max",
            "group: memory.limit_in_bytes",
            "group: memory.high",
            "group: memory.max",
            "machine: RAM, swap",
            "group: memory.limit_in_bytes",
            "program: earlyoom");
    assertThat(outcomes.doubleColumn("promised_mib").asList().subList(0, 3))
        .containsExactly(240.0, 0.0, 27.0);
  }

  @Test
  void columnsThatTheKernelDidNotPrintAreAbsent() {
    List<String> names = Tables.tasks(SampleRuns.report()).columnNames();
    assertThat(names).contains("rss_pages", "rss_anon_pages", "pgtables_bytes", "oom_score_adj");
    assertThat(names).doesNotContain("nr_ptes", "nr_pmds", "oom_adj", "cpu");
  }

  @Test
  void residentSizeInMibComesFromTheReportsPageSize() {
    Table tasks = Tables.tasks(SampleRuns.report());
    assertThat(tasks.doubleColumn("rss_mib").get(0))
        .isEqualTo(Math.round(63_800 * 4096 / 1048576.0 * 1000) / 1000.0);
  }

  @Test
  void zonesHaveUnitsInTheirColumnNamesAndWatermarksFirst() {
    assertThat(Tables.zones(SampleRuns.globalReport()).columnNames())
        .containsExactly(
            "node",
            "zone",
            "free_kb",
            "min_kb",
            "low_kb",
            "high_kb",
            "managed_kb",
            "present_kb",
            "lowmem_reserve_pages");
    assertThat(Tables.nodes(SampleRuns.globalReport()).columnNames())
        .containsExactly("node", "active_anon_kb", "inactive_anon_kb", "all_unreclaimable");
  }

  @Test
  void freeBlocksAddUpToTheZonesTotal() {
    Table buddy = Tables.buddy(SampleRuns.globalReport());
    assertThat(buddy.longColumn("free_kb").sum()).isEqualTo(148);
    assertThat(buddy.stringColumn("types").isMissing(1)).isTrue();
  }

  @Test
  void killsKeepTheKernelsWordsAndOmitWhatItDidNotSay() {
    Table kills = Tables.kills(SampleRuns.report());
    assertThat(kills.columnNames()).contains("anon_rss_kb", "memcg").doesNotContain("score_");
  }

  @Test
  void countersAreLargestFirst() {
    assertThat(Tables.memcgStat(SampleRuns.report()).stringColumn("name").asList())
        .containsExactly("anon", "file");
    assertThat(Tables.memInfo(SampleRuns.globalReport()).columnNames())
        .containsExactly("name", "pages");
    assertThat(Tables.memInfo(SampleRuns.globalReport()).stringColumn("name").get(0))
        .isEqualTo("free");
  }

  @Test
  void samplesHaveOneRowEachInMilliseconds() {
    Table samples = Tables.samples(RUN);
    assertThat(samples.rowCount()).isEqualTo(RUN.recording().series().size());
    assertThat(samples.columnNames())
        .containsExactly("time_ms", "total_pages", "rss_pages", "shared_pages", "rss_mib");
    assertThat(samples.doubleColumn("time_ms").get(7)).isEqualTo(7.0);
  }

  @Test
  void tracksAreMergedInTimeWithTheirUnits() {
    Table tracks = Tables.tracks(RUN);
    assertThat(tracks.doubleColumn("time_ms").asList()).isSorted();
    assertThat(tracks.stringColumn("track").unique().asList())
        .containsExactlyInAnyOrder("memory.usage_in_bytes", "VmHWM");
    assertThat(Tables.allocations(RUN).longColumn("chunk_bytes").get(0)).isEqualTo(10L << 20);
  }
}
