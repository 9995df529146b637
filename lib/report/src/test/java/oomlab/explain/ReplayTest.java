package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import oomlab.explain.Replay.Agreement;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The kernel's choice against the ranking, rule by rule. */
@Isolated("changes the locale")
class ReplayTest {
  private static final String BIG = Logs.row(500, 0, 200000, 409600, 0, 0, "hog");
  private static final String SMALL = Logs.row(400, 0, 1000, 8192, 0, 0, "little");

  private static Replay replay(Object... parts) {
    return Logs.explain(parts).replay();
  }

  private static Replay old(String release, int chosen, long score, int killed, String... rows) {
    return replay(
        Logs.trigger(0),
        Logs.cpu(release, 500),
        Logs.machine(),
        Logs.oldTable(rows),
        Logs.scoredKill(chosen, "hog", score, killed));
  }

  private static String group(String kill) {
    return kill.replace("Out of memory", "Memory cgroup out of memory");
  }

  @Test
  void agreesWithTheScoreOfTheFirstSeedReport() {
    Replay replay = Logs.only("v4.20-x86_64-global").replay();
    assertThat(replay.formula().releases()).isEqualTo("4.17..5.8");
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(replay.printedScore()).hasValue(957);
    Candidate first = replay.ranking().orElseThrow().first().orElseThrow();
    assertThat(first.points()).hasValue(1915267);
    assertThat(first.score()).hasValue(957);
    assertThat(replay.total().known()).hasValue(2000718);
  }

  @Test
  void findsTheSecondSeedReportWithinDrift() {
    Replay replay = Logs.only("v4.0-arm32-global").replay();
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES_WITHIN_DRIFT);
    assertThat(replay.printedScore()).hasValue(716);
    assertThat(replay.ranking().orElseThrow().first().orElseThrow().score()).hasValue(718);
    assertThat(replay.drift().orElseThrow().pages()).isEqualTo(42);
    assertThat(replay.drift().orElseThrow().boundPages()).isEqualTo(1451);
  }

  @Test
  void disagreesWithAChoiceThatNoDriftExplains() {
    Replay replay =
        replay(Logs.trigger(0), Logs.machine(), Logs.table(SMALL, BIG), Logs.kill(400, "little"));
    assertThat(replay.verdict()).isEqualTo(Agreement.DISAGREES);
    assertThat(replay.why()).contains("hog (500) has 199,098 points more").contains("little (400)");
  }

  @Test
  void saysTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(
              replay(Logs.trigger(0), Logs.machine(), Logs.table(SMALL, BIG), Logs.kill(500, "hog"))
                  .why())
          .contains("200,100");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void passesOverWhoMayNeverDie() {
    Replay replay =
        replay(
            Logs.trigger(0),
            Logs.machine(),
            Logs.table(
                Logs.row(1, 0, 240000, 8192, 0, 0, "init"),
                Logs.row(300, 0, 230000, 8192, 0, -1000, "sshd"),
                SMALL,
                BIG),
            Logs.kill(500, "hog"));
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
    Ranking ranking = replay.ranking().orElseThrow();
    assertThat(ranking.of(1).orElseThrow().spared()).hasValue("init: never");
    assertThat(ranking.of(300).orElseThrow().points()).isEmpty();
    assertThat(ranking.of(500).orElseThrow().rank()).isEqualTo(OptionalInt.of(1));
    assertThat(ranking.of(400).orElseThrow().rank()).isEqualTo(OptionalInt.of(2));
  }

  @Test
  void disagreesWhenOneOfThemWasChosen() {
    Replay replay =
        replay(
            Logs.trigger(0),
            Logs.machine(),
            Logs.table(SMALL, Logs.row(300, 0, 230000, 8192, 0, -1000, "sshd")),
            Logs.kill(300, "sshd"));
    assertThat(replay.verdict()).isEqualTo(Agreement.DISAGREES);
    assertThat(replay.why()).contains("oom_score_adj -1000: never");
  }

  @Test
  void keepsTheFirstOfEqualsUpTo52() {
    String a = Logs.oldRow(400, 5, 150000, 0, 0, 0, "a");
    String b = Logs.oldRow(500, 5, 150000, 0, 0, 0, "b");
    // 150,000 * 1000 / 300,000
    assertThat(old("3.10.0", 400, 500, 400, a, b).verdict()).isEqualTo(Agreement.AGREES);
    Replay second = old("3.10.0", 500, 500, 500, a, b);
    assertThat(second.verdict()).isEqualTo(Agreement.AGREES_WITHIN_DRIFT);
    assertThat(second.why()).contains("same points").contains("keeps the first");
  }

  @Test
  void takesTheLastOfEqualsSince53() {
    String a = Logs.row(400, 0, 150000, 0, 0, 0, "a");
    String b = Logs.row(500, 0, 150000, 0, 0, 0, "b");
    Replay last =
        replay(
            Logs.trigger(0),
            Logs.cpu("6.1.0", 5),
            Logs.machine(),
            Logs.table(a, b),
            Logs.kill(500, "b"));
    assertThat(last.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(last.why()).contains("takes the last");
    Replay first =
        replay(
            Logs.trigger(0),
            Logs.cpu("6.1.0", 5),
            Logs.machine(),
            Logs.table(a, b),
            Logs.kill(400, "a"));
    assertThat(first.verdict()).isEqualTo(Agreement.AGREES_WITHIN_DRIFT);
  }

  @Test
  void acceptsEitherOfEqualsInAGroupUpTo52() {
    String a = Logs.oldRow(400, 5, 5000, 0, 0, 0, "a");
    String b = Logs.oldRow(500, 5, 5000, 0, 0, 0, "b");
    for (int chosen : List.of(400, 500)) {
      Replay replay =
          replay(
              Logs.trigger(0),
              Logs.cpu("3.10.0", 500),
              "Task in /g killed as a result of limit of /g",
              "memory: usage 40960kB, limit 40960kB, failcnt 5",
              "memory+swap: usage 40960kB, limit 40960kB, failcnt 5",
              Logs.oldTable(a, b),
              group(Logs.scoredKill(chosen, "hog", 488, chosen).get(0)),
              Logs.scoredKill(chosen, "hog", 488, chosen).get(1));
      assertThat(replay.verdict()).as("chosen %d", chosen).isEqualTo(Agreement.AGREES);
      assertThat(replay.why()).contains("order of the group");
    }
  }

  @Test
  void sparesRootALittleUpTo416() {
    String root = Logs.oldRow(500, 0, 200000, 100, 0, 0, "hog");
    // 3.10: 200,100 - 30 * 300 = 191,100, of 300,000: 637. 3.16: 200,100 - 6,003 = 194,097: 646.
    assertThat(old("3.10.0", 500, 637, 500, root).verdict()).isEqualTo(Agreement.AGREES);
    assertThat(old("3.16.0", 500, 646, 500, root).formula())
        .isEqualTo(Formula.ROOT_MINUS_3_PERCENT);
    assertThat(old("3.16.0", 500, 646, 500, root).verdict()).isEqualTo(Agreement.AGREES);
  }

  @Test
  void seesThatRootInAContainerIsNotSpared() {
    // 200,100 * 1000 / 300,000 without any bonus.
    Replay replay = old("4.4.0", 500, 667, 500, Logs.oldRow(500, 0, 200000, 100, 0, 0, "hog"));
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(replay.why()).contains("CAP_SYS_ADMIN");
    assertThat(replay.ranking().orElseThrow().first().orElseThrow().root()).isFalse();
  }

  @Test
  void seesTheChildInItsParentsPlace() {
    Replay replay =
        old(
            "3.10.0",
            500,
            667,
            501,
            Logs.oldRow(500, 7, 200000, 100, 0, 0, "hog"),
            Logs.oldRow(501, 7, 50, 3, 0, 0, "hog"));
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(replay.printedPid()).hasValue(500);
    assertThat(replay.why()).contains("Its child hog (501) was killed in its place");
  }

  @Test
  void ranksNobodyWhenTheAllocatorDies() {
    Replay replay =
        replay(
            Logs.trigger(0),
            Logs.cpu("6.1.0", 400),
            Logs.machine(),
            Logs.table(SMALL, BIG),
            Logs.kill(400, "little")
                .replace("Out of memory", "Out of memory (oom_kill_allocating_task)"));
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(replay.why()).contains("vm.oom_kill_allocating_task");
    Replay wrong =
        replay(
            Logs.trigger(0),
            Logs.cpu("6.1.0", 400),
            Logs.machine(),
            Logs.table(SMALL, BIG),
            Logs.kill(500, "hog")
                .replace("Out of memory", "Out of memory (oom_kill_allocating_task)"));
    assertThat(wrong.verdict()).isEqualTo(Agreement.DISAGREES);
  }

  // A real report of Linux 6.1: the thread 402 of process 400 asked.
  @Test
  void takesTheThreadInTheSummaryForItsProcessSince51() {
    Replay replay =
        replay(
            Logs.trigger(0).replace("hog", "little"),
            Logs.cpu("6.1.0", 402),
            Logs.machine(),
            Logs.table(SMALL, BIG),
            "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,"
                + "global_oom,task_memcg=/,task=little,pid=402,uid=0",
            Logs.kill(400, "little")
                .replace("Out of memory", "Out of memory (oom_kill_allocating_task)"));
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(replay.printedPid()).hasValue(400);
    assertThat(replay.why()).contains("The one that asked was killed.").doesNotContain("child");
  }

  @Test
  void seesTheAllocatorsChildUpTo50() {
    Replay replay =
        replay(
            Logs.trigger(0),
            Logs.cpu("3.10.0", 500),
            Logs.machine(),
            Logs.oldTable(Logs.oldRow(500, 7, 200, 1, 0, 0, "hog")),
            "Out of memory (oom_kill_allocating_task): Kill process 500 (hog) score 0 or sacrifice"
                + " child",
            "Killed process 501 (hog) total-vm:8kB, anon-rss:4kB, file-rss:0kB");
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(replay.why()).contains("Its child hog (501)");
  }

  @Test
  void ranksAfterSysrqAsEver() {
    Explanation e =
        Logs.explain(
            "kworker/0:1 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0",
            Logs.cpu("6.1.0", 9),
            Logs.machine(),
            Logs.table(SMALL, BIG),
            Logs.kill(500, "hog"));
    assertThat(e.replay().verdict()).isEqualTo(Agreement.AGREES);
    assertThat(e.request().why().get(0)).contains("by hand (sysrq-f)");
    assertThat(e.whatIf(new Change.KillAllocatingTask()).victims())
        .extracting(t -> t.pid())
        .containsExactly(500);
  }

  @Test
  void showsWhoWasNextBeforeAPanic() {
    Replay replay = Logs.only("v6.1-x86_64-panic").replay();
    assertThat(replay.verdict()).isEqualTo(Agreement.NOT_REPRODUCIBLE);
    assertThat(replay.why()).contains("panicked");
    assertThat(replay.ranking().orElseThrow().first()).isPresent();
  }

  @Test
  void agreesThatThereWasNobodyToKill() {
    assertThat(Logs.only("v6.12-x86_64-nobody-to-kill").replay().verdict())
        .isEqualTo(Agreement.AGREES);
  }

  @Test
  void passesOverEarlierVictimsOnlyWhereThatExplainsTheChoice() {
    Object[] parts = {
      Logs.trigger(0), Logs.machine(), Logs.table(SMALL, BIG), Logs.kill(400, "little")
    };
    Replay after = Replay.of(Logs.report(parts), Set.of(500));
    assertThat(after.verdict()).isEqualTo(Agreement.AGREES);
    assertThat(after.ranking().orElseThrow().of(500).orElseThrow().spared()).hasValue(Rules.GONE);
    parts[3] = Logs.kill(500, "hog");
    assertThat(Replay.of(Logs.report(parts), Set.of(500)).verdict()).isEqualTo(Agreement.AGREES);
    Object[] nobody = {
      Logs.trigger(0), Logs.machine(), Logs.table(BIG), "Out of memory and no killable processes..."
    };
    assertThat(Replay.of(Logs.report(nobody), Set.of()).verdict())
        .isEqualTo(Agreement.NOT_REPRODUCIBLE);
    assertThat(Replay.of(Logs.report(nobody), Set.of(500)).verdict()).isEqualTo(Agreement.AGREES);
  }

  @Test
  void saysWhereTheHiddenSwapWouldHaveChangedTheChoice() {
    // 5,100 points lead 3,002 + 100 * 10 as long as a thousandth of all pages is below 21.
    Replay replay =
        replay(
            Logs.trigger(0),
            Logs.cpu("6.1.0", 500),
            "memory: usage 40960kB, limit 40960kB, failcnt 5",
            "swap: usage 0kB, limit 9007199254740988kB, failcnt 0",
            Logs.table(
                Logs.row(400, 0, 3000, 8192, 0, 100, "helper"),
                Logs.row(500, 0, 5000, 409600, 0, 0, "hog")),
            group(Logs.kill(500, "hog")));
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
    // Up to 20,999 pages: 3,002 + 100 * 20 = 5,002; 21,000 give 5,102.
    assertThat(replay.why()).contains("With more than 10,759 pages of it helper (400)");
  }

  @Test
  void cannotTellWithSwapInUseAndNoColumnForIt() {
    Replay replay =
        replay(
            "hog invoked oom-killer: gfp_mask=0x201da, order=0, oom_adj=0, oom_score_adj=0",
            "Pid: 500, comm: hog Not tainted 2.6.36 #1",
            "Free swap  = 10kB",
            "Total swap = 200000kB",
            "[ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name",
            "[  500]     0   500     2000     1000   0       0             0 hog",
            Logs.scoredKill(500, "hog", 16, 500));
    assertThat(replay.verdict()).isEqualTo(Agreement.NOT_REPRODUCIBLE);
    assertThat(replay.why()).contains("swapents");
  }

  @Test
  void knowsTheProductThatRanOver() {
    // 5,000,000 * 1000 is 705,032,704 in 32 bits; of 6,000,000 pages 117.
    Replay replay =
        replay(
            "hog invoked oom-killer: gfp_mask=0x201da, order=0, oom_adj=0, oom_score_adj=0",
            "Pid: 500, comm: hog Not tainted 3.0.0 #1",
            "Mem-Info:",
            "Total swap = 0kB",
            "6010000 pages RAM",
            "10000 pages reserved",
            "[ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name",
            "[  500]     5   500  6000000  5000000   0       0             0 hog",
            "[  501]     5   501   900000   600000   0       0             0 other",
            Logs.scoredKill(500, "hog", 117, 500));
    assertThat(replay.formula()).isEqualTo(Formula.PER_MILLE_RUNNING_OVER);
    assertThat(replay.verdict()).isEqualTo(Agreement.AGREES);
  }
}
