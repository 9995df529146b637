package oomlab.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Scope;

/**
 * What a report means: the choice recomputed, the failed request, where the memory was, who asked.
 *
 * @param report the report
 * @param replay the kernel's choice, recomputed and compared
 * @param request what was asked for and why there was none
 * @param ledger where the memory was; empty when the report does not print it
 * @param asker the process that asked
 */
public record Explanation(
    OomReport report,
    Replay replay,
    Request request,
    Optional<Ledger> ledger,
    TriggerProcess asker) {

  /** Explains a report by itself. */
  public static Explanation of(OomReport report) {
    return of(report, Set.of());
  }

  /**
   * Explains a report of a longer log.
   *
   * @param gone pids that earlier reports of the same log killed
   */
  public static Explanation of(OomReport report, Set<Integer> gone) {
    return new Explanation(
        report,
        Replay.of(report, gone),
        Request.of(report),
        Ledger.of(report),
        TriggerProcess.of(report));
  }

  /** Returns the same, knowing from elsewhere which process the asking thread belongs to. */
  public Explanation withAsker(int process) {
    return new Explanation(
        report, replay, request, ledger, TriggerProcess.of(report, OptionalInt.of(process)));
  }

  /**
   * Says who would have died if something had been otherwise.
   *
   * @throws IllegalArgumentException if the report has nothing that could be otherwise in this way;
   *     the message says what is missing
   */
  public WhatIf whatIf(Change... changes) {
    return new ChangedReport(this, List.of(changes)).play();
  }

  /** Returns what would have changed the outcome: the questions that a reader asks first. */
  public List<WhatIf> whatWouldHaveChanged() {
    List<WhatIf> all = new ArrayList<>();
    if (replay.ranking().isEmpty()) {
      return all;
    }
    Ranking ranking = replay.ranking().get();
    ranking
        .first()
        .filter(
            f ->
                replay.printedPid().isEmpty()
                    || ranking.of(replay.printedPid().getAsInt()).equals(Optional.of(f)))
        .ifPresent(first -> about(first, all));
    if (report.scope() == Scope.MEMCG) {
      all.add(whatIf(new Change.KillGroup()));
    } else {
      all.add(whatIf(new Change.KillAllocatingTask()));
    }
    return all;
  }

  private void about(Candidate first, List<WhatIf> all) {
    int pid = first.task().pid();
    all.add(whatIf(new Change.Adj(pid, sparingAdj(first))));
    if (replay.ranking().get().standings().stream().filter(s -> s.rank().isPresent()).count() > 1) {
      all.add(whatIf(new Change.Remove(pid)));
    }
  }

  /** Returns the highest oom_score_adj, below its own, at which another process is chosen. */
  private int sparingAdj(Candidate first) {
    int pid = first.task().pid();
    int spares = Ranking.NEVER;
    // A damaged row may hold any number.
    int kills = Math.max(-999, Math.min(first.adj(), 1000));
    while (kills - spares > 1) {
      int middle = spares + (kills - spares) / 2;
      boolean chosen =
          whatIf(new Change.Adj(pid, middle)).victims().stream().anyMatch(t -> t.pid() == pid);
      if (chosen) {
        kills = middle;
      } else {
        spares = middle;
      }
    }
    return spares;
  }
}
