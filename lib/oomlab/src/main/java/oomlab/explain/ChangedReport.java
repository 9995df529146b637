package oomlab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import oomlab.explain.WhatIf.Struck;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Memcg;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Task;

/** Applies changes to a report and chooses anew. */
final class ChangedReport {
  private final OomReport report;
  private final Replay replay;
  private final TriggerProcess asker;
  private final List<Change> changes;
  private final Rules rules;
  private final List<String> notes = new ArrayList<>();
  private List<Task> tasks;
  private TotalPages total;
  private Struck struck = Struck.YES;
  private boolean byAllocator;
  private boolean wholeGroup;

  ChangedReport(Explanation explanation, List<Change> changes) {
    this.report = explanation.report();
    this.replay = explanation.replay();
    this.asker = explanation.asker();
    this.changes = changes;
    this.tasks = report.tasks();
    this.total = replay.total();
    this.rules = rules(report, replay);
  }

  WhatIf play() {
    if (replay.ranking().isEmpty()) {
      return new WhatIf(changes, Struck.UNKNOWN, List.of(), replay.why());
    }
    changes.forEach(this::apply);
    Ranking low = ranking(total.least());
    Ranking high = total.exact() ? low : ranking(total.mostOrHuge());
    if (byAllocator && asker.process().isPresent()) {
      Task one = asker.process().get();
      if (able(low, one.pid())) {
        notes.add(
            Wording.words(
                "%s asked for memory, so it is killed, whatever its points%s.",
                Wording.task(one),
                asker.certain() ? "" : ". " + asker.why().replaceFirst("\\.$", "")));
        return new WhatIf(changes, struck, List.of(one), notes());
      }
      notes.add("Who asked may not be killed, so the points decide.");
    } else if (byAllocator && TriggerProcess.byHand(report)) {
      notes.add(asker.why());
    } else if (byAllocator) {
      notes.add(asker.why());
      return new WhatIf(changes, Struck.UNKNOWN, List.of(), notes());
    }
    Optional<Candidate> first = low.first();
    if (first.isEmpty()) {
      notes.add(
          "No process may be killed: the machine would panic, the group would wait or its request"
              + " fail.");
      return new WhatIf(changes, struck, List.of(), notes());
    }
    if (!first.get().task().equals(high.first().map(Candidate::task).orElse(null))) {
      notes.add(
          Wording.words(
              "%s with as little swap as the report allows, %s with more: how much there is cannot"
                  + " be told.",
              Wording.task(first.get().task()),
              high.first().map(s -> Wording.task(s.task())).orElse("nobody")));
    }
    notes.add(0, choice(low, first.get()));
    List<Task> victims = victims(low, first.get());
    return new WhatIf(changes, struck, victims, notes());
  }

  private void apply(Change change) {
    if (change instanceof Change.Adj adj) {
      Task row = row(adj.pid());
      tasks =
          tasks.stream()
              .map(t -> t.equals(row) ? t.withOomScoreAdj(adj.oomScoreAdj()) : t)
              .toList();
    } else if (change instanceof Change.Remove remove) {
      Task row = row(remove.pid());
      tasks = tasks.stream().filter(t -> !t.equals(row)).toList();
      struck(Struck.NOT_YET);
      long pages = row.rssAnonPages().orElse(row.rssPages().orElse(0));
      notes.add(
          Wording.words(
              "Without %s its %s would have been there to take.",
              Wording.task(row), Wording.kb(pages * report.pageBytes() / 1024)));
    } else if (change instanceof Change.Limit limit) {
      limit(limit.limitKb());
    } else if (change instanceof Change.Swap swap) {
      swap(swap.totalKb());
    } else if (change instanceof Change.KillAllocatingTask) {
      if (report.scope() == Scope.MEMCG) {
        notes.add("vm.oom_kill_allocating_task does not count when a memory cgroup is full.");
      } else {
        byAllocator = true;
      }
    } else if (change instanceof Change.KillGroup) {
      wholeGroup = true;
    }
  }

  private void limit(long limitKb) {
    Memcg group =
        report
            .memcg()
            .filter(m -> m.limitKb().isPresent() && m.usageKb().isPresent())
            .filter(m -> m.limitKb().getAsLong() < TotalPages.UNLIMITED_KB)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "this report prints no limit of a memory cgroup that could be another"));
    long pageKb = report.pageBytes() / 1024;
    long shift = (limitKb - group.limitKb().getAsLong()) / pageKb;
    total = shifted(total, shift);
    if (limitKb > group.usageKb().getAsLong()) {
      struck(Struck.NOT_YET);
      notes.add(
          Wording.words(
              "%s were in use, so %s would still have been left.",
              Wording.kb(group.usageKb().getAsLong()),
              Wording.kb(limitKb - group.usageKb().getAsLong())));
    } else if (limitKb < group.usageKb().getAsLong()) {
      notes.add("It would have struck earlier, with smaller sizes than these.");
    }
  }

  private void swap(long totalKb) {
    OptionalLong before = report.swap().map(OomReport.Swap::totalKb).orElse(OptionalLong.empty());
    long pageKb = report.pageBytes() / 1024;
    if (report.scope() == Scope.MEMCG) {
      groupSwap(totalKb, pageKb);
      return;
    }
    if (before.isEmpty()) {
      throw new IllegalArgumentException(
          "this report does not say how much swap there is, so another amount cannot be weighed");
    }
    total = shifted(total, (totalKb - before.getAsLong()) / pageKb);
    if (totalKb > before.getAsLong()) {
      struck(Struck.NOT_YET);
      notes.add(
          Wording.words(
              "%s more could have been swapped out first, slowly.",
              Wording.kb(totalKb - before.getAsLong())));
    } else if (totalKb < before.getAsLong()) {
      notes.add("Memory would have run out earlier, with smaller sizes than these.");
    }
  }

  private void groupSwap(long totalKb, long pageKb) {
    Optional<Memcg> group = report.memcg();
    long limit =
        group
            .map(Memcg::limitKb)
            .orElse(OptionalLong.empty())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "this report does not print the limit of the memory cgroup, so its swap"
                            + " cannot be weighed"));
    long own = group.get().swapLimitKb().orElse(TotalPages.UNLIMITED_KB);
    OptionalLong both = group.get().memswLimitKb();
    long room = Math.min(totalKb, own);
    room = Math.min(room, both.isPresent() ? Math.max(0, both.getAsLong() - limit) : room);
    total = TotalPages.exactly((limit + room) / pageKb, "the limit and the swap of this question");
    if (room > 0) {
      struck(Struck.UNKNOWN);
      notes.add("Whether the group's memory would have found room there the report does not tell.");
    } else {
      notes.add("Then the group could not swap anything out.");
    }
  }

  /** Where memory would not have run out by one change, another does not make it certain again. */
  private void struck(Struck otherwise) {
    if (struck != Struck.NOT_YET) {
      struck = otherwise;
    }
  }

  private static TotalPages shifted(TotalPages total, long pages) {
    return new TotalPages(
        Math.max(1, total.least() + pages),
        total.most().isPresent()
            ? OptionalLong.of(Math.max(1, total.most().getAsLong() + pages))
            : total.most(),
        total.source());
  }

  private Ranking ranking(long totalPages) {
    return Ranking.of(rules, tasks, report.pageBytes(), totalPages, total.exact());
  }

  /** The rules that the comparison with the kernel's choice settled on. */
  private static Rules rules(OomReport report, Replay replay) {
    List<Candidate> standings = replay.ranking().map(Ranking::standings).orElse(List.of());
    Set<Integer> gone =
        standings.stream()
            .filter(s -> s.spared().equals(Optional.of(Ranking.GONE)))
            .map(s -> s.task().pid())
            .collect(Collectors.toSet());
    Rules rules = Rules.of(report, replay.formula()).without(gone);
    return standings.stream().anyMatch(Candidate::root) ? rules : rules.withoutRootBonus();
  }

  private static boolean able(Ranking ranking, int pid) {
    return ranking.of(pid).map(s -> s.rank().isPresent()).orElse(false);
  }

  private String choice(Ranking low, Candidate first) {
    boolean same = replay.printedPid().equals(OptionalInt.of(first.task().pid()));
    if (same) {
      Replay.choice(report)
          .map(Comparison::child)
          .filter(c -> !c.isEmpty())
          .ifPresent(c -> notes.add("As it happened, a child would have died in its place."));
    }
    Optional<Candidate> second =
        low.standings().stream().filter(s -> s.rank().equals(OptionalInt.of(2))).findFirst();
    return Wording.words(
        "%s %s, with %,d points%s.",
        Wording.task(first.task()),
        same ? "is chosen as before" : "is chosen",
        first.points().orElse(0),
        second
            .map(
                s ->
                    Wording.words(
                        "; next is %s with %,d", Wording.task(s.task()), s.points().orElse(0)))
            .orElse(""));
  }

  private List<Task> victims(Ranking low, Candidate first) {
    if (!wholeGroup) {
      return List.of(first.task());
    }
    if (report.scope() != Scope.MEMCG) {
      notes.add("Which processes share its memory cgroup this table does not tell.");
      return List.of(first.task());
    }
    List<Task> all = new ArrayList<>(List.of(first.task()));
    low.standings().stream()
        .filter(s -> s.points().isPresent() && !s.task().equals(first.task()))
        .forEach(s -> all.add(s.task()));
    notes.add(
        Wording.words(
            "With it every process of the group dies, %d in all; only an oom_score_adj of -1000 is"
                + " spared.",
            all.size()));
    if (replay.formula().compareTo(Formula.NO_ROOT_BONUS) < 0) {
      notes.add("This kernel has no such file yet: it came with 4.19, for cgroup version 2.");
    }
    return all;
  }

  private String notes() {
    return String.join(" ", notes);
  }

  private Task row(int pid) {
    return tasks.stream()
        .filter(t -> t.pid() == pid)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the task table has no process " + pid));
  }
}
