package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.explain.Replay.Agreement;
import org.junit.jupiter.api.Test;

/** Reports that do not hold all that the choice depends on: what is still told, and what not. */
class UndecidedReplayTest {
  private static final String BIG = Logs.row(500, 0, 200000, 409600, 0, 0, "hog");
  private static final String SMALL = Logs.row(400, 0, 1000, 8192, 0, 0, "little");
  private static final String ALLOCATOR = "Out of memory (oom_kill_allocating_task)";

  private static Replay replay(Object... parts) {
    return Logs.explain(parts).replay();
  }

  private static Replay group(String swapUsage, String swapLimit, int adj) {
    return replay(
        Logs.trigger(0),
        Logs.cpu("6.1.0", 500),
        "memory: usage 40960kB, limit 40960kB, failcnt 5",
        "swap: usage %skB, limit %skB, failcnt 0".formatted(swapUsage, swapLimit),
        Logs.table(
            Logs.row(400, 0, 3000, 8192, 0, adj, "helper"),
            Logs.row(500, 0, 5000, 409600, 0, 0, "hog")),
        Logs.kill(500, "hog").replace("Out of memory", "Memory cgroup out of memory"));
  }

  /** 5,000 pages of a group of 10,240 whose swap no line bounds. */
  private static Replay scored(long score) {
    List<String> kill = Logs.scoredKill(500, "hog", score, 500);
    return replay(
        Logs.trigger(0),
        Logs.cpu("3.10.0", 500),
        "Task in /g killed as a result of limit of /g",
        "memory: usage 40960kB, limit 40960kB, failcnt 5",
        "memory+swap: usage 40960kB, limit 9007199254740991kB, failcnt 0",
        Logs.oldTable(Logs.oldRow(500, 5, 5000, 0, 0, 0, "hog")),
        kill.get(0).replace("Out of memory", "Memory cgroup out of memory"),
        kill.get(1));
  }

  private static void undecided(Replay replay, String why) {
    assertThat(replay.verdict()).isEqualTo(Agreement.NOT_REPRODUCIBLE);
    assertThat(replay.why()).contains(why);
    assertThat(replay.drift()).isEmpty();
  }

  @Test
  void ranksNobodyWithoutATable() {
    Replay replay = replay(Logs.trigger(0), Logs.machine(), Logs.kill(500, "hog"));
    undecided(replay, "has no task table");
    assertThat(replay.ranking()).isEmpty();
    assertThat(replay.printedPid()).hasValue(500);
    undecided(replay(Logs.kill(500, "hog")), "holds only the kill");
    undecided(replay(Logs.trigger(0), Logs.machine()), "ends before its task table");
  }

  @Test
  void showsWhoWasNextWithoutAKill() {
    Replay replay = replay(Logs.trigger(0), Logs.machine(), Logs.table(SMALL, BIG));
    undecided(replay, "ends before the kernel's choice");
    assertThat(replay.printedPid()).isEmpty();
    assertThat(replay.ranking().orElseThrow().first().orElseThrow().task().pid()).isEqualTo(500);
    undecided(
        replay(
            Logs.trigger(0),
            Logs.machine(),
            Logs.table(SMALL, BIG),
            "Kernel panic - not syncing: Out of memory: compulsory panic_on_oom is enabled"),
        "panicked before anyone was chosen");
  }

  @Test
  void needsTheRowOfTheChosenProcess() {
    undecided(
        replay(Logs.trigger(0), Logs.machine(), Logs.table(SMALL, BIG), Logs.kill(777, "other")),
        "no row for the chosen process 777");
  }

  @Test
  void doesNotKnowWhoAskedWithoutAPid() {
    String kill = Logs.kill(500, "hog").replace("Out of memory", ALLOCATOR);
    undecided(
        replay(Logs.trigger(0), Logs.machine(), Logs.table(SMALL, BIG), kill),
        "Whether 500 asked, the report does not tell");
  }

  @Test
  void takesTheAskingThreadForItsNamesake() {
    String kill = Logs.kill(500, "hog").replace("Out of memory", ALLOCATOR);
    assertThat(
            replay(
                    Logs.trigger(0),
                    Logs.cpu("6.1.0", 503),
                    Logs.machine(),
                    Logs.table(SMALL, BIG),
                    kill)
                .verdict())
        .isEqualTo(Agreement.AGREES);
    undecided(
        replay(
            Logs.trigger(0),
            Logs.cpu("6.1.0", 503),
            Logs.machine(),
            Logs.table(SMALL, BIG),
            Logs.kill(400, "little").replace("Out of memory", ALLOCATOR)),
        "Whether 400 asked");
  }

  @Test
  void doesNotNeedTheTotalWhereNoAdjCounts() {
    Replay replay = group("12", "9007199254740988", 0);
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(replay.total().exact()).isFalse();
    assertThat(replay.why()).contains("every oom_score_adj that counts is 0");
    assertThat(replay.ranking().orElseThrow().first().orElseThrow().score()).isEmpty();
  }

  @Test
  void agreesWhereBothEndsOfTheTotalDo() {
    // At most 12,288 pages: 3,002 + 10 * 12 stay below 5,100.
    Replay replay = group("12", "8192", 10);
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(replay.total().most()).hasValue(12288);
    assertThat(replay.why()).contains("holds for any total that the report allows");
  }

  @Test
  void cannotTellWhereTheHiddenTotalDecides() {
    undecided(group("12", "9007199254740988", 100), "depends on how many pages there are in total");
    // With the swap bounded: 3,002 + 200 * 10 against 3,002 + 200 * 12.
    undecided(group("12", "8192", 200), "depends on how many pages there are in total");
  }

  @Test
  void saysWhichHiddenTotalAScoreFits() {
    // 5,000 * 1000 / 244.
    undecided(scored(244), "It fits a total of about 20,491 pages, 10,251 of them swap.");
    // 5,000 * 1000 / 10,240: no swap.
    assertThat(scored(488).verdict()).isEqualTo(Agreement.AGREES);
  }

  @Test
  void seesAScoreThatNoTotalGives() {
    // The most is 488, and drift can add 2,048 pages to the 5,000: 688.
    assertThat(scored(600).verdict()).isEqualTo(Agreement.AGREES_WITHIN_DRIFT);
    assertThat(scored(900).verdict()).isEqualTo(Agreement.DISAGREES);
  }

  private static Replay swapoff(long score) {
    return replay(
        Logs.trigger(0),
        Logs.cpu("4.4.0", 500),
        Logs.machine(),
        Logs.oldTable(
            Logs.oldRow(400, 5, 200000, 100, 0, 0, "hog"),
            Logs.oldRow(500, 5, 100, 1, 0, 0, "swapoff")),
        Logs.scoredKill(500, "swapoff", score, 500));
  }

  @Test
  void knowsTheScoreOfATaskThatBringsSwappedMemoryBack() {
    undecided(swapoff(3405775168L), "no share of memory");
    // (2^32 - 1000) / 300,000 of a 32-bit kernel; the same with 2^64 is over a million.
    undecided(swapoff(14316), "no share of memory");
    assertThat(swapoff(14317).verdict()).isEqualTo(Agreement.DISAGREES);
  }

  @Test
  void cannotRecomputeTimes() {
    Replay replay =
        replay(
            "hog invoked oom-killer: gfp_mask=0x201da, order=0, oom_adj=0",
            "Out of memory: kill process 500 (hog) score 12345 or a child",
            "Killed process 501 (hog)");
    undecided(replay, "Before 2.6.36");
    assertThat(replay.formula()).isEqualTo(Formula.TIME_BASED);
  }

  @Test
  void boundsTheDriftByWhatCouldBeTaken() {
    // 2,250 pages are free, 7,500 are the high mark: 199,098 are too many, 1,000 are not.
    Replay near =
        replay(
            Logs.trigger(0),
            Logs.machine(),
            Logs.table(Logs.row(400, 0, 199000, 409600, 0, 0, "little"), BIG),
            Logs.kill(400, "little"));
    assertThat(near.verdict()).isEqualTo(Agreement.AGREES_WITHIN_DRIFT);
    assertThat(near.drift().orElseThrow().pages()).isEqualTo(1000);
    assertThat(near.drift().orElseThrow().boundPages()).isEqualTo(7500);
  }

  /** The score was computed before the table was printed, and nothing is in swap. */
  @Test
  void aVictimThatGrewMeanwhileNeedsNoSwapToExplainIt() {
    Replay replay = scored(480);
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES_WITHIN_DRIFT);
    assertThat(replay.why()).contains("printed 480").doesNotContain("swap");
  }
}
