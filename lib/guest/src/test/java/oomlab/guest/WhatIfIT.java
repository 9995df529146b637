package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import oomlab.Decoy;
import oomlab.Experiment;
import oomlab.Guest;
import oomlab.Guest.Board;
import oomlab.Run;
import oomlab.Scenario;
import oomlab.Scenario.Group;
import oomlab.explain.Change;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.Struck;
import oomlab.explain.Explanation.TriggerProcess;
import oomlab.explain.Explanation.WhatIf;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Task;
import oomlab.testing.Emulators;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Asks a real report what would have happened, then makes that happen. With a pattern in {@code
 * OOMLAB_WHAT_IF}, such as {@code v1} or a dot for all, it asks every question about the runs that
 * this is found in, else a few about each.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = GuestRunIT.FOLDERS, mode = ResourceAccessMode.READ)
@Timeout(600)
class WhatIfIT {
  private static final long MIB = 1 << 20;
  private static final Path TABLE = Path.of("target/what-if.txt");

  /** Two processes: the victim grows beside a decoy of 20 MiB. */
  private static final Guest FLAT = with(Scenario.plain().decoy(Decoy.of(20 * MIB)));

  /** The decoy dies first. */
  private static final Guest RAISED = with(Scenario.plain().decoy(Decoy.of(20 * MIB).adj(500)));

  /** The victim dies; with swap the decoy would at the same sizes. A PC swaps fast enough. */
  private static final Guest NEAR =
      Guest.x86()
          .memory(256 * MIB)
          .cpus(1)
          .swap(0)
          .scenario(Scenario.plain().decoy(Decoy.of(32 * MIB).adj(450)));

  private static final Guest GROUP = with(grouped(new Group(2, 40 * MIB, false), 0));
  private static final Guest GROUP1 = with(grouped(new Group(1, 40 * MIB, false), 0));
  private static final Guest ASKED =
      with(Scenario.plain().decoy(Decoy.of(20 * MIB)).sysrq(30 * MIB));

  /** A question, and how to make it true. */
  private record Question(
      String base,
      Guest guest,
      String change,
      Function<Seen, List<Change>> asked,
      UnaryOperator<Guest> made,
      boolean always) {}

  /** A run and its first report: whom did it kill? */
  private record Seen(Run run, OomReport report) {
    int victim() {
      return run.expectedVictim();
    }

    int decoy() {
      return report.tasks().stream()
          .filter(task -> task.name().equals("decoy"))
          .mapToInt(Task::pid)
          .findFirst()
          .orElseThrow();
    }

    String role(int pid, String name) {
      return pid == victim() || run.threadIds().contains(pid) ? "victim" : name;
    }

    String killed() {
      TreeSet<String> roles = new TreeSet<>();
      for (Kill kill : report.kills()) {
        roles.add(role(kill.pid(), kill.comm()));
      }
      return roles.isEmpty() ? "nobody" : String.join(", ", roles);
    }

    /** Roles by process: the same process of another run has another pid. */
    String predicted(WhatIf answer) {
      TreeSet<String> roles = new TreeSet<>();
      for (Task task : answer.victims()) {
        roles.add(role(task.pid(), task.name()));
      }
      return roles.isEmpty() ? "nobody" : String.join(", ", roles);
    }

    /** Whether an answer that does not tell who dies names this one among those who may. */
    boolean leavesOpen(WhatIf answer, String killed) {
      int pid = killed.equals("victim") ? victim() : decoy();
      return answer.victims().isEmpty()
          && answer.why().contains("does not tell")
          && answer.why().contains("(" + pid + ")");
    }

    long anonKib() {
      return report.tasks().stream()
          .filter(task -> task.pid() == victim())
          .mapToLong(task -> task.rssAnonPages().orElse(task.rssPages().orElse(0)))
          .map(pages -> pages * report.pageBytes() / 1024)
          .findFirst()
          .orElse(0);
    }
  }

  private final Map<Guest, Seen> bases = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();

  @BeforeEach
  void needsTheEmulator() {
    Emulators.needed(Board.values());
  }

  private static Guest with(Scenario scenario) {
    return Guest.arm32().scenario(scenario);
  }

  private static Scenario grouped(Group group, int decoyAdj) {
    return Scenario.plain().group(group).decoy(Decoy.of(8 * MIB).adj(decoyAdj));
  }

  private static Scenario decoy(int adj) {
    return Scenario.plain().decoy(Decoy.of(20 * MIB).adj(adj));
  }

  private static Question changed(
      String base,
      Guest guest,
      String change,
      Function<Seen, List<Change>> asked,
      UnaryOperator<Scenario> scenario) {
    return new Question(
        base, guest, change, asked, g -> g.scenario(scenario.apply(g.scenario())), false);
  }

  private static Question always(Question q) {
    return new Question(q.base(), q.guest(), q.change(), q.asked(), q.made(), true);
  }

  private static List<Question> questions() {
    String flat = "decoy 20 MiB";
    String near = "PC, decoy 32 MiB, adj 450";
    String raised = "decoy 20 MiB, adj 500";
    String group = "v2 group of 40 MiB, decoy 8 MiB";
    String group1 = "v1 group of 40 MiB, decoy 8 MiB";
    String asked = "sysrq f at 30 MiB, decoy 20 MiB";
    return List.of(
        always(changed(flat, FLAT, "decoy's adj 500", s -> decoyAdj(s, 500), s -> decoy(500))),
        changed(flat, FLAT, "decoy's adj 100", s -> decoyAdj(s, 100), s -> decoy(100)),
        changed(flat, FLAT, "decoy's adj -1000", s -> decoyAdj(s, -1000), s -> decoy(-1000)),
        always(changed(flat, FLAT, "victim's adj -500", s -> victimAdj(s, -500), s -> s.adj(-500))),
        changed(flat, FLAT, "victim's adj -100", s -> victimAdj(s, -100), s -> s.adj(-100)),
        changed(flat, FLAT, "victim's adj -1000", s -> victimAdj(s, -1000), s -> s.adj(-1000)),
        always(
            changed(
                flat,
                FLAT,
                "no decoy",
                s -> List.of(new Change.Remove(s.decoy())),
                s -> Scenario.plain())),
        changed(
            flat,
            FLAT,
            "vm.oom_kill_allocating_task",
            s -> List.of(new Change.KillAllocatingTask()),
            s -> s.killAllocatingTask(true)),
        new Question(
            flat,
            FLAT,
            "16 MiB of swap",
            s -> List.of(new Change.Swap(16 * 1024)),
            g -> g.swap(16 * MIB),
            false),
        always(
            new Question(
                near,
                NEAR,
                "64 MiB of swap",
                s -> List.of(new Change.Swap(64 * 1024)),
                g -> g.swap(64 * MIB),
                false)),
        always(changed(raised, RAISED, "decoy's adj 0", s -> decoyAdj(s, 0), s -> decoy(0))),
        changed(
            raised,
            RAISED,
            "victim's adj 1000",
            s -> victimAdj(s, 1000),
            s -> decoy(500).adj(1000)),
        changed(
            raised,
            RAISED,
            "no decoy",
            s -> List.of(new Change.Remove(s.decoy())),
            s -> Scenario.plain()),
        always(
            changed(
                raised,
                RAISED,
                "vm.oom_kill_allocating_task",
                s -> List.of(new Change.KillAllocatingTask()),
                s -> s.killAllocatingTask(true))),
        always(
            changed(
                group,
                GROUP,
                "memory.oom.group",
                s -> List.of(new Change.KillGroup()),
                s -> grouped(new Group(2, 40 * MIB, true), 0))),
        changed(
            group,
            GROUP,
            "memory.oom.group, decoy's adj -1000",
            s -> List.of(new Change.KillGroup(), new Change.Adj(s.decoy(), -1000)),
            s -> grouped(new Group(2, 40 * MIB, true), -1000)),
        always(
            changed(
                group,
                GROUP,
                "limit 60 MiB",
                s -> List.of(new Change.Limit(60 * 1024)),
                s -> grouped(new Group(2, 60 * MIB, false), 0))),
        changed(
            group,
            GROUP,
            "limit 24 MiB",
            s -> List.of(new Change.Limit(24 * 1024)),
            s -> grouped(new Group(2, 24 * MIB, false), 0)),
        changed(
            group,
            GROUP,
            "decoy's adj 900",
            s -> decoyAdj(s, 900),
            s -> grouped(new Group(2, 40 * MIB, false), 900)),
        changed(
            group,
            GROUP,
            "vm.oom_kill_allocating_task",
            s -> List.of(new Change.KillAllocatingTask()),
            s -> s.killAllocatingTask(true)),
        // A victim of adj -1000 would hang: nobody is left to kill, and the group never fails.
        changed(
            group1,
            GROUP1,
            "decoy's adj 900",
            s -> decoyAdj(s, 900),
            s -> grouped(new Group(1, 40 * MIB, false), 900)),
        changed(
            asked,
            ASKED,
            "decoy's adj 500",
            s -> decoyAdj(s, 500),
            s -> decoy(500).sysrq(30 * MIB)),
        changed(
            asked,
            ASKED,
            "vm.oom_kill_allocating_task",
            s -> List.of(new Change.KillAllocatingTask()),
            s -> s.killAllocatingTask(true)));
  }

  private static List<Change> decoyAdj(Seen seen, int adj) {
    return List.of(new Change.Adj(seen.decoy(), adj));
  }

  private static List<Change> victimAdj(Seen seen, int adj) {
    return List.of(new Change.Adj(seen.victim(), adj));
  }

  private static Seen run(Guest guest) {
    Run run = Experiment.in(guest).run();
    assertThat(run.reports()).isNotEmpty();
    return new Seen(run, run.reports().get(0));
  }

  @Test
  void whatWouldHaveHappenedHappens() throws IOException {
    Optional<Predicate<String>> wanted =
        Optional.ofNullable(System.getenv("OOMLAB_WHAT_IF"))
            .map(text -> Pattern.compile(text).asPredicate());
    List<String> rows = new ArrayList<>();
    rows.add(
        "| run | change | predicted: when, who | real: victim's size before -> after, who | |");
    rows.add("|---|---|---|---|---|");
    for (Question question : questions()) {
      if (wanted.map(p -> p.test(question.base())).orElse(question.always())) {
        rows.add(row(question));
        Files.write(TABLE, rows);
      }
    }
    rows.forEach(System.out::println);
    assertThat(wrong).isEmpty();
  }

  /** The run was watched: a trigger without a row of its own is a thread of the victim. */
  private static Explanation watched(Seen base) {
    Explanation e = Explanation.of(base.report());
    TriggerProcess trigger =
        new TriggerProcess(
            e.trigger().thread(), base.report().task(base.victim()), true, "The run was watched.");
    return e.trigger().certain()
        ? e
        : new Explanation(e.report(), e.replay(), e.request(), e.ledger(), trigger);
  }

  private String row(Question question) {
    Seen base = bases.computeIfAbsent(question.guest(), WhatIfIT::run);
    WhatIf answer = watched(base).whatIf(question.asked().apply(base).toArray(Change[]::new));
    Seen real = run(question.made().apply(question.guest()));
    String predicted = base.predicted(answer);
    boolean later =
        answer.struck() != Struck.NOT_YET
            || real.anonKib() > base.anonKib()
            || !predicted.equals("victim");
    boolean open = base.leavesOpen(answer, real.killed());
    boolean holds = open || (predicted.equals(real.killed()) && later);
    String row =
        String.format(
            Locale.ROOT,
            "| %s | %s | %s, %s | %d -> %d KiB, %s | %s |",
            question.base(),
            question.change(),
            answer.struck().words(),
            open ? "depends on who grows" : predicted,
            base.anonKib(),
            real.anonKib(),
            real.killed(),
            holds ? "holds" : "does not hold");
    if (!holds) {
      wrong.add(row);
    }
    return row;
  }
}
