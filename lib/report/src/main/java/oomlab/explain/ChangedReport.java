package oomlab.explain;

import static oomlab.explain.Wording.kb;
import static oomlab.explain.Wording.name;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.explain.Explanation.Struck;
import oomlab.explain.Explanation.TriggerProcess;
import oomlab.explain.Explanation.WhatIf;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import oomlab.explain.Replay.TotalPages;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Memcg;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Swap;
import oomlab.report.OomReport.Task;

/** Applies changes to a report and chooses anew. */
final class ChangedReport {
  /** More than any machine has, and still a number that can be weighed in thousandths. */
  private static final long MOST_PAGES = 1L << 42;

  private final OomReport report;
  private final Replay replay;
  private final TriggerProcess trigger;
  private final List<Change> changes;
  private final Rules rules;
  private final long pageKb;
  private final List<String> notes = new ArrayList<>();
  private List<Task> tasks;
  private TotalPages total;
  private long morePages;
  private Struck struck = Struck.YES;
  private boolean killAllocatingTask;
  private boolean wholeGroup;

  ChangedReport(Explanation explanation, List<Change> changes) {
    this.report = explanation.report();
    this.replay = explanation.replay();
    this.trigger = explanation.trigger();
    this.changes = changes;
    this.tasks = report.tasks();
    this.total = replay.total();
    this.rules = rules(report, replay);
    this.pageKb = report.pageBytes() / 1024;
  }

  WhatIf replay() {
    if (replay.ranking().isEmpty()) {
      return new WhatIf(changes, Struck.UNKNOWN, List.of(), replay.why());
    }
    changes.forEach(this::apply);
    Ranking low = ranking(total.least());
    if (killAllocatingTask) {
      Optional<Task> process = trigger.process();
      if (process.flatMap(t -> low.of(t.pid())).filter(c -> c.rank().isPresent()).isPresent()) {
        notes.add(
            words(
                "%s asked for memory, so it is killed, whatever its points.", name(process.get())));
        notes.add(trigger.certain() ? "" : trigger.why());
        return answer(process.stream().toList());
      }
      notes.add(
          process.isPresent()
              ? words("Who asked may not be killed, so the points decide.")
              : trigger.why());
      if (process.isEmpty() && !TriggerSearch.byHand(report)) {
        struck = Struck.UNKNOWN;
        return answer(List.of());
      }
    }
    Optional<Candidate> first = low.first();
    if (first.isEmpty()) {
      notes.add(
          words(
              "No process may be killed: the machine would panic, the group would wait or its"
                  + " request fail."));
      return answer(List.of());
    }
    return answer(victims(low, first.get()));
  }

  private WhatIf answer(List<Task> victims) {
    return new WhatIf(changes, struck, victims, Wording.together(notes.toArray(new String[0])));
  }

  private void apply(Change change) {
    if (change instanceof Change.Adj adj) {
      replace(adj.pid(), row -> Stream.of(row.withOomScoreAdj(adj.oomScoreAdj())));
    } else if (change instanceof Change.Remove remove) {
      replace(remove.pid(), this::removed);
    } else if (change instanceof Change.Limit limit) {
      limit(limit.limitKb());
    } else if (change instanceof Change.Swap swap) {
      swap(swap.totalKb());
    } else if (change instanceof Change.KillGroup) {
      wholeGroup = true;
    } else if (report.scope() == Scope.MEMCG) {
      notes.add(words("vm.oom_kill_allocating_task does not count when a memory cgroup is full."));
    } else {
      killAllocatingTask = true;
    }
  }

  private void replace(int pid, Function<Task, Stream<Task>> change) {
    Task row =
        tasks.stream()
            .filter(t -> t.pid() == pid)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(words("the task table has no process %d", pid)));
    tasks = tasks.stream().flatMap(t -> t.equals(row) ? change.apply(t) : Stream.of(t)).toList();
  }

  private Stream<Task> removed(Task row) {
    struck(Struck.NOT_YET);
    long pages = row.rssAnonPages().orElse(row.rssPages().orElse(0));
    notes.add(
        words("Without %s its %s would have been there to take.", name(row), kb(pages * pageKb)));
    return Stream.empty();
  }

  private void limit(long limitKb) {
    Memcg group =
        report
            .memcg()
            .filter(m -> m.limitKb().isPresent() && m.usageKb().isPresent())
            .filter(m -> !Memcg.isUnlimited(m.limitKb().getAsLong()))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        words(
                            "this report prints no limit of a memory cgroup that could be"
                                + " another")));
    long usageKb = group.usageKb().getAsLong();
    enlarge(limitKb - group.limitKb().getAsLong());
    if (limitKb > usageKb) {
      more(limitKb - usageKb);
      struck(Struck.NOT_YET);
      notes.add(
          words(
              "%s were in use, so %s would still have been left.",
              kb(usageKb), kb(limitKb - usageKb)));
    } else if (limitKb < usageKb) {
      notes.add(words("It would have struck earlier, with smaller sizes than these."));
    }
  }

  private void swap(long totalKb) {
    if (report.scope() == Scope.MEMCG) {
      groupSwap(totalKb);
      return;
    }
    long moreKb =
        totalKb
            - known(
                report.swap().map(Swap::totalKb),
                words(
                    "this report does not say how much swap there is, so another amount cannot be"
                        + " weighed"));
    enlarge(moreKb);
    if (moreKb > 0) {
      more(moreKb);
      struck(Struck.NOT_YET);
      notes.add(words("%s more could have been swapped out first, slowly.", kb(moreKb)));
    } else if (moreKb < 0) {
      notes.add(words("Memory would have run out earlier, with smaller sizes than these."));
    }
  }

  private void groupSwap(long totalKb) {
    long limit =
        known(
            report.memcg().map(Memcg::limitKb),
            words(
                "this report does not print the limit of the memory cgroup, so its swap cannot be"
                    + " weighed"));
    Memcg group = report.memcg().orElseThrow();
    long room = Math.min(totalKb, group.swapLimitKb().orElse(totalKb));
    OptionalLong both = group.memswLimitKb();
    room = Math.min(room, both.isPresent() ? Math.max(0, both.getAsLong() - limit) : room);
    total =
        ConstrainedAlloc.exactly(
            (limit + room) / pageKb, words("the limit and the swap of this question"));
    if (room > 0) {
      more(room);
      struck(Struck.UNKNOWN);
      notes.add(
          words(
              "Whether the group's memory would have found room there the report does not tell."));
    } else {
      notes.add(words("Then the group could not swap anything out."));
    }
  }

  private static long known(Optional<OptionalLong> printed, String otherwise) {
    return printed
        .orElse(OptionalLong.empty())
        .orElseThrow(() -> new IllegalArgumentException(otherwise));
  }

  /** Where memory would not have run out by one change, another does not make it certain again. */
  private void struck(Struck otherwise) {
    if (struck != Struck.NOT_YET) {
      struck = otherwise;
    }
  }

  /** Memory or swap that was not there: whoever grows can fill it before it runs out again. */
  private void more(long kb) {
    morePages += kb / pageKb;
  }

  private void enlarge(long kb) {
    long pages = kb / pageKb;
    total =
        new TotalPages(
            Math.max(1, total.least() + pages),
            total.most().stream().map(most -> Math.max(1, most + pages)).findFirst(),
            total.source());
  }

  private Ranking ranking(long totalPages) {
    return rules.rank(tasks, report.pageBytes(), totalPages, total.exact());
  }

  /** The rules that the comparison with the kernel's choice settled on. */
  private static Rules rules(OomReport report, Replay replay) {
    List<Candidate> candidates = replay.ranking().map(Ranking::candidates).orElse(List.of());
    Set<Integer> gone =
        candidates.stream()
            .filter(Rules::wasKilledBefore)
            .map(c -> c.task().pid())
            .collect(Collectors.toSet());
    Rules rules = Rules.of(report, replay.formula()).without(gone);
    return candidates.stream().anyMatch(Candidate::root) ? rules : rules.withoutRootBonus();
  }

  private List<Task> victims(Ranking low, Candidate first) {
    Optional<Task> other = ranking(total.mostOrHuge()).first().map(Candidate::task);
    if (!total.exact() && !other.equals(Optional.of(first.task()))) {
      notes.add(
          words(
              "%s with as little swap as the report allows, %s with more: how much there is cannot"
                  + " be told.",
              name(first.task()), other.map(Wording::name).orElseGet(() -> words("nobody"))));
    }
    notes.add(0, choice(low, first));
    if (!wholeGroup && dependsOnWhoGrows(low, first)) {
      return List.of();
    }
    if (!wholeGroup) {
      return List.of(first.task());
    }
    if (report.scope() != Scope.MEMCG) {
      notes.add(words("Which processes share its memory cgroup this table does not tell."));
      return List.of(first.task());
    }
    List<Task> all =
        low.candidates().stream().filter(c -> c.points().isPresent()).map(Candidate::task).toList();
    notes.add(
        words(
            "With it every process of the group dies, %d in all; only an oom_score_adj of -1000 is"
                + " spared.",
            all.size()));
    if (replay.formula().compareTo(Formula.NO_ROOT_BONUS) < 0) {
      notes.add(
          words("This kernel has no such file yet: it came with 4.19, for cgroup version 2."));
    }
    return all;
  }

  /**
   * Says whether one that fills the additional room would be chosen in place of the first. A report
   * shows the sizes of one moment. Who would win with a part of the room wins with all of it, too,
   * so this finds everybody who could be chosen, whoever grows.
   */
  private boolean dependsOnWhoGrows(Ranking low, Candidate first) {
    List<Task> others =
        low.candidates().stream()
            .filter(c -> !c.equals(first) && overtakes(c, first))
            .map(Candidate::task)
            .toList();
    if (others.isEmpty()) {
      return false;
    }
    if (trigger.process().equals(Optional.of(first.task()))) {
      notes.add(
          1, words("It had asked for memory itself, so it is likely to be the one that grows."));
      return false;
    }
    Optional<Task> asked = trigger.process().filter(others::contains);
    int more = others.size() - 1;
    notes.add(
        1,
        words(
            asked.isPresent()
                ? "That holds for the sizes of this report. Whoever grows fills the %s more, and"
                    + " the report does not tell who that is: %s, which had asked for memory, is"
                    + " chosen if it does%s."
                : "That holds for the sizes of this report. Whoever grows fills the %s more, and"
                    + " the report does not tell who that is: %s is chosen if it does%s.",
            kb(morePages * pageKb),
            name(asked.orElse(others.get(0))),
            more == 0
                ? ""
                : words(
                    more == 1 ? ", and %,d other likewise" : ", and %,d others likewise", more)));
    return true;
  }

  private boolean overtakes(Candidate other, Candidate first) {
    if (other.rank().isEmpty()) {
      return false;
    }
    long pages = other.pages() + Math.min(morePages, MOST_PAGES);
    return rules.formula().points(pages, other.adj(), other.root(), total.least())
        > first.points().orElse(0);
  }

  private String choice(Ranking low, Candidate first) {
    boolean same = replay.printedPid().equals(OptionalInt.of(first.task().pid()));
    if (same) {
      report
          .kill()
          .filter(kill -> Replay.chosen(report, kill) != kill.pid())
          .ifPresent(
              kill -> notes.add(words("As it happened, a child would have died in its place.")));
    }
    String second =
        low.candidates().stream()
            .filter(c -> c.rank().orElse(0) == 2)
            .map(c -> words("; next is %s with %,d", name(c.task()), c.points().orElse(0)))
            .findFirst()
            .orElse("");
    return words(
        same ? "%s is chosen as before, with %,d points%s." : "%s is chosen, with %,d points%s.",
        name(first.task()),
        first.points().orElse(0),
        second);
  }
}
