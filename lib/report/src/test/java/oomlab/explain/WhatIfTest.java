package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import oomlab.explain.Explanation.Struck;
import oomlab.explain.Explanation.WhatIf;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WhatIfTest {
  private static final Explanation MACHINE =
      Logs.explain(
          Logs.trigger(0),
          Logs.cpu("6.1.0", 400),
          Logs.machine(),
          Logs.table(
              Logs.row(300, 0, 500, 8192, 0, -1000, "sshd"),
              Logs.row(400, 0, 1000, 8192, 0, 0, "hog"),
              Logs.row(500, 0, 200000, 409600, 0, 0, "big")),
          Logs.kill(500, "big"));
  private static final Explanation NEAR = near(500);
  private static final Explanation GROUP = Logs.only("v6.1-x86_64-memcg2");

  private static Explanation near(int trigger) {
    return Logs.explain(
        Logs.trigger(0),
        Logs.cpu("6.1.0", trigger),
        Logs.machine(),
        Logs.table(
            Logs.row(300, 0, 500, 8192, 0, -1000, "sshd"),
            Logs.row(400, 0, 1000, 8192, 0, 600, "hog"),
            Logs.row(500, 0, 200000, 409600, 0, 0, "big")),
        Logs.kill(500, "big"));
  }

  static List<String> logs() {
    return Logs.goldens();
  }

  private static List<Integer> pids(WhatIf whatIf) {
    return whatIf.victims().stream().map(Task::pid).toList();
  }

  @Test
  void choosesAnotherBelowTheSparingAdj() {
    // 200,100 - 663 * 300 = 1,200 stay above the other's 1,002; 664 make it 900.
    assertThat(pids(MACHINE.whatIf(new Change.Adj(500, -663)))).containsExactly(500);
    assertThat(pids(MACHINE.whatIf(new Change.Adj(500, -664)))).containsExactly(400);
    assertThat(MACHINE.whatWouldHaveChanged().get(0).changes())
        .containsExactly(new Change.Adj(500, -664));
  }

  @Test
  void removesAProcessAndItsMemory() {
    WhatIf without = MACHINE.whatIf(new Change.Remove(500));
    assertThat(pids(without)).containsExactly(400);
    assertThat(without.struck()).isEqualTo(Struck.NOT_YET);
    assertThat(without.why()).contains("781.3 MiB would have been there");
  }

  @Test
  void killsWhoAsked() {
    assertThat(pids(MACHINE.whatIf(new Change.KillAllocatingTask()))).containsExactly(400);
    assertThat(pids(MACHINE.whatIf(new Change.KillAllocatingTask(), new Change.Adj(400, -1000))))
        .containsExactly(500);
    assertThat(GROUP.whatIf(new Change.KillAllocatingTask()).why()).contains("does not count");
  }

  @Test
  void addsSwap() {
    WhatIf more = MACHINE.whatIf(new Change.Swap(400000));
    assertThat(more.struck()).isEqualTo(Struck.NOT_YET);
    assertThat(pids(more)).containsExactly(500);
    assertThat(MACHINE.whatIf(new Change.Swap(0)).struck()).isEqualTo(Struck.YES);
    assertThat(MACHINE.whatIf(new Change.Swap(0)).why()).contains("earlier");
  }

  @Test
  void saysThatMoreMemoryGoesToWhoGrows() {
    // 600 thousandths of 312,500 pages lead with 188,300: less than big's 200,100. Of 512,500 pages
    // they are more, unless big takes the swap.
    WhatIf more = NEAR.whatIf(new Change.Swap(800_000));
    assertThat(more.struck()).isEqualTo(Struck.NOT_YET);
    assertThat(more.victims()).isEmpty();
    assertThat(more.why())
        .contains("hog (400) is chosen")
        .contains("does not tell who that is: big (500), which had asked for memory, is chosen")
        .doesNotContain("sshd");
    // Who asked is what grows; and what is too little to overtake anyone decides nothing.
    assertThat(pids(near(400).whatIf(new Change.Swap(800_000)))).containsExactly(400);
    assertThat(pids(NEAR.whatIf(new Change.Swap(4096)))).containsExactly(500);
    assertThat(pids(NEAR.whatIf(new Change.Swap(0)))).containsExactly(500);
  }

  @Test
  void setsAnotherLimit() {
    assertThat(GROUP.whatIf(new Change.Limit(81920)).struck()).isEqualTo(Struck.NOT_YET);
    assertThat(GROUP.whatIf(new Change.Limit(20480)).struck()).isEqualTo(Struck.YES);
    assertThat(GROUP.whatIf(new Change.Swap(8192)).struck()).isEqualTo(Struck.UNKNOWN);
    assertThat(GROUP.whatIf(new Change.Swap(0)).struck()).isEqualTo(Struck.YES);
  }

  @Test
  void killsTheGroup() {
    WhatIf group = GROUP.whatIf(new Change.KillGroup());
    assertThat(group.victims()).hasSize(3);
    assertThat(group.victims().get(0)).isEqualTo(GROUP.report().task(122).orElseThrow());
    assertThat(MACHINE.whatIf(new Change.KillGroup()).why()).contains("this table does not tell");
    assertThat(Logs.only("v2.6.32-el6-i386-memcg").whatIf(new Change.KillGroup()).why())
        .contains("came with 4.19");
  }

  @Test
  void staysNotYetWhateverElseChanges() {
    Change remove = new Change.Remove(122);
    Change swap = new Change.Swap(8192);
    assertThat(GROUP.whatIf(remove, swap).struck()).isEqualTo(Struck.NOT_YET);
    assertThat(GROUP.whatIf(swap, remove).struck()).isEqualTo(Struck.NOT_YET);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Change.Adj(1, 1001));
    assertThatIllegalArgumentException().isThrownBy(() -> new Change.Adj(1, -1001));
    assertThatIllegalArgumentException().isThrownBy(() -> new Change.Limit(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Change.Swap(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MACHINE.whatIf(new Change.Adj(77, 0)))
        .withMessageContaining("no process 77");
    assertThatIllegalArgumentException().isThrownBy(() -> MACHINE.whatIf(new Change.Remove(77)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MACHINE.whatIf(new Change.Limit(4096)))
        .withMessageContaining("no limit");
    Explanation bare =
        Logs.explain(
            Logs.trigger(0), Logs.table(Logs.row(5, 0, 9, 0, 0, 0, "x")), Logs.kill(5, "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> bare.whatIf(new Change.Swap(8)));
  }

  @Test
  void saysWhyNothingCanBeReplayed() {
    WhatIf whatIf = Logs.explain(Logs.kill(5, "hog")).whatIf(new Change.Remove(5));
    assertThat(whatIf.struck()).isEqualTo(Struck.UNKNOWN);
    assertThat(whatIf.victims()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void neverSavesTheVictimByRaisingItsAdj(String name) {
    Random random = random(name);
    for (Explanation e : ranked(name)) {
      Candidate first = e.replay().ranking().orElseThrow().first().orElseThrow();
      int pid = first.task().pid();
      for (int i = 0; i < 20; i++) {
        int adj = first.adj() + random.nextInt(1001 - first.adj());
        assertThat(pids(e.whatIf(new Change.Adj(pid, adj)))).as("%s %d", name, adj).contains(pid);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void neverChangesTheVictimByRemovingOrSparingAnother(String name) {
    Random random = random(name);
    for (Explanation e : ranked(name)) {
      List<Candidate> candidates = e.replay().ranking().orElseThrow().candidates();
      int pid = candidates.get(0).task().pid();
      for (int i = 0; i < 20 && candidates.size() > 1; i++) {
        Candidate other = candidates.get(1 + random.nextInt(candidates.size() - 1));
        int others = other.task().pid();
        assertThat(pids(e.whatIf(new Change.Remove(others)))).as(name).containsExactly(pid);
        int lower = Math.max(-1000, other.adj() - random.nextInt(1001));
        assertThat(pids(e.whatIf(new Change.Adj(others, lower)))).as(name).containsExactly(pid);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void alwaysSparesTheVictimWithTheAdjItNames(String name) {
    for (Explanation e : ranked(name)) {
      Ranking ranking = e.replay().ranking().orElseThrow();
      if (ranking.candidates().stream().filter(s -> s.rank().isPresent()).count() < 2) {
        continue;
      }
      int pid = ranking.first().orElseThrow().task().pid();
      e.whatWouldHaveChanged().stream()
          .filter(w -> w.changes().get(0) instanceof Change.Adj)
          .forEach(
              w -> {
                assertThat(pids(w)).as(name).doesNotContain(pid);
                int adj = ((Change.Adj) w.changes().get(0)).oomScoreAdj();
                assertThat(pids(e.whatIf(new Change.Adj(pid, adj + 1)))).as(name).contains(pid);
              });
    }
  }

  private static Random random(String name) {
    long seed = Long.getLong("oomlab.seed", System.nanoTime());
    System.out.printf("%s: -Doomlab.seed=%d%n", name, seed);
    return new Random(seed);
  }

  private static List<Explanation> ranked(String name) {
    List<Explanation> all = new ArrayList<>();
    for (OomReport report : Logs.golden(name)) {
      Explanation e = Explanation.of(report);
      if (e.replay().ranking().flatMap(Ranking::first).isPresent()) {
        all.add(e);
      }
    }
    return all;
  }

  @Test
  void neverChoosesWhoIsSpared() {
    assertThat(pids(MACHINE.whatIf(new Change.Adj(500, -1000)))).containsExactly(400);
    WhatIf nobody = MACHINE.whatIf(new Change.Adj(500, -1000), new Change.Adj(400, -1000));
    assertThat(nobody.victims()).isEmpty();
    assertThat(nobody.why()).contains("No process may be killed");
    // And one that was spared is chosen once it is not.
    assertThat(pids(MACHINE.whatIf(new Change.Adj(300, 1000)))).containsExactly(300);
  }

  @Test
  void leavesTheSparedOfAGroupAlive() {
    int spared = GROUP.report().tasks().get(0).pid();
    WhatIf group = GROUP.whatIf(new Change.KillGroup(), new Change.Adj(spared, -1000));
    assertThat(pids(group)).hasSize(2).doesNotContain(spared);
  }

  @Test
  void takesTheLastOfTwoChangesOfOneThing() {
    assertThat(pids(MACHINE.whatIf(new Change.Adj(500, -1000), new Change.Adj(500, 0))))
        .containsExactly(500);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MACHINE.whatIf(new Change.Remove(500), new Change.Adj(500, 0)))
        .withMessageContaining("no process 500");
  }

  @Test
  void comparesALimitWithWhatIsUsed() {
    // 40,960 kB are used and are the limit.
    assertThat(GROUP.whatIf(new Change.Limit(40960)).struck()).isEqualTo(Struck.YES);
    WhatIf more = GROUP.whatIf(new Change.Limit(40964));
    assertThat(more.struck()).isEqualTo(Struck.NOT_YET);
    assertThat(more.why()).contains("so 4 kB would still have been left");
    assertThat(GROUP.whatIf(new Change.Limit(40956)).why()).contains("struck earlier");
  }

  @Test
  void weighsAnAdjAgainstAnotherTotal() {
    // 1,002 + 700 * 300 lead 200,100; without swap they are 1,002 + 700 * 250.
    Change raised = new Change.Adj(400, 700);
    assertThat(pids(MACHINE.whatIf(raised))).containsExactly(400);
    assertThat(pids(MACHINE.whatIf(raised, new Change.Swap(0)))).containsExactly(500);
  }

  @Test
  void weighsAnyAmount() {
    Explanation unbound =
        Logs.explain(
            Logs.trigger(0),
            "memory: usage 40960kB, limit 40960kB, failcnt 5",
            Logs.table(
                Logs.row(400, 0, 3000, 8192, 0, 0, "helper"),
                Logs.row(500, 0, 5000, 409600, 0, 0, "hog")),
            Logs.kill(500, "hog").replace("Out of memory", "Memory cgroup out of memory"));
    for (long kb : new long[] {1L << 52, Long.MAX_VALUE}) {
      Change raised = new Change.Adj(400, 1);
      assertThat(MACHINE.whatIf(new Change.Swap(kb), raised).why()).as("%d", kb).contains("(400)");
      int pid = GROUP.report().tasks().get(0).pid();
      Change one = new Change.Adj(pid, 1);
      String name = "(" + pid + ") is chosen";
      assertThat(GROUP.whatIf(new Change.Limit(kb), one).why()).as("%d", kb).contains(name);
      assertThat(GROUP.whatIf(new Change.Swap(kb), one).why()).as("%d", kb).contains(name);
      assertThat(unbound.whatIf(new Change.Swap(kb), raised).why()).as("%d", kb).contains("(400)");
    }
  }

  @Test
  void saysItsChangesInWords() {
    WhatIf whatIf = MACHINE.whatIf(new Change.Adj(500, -5), new Change.Swap(0));
    assertThat(whatIf.toString())
        .startsWith("If oom_score_adj of process 500 is -5, there is no swap: ");
    assertThat(new Change.Swap(2048).words()).isEqualTo("there is 2,048 kB of swap");
    assertThat(new Change.Limit(20480).words()).isEqualTo("the group's limit is 20.0 MiB");
    assertThat(new Change.Remove(5).words()).isEqualTo("process 5 is not there");
    assertThat(new Change.KillGroup().words()).isEqualTo("memory.oom.group is 1");
    assertThat(new Change.KillAllocatingTask().words()).contains("oom_kill_allocating_task is 1");
    assertThat(Struck.NOT_YET.words()).isEqualTo("not at this moment");
  }

  @ParameterizedTest
  @MethodSource("logs")
  void neverKillsAnyoneOfMinus1000(String name) {
    Random random = random(name);
    for (Explanation e : ranked(name)) {
      List<Task> tasks = e.report().tasks();
      for (int i = 0; i < 20; i++) {
        int pid = tasks.get(random.nextInt(tasks.size())).pid();
        Change spared = new Change.Adj(pid, -1000);
        assertThat(pids(e.whatIf(spared))).as(name).doesNotContain(pid);
        assertThat(pids(e.whatIf(spared, new Change.KillGroup()))).as(name).doesNotContain(pid);
        assertThat(pids(e.whatIf(new Change.KillAllocatingTask(), spared)))
            .as(name)
            .doesNotContain(pid);
      }
    }
  }
}
