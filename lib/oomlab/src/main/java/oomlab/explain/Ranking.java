package oomlab.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import oomlab.report.OomReport.Task;

/**
 * Every row of a task table by the points it had: {@code select_bad_process} in mm/oom_kill.c with
 * the formula and the tie-break of an era.
 *
 * @param formula the formula
 * @param totalPages all pages that were reckoned with
 * @param standings the rows, first to be killed first; those that may not be killed last
 */
public record Ranking(Formula formula, long totalPages, List<Candidate> standings) {
  static final int NEVER = -1000;
  static final String GONE = "killed before, and its memory taken back already";
  private static final int OLD_NEVER = -17;

  /** Makes the list unmodifiable. */
  public Ranking {
    standings = List.copyOf(standings);
  }

  /** Returns the process that this ranking would kill first. */
  public Optional<Candidate> first() {
    return standings.stream().filter(s -> s.rank().isPresent()).findFirst();
  }

  /** Returns the row with this pid, else the one of its thread group. */
  public Optional<Candidate> of(int pid) {
    return standings.stream()
        .filter(s -> s.task().pid() == pid)
        .findFirst()
        .or(
            () ->
                standings.stream()
                    .filter(s -> s.task().tgid().equals(OptionalInt.of(pid)))
                    .findFirst());
  }

  /**
   * Ranks rows.
   *
   * @param tasks rows in the order of the table, in which the kernel looked at them
   * @param scores whether the total is known, so that scores can be told
   */
  static Ranking of(
      Rules rules, List<Task> tasks, long pageBytes, long totalPages, boolean scores) {
    Formula formula = rules.formula();
    List<Candidate> able = new ArrayList<>();
    List<Candidate> spared = new ArrayList<>();
    for (Task task : tasks) {
      int adj = task.oomScoreAdj().orElse(0);
      long pages = formula.pages(task, pageBytes);
      boolean root = rules.sparesRoot() && task.uid().equals(OptionalLong.of(0));
      Optional<String> why = spared(task, adj, rules.gone());
      if (why.isPresent()) {
        spared.add(
            new Candidate(
                task,
                pages,
                adj,
                root,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                why));
        continue;
      }
      long points = formula.points(pages, adj, root, totalPages);
      OptionalLong score =
          scores ? OptionalLong.of(formula.score(points, totalPages)) : OptionalLong.empty();
      able.add(
          new Candidate(
              task,
              pages,
              adj,
              root,
              OptionalLong.of(points),
              score,
              OptionalInt.empty(),
              Optional.empty()));
    }
    if (rules.ties() == Rules.Ties.LAST) {
      Collections.reverse(able);
    }
    able.sort(Comparator.comparingLong((Candidate s) -> -s.points().orElse(0)));
    List<Candidate> all = new ArrayList<>();
    for (Candidate standing : able) {
      all.add(ranked(standing, all.size() + 1));
    }
    all.addAll(spared);
    return new Ranking(formula, totalPages, all);
  }

  private static Candidate ranked(Candidate s, int rank) {
    return new Candidate(
        s.task(),
        s.pages(),
        s.adj(),
        s.root(),
        s.points(),
        s.score(),
        OptionalInt.of(rank),
        s.spared());
  }

  private static Optional<String> spared(Task task, int adj, Set<Integer> gone) {
    if (adj == NEVER || task.oomAdj().equals(OptionalInt.of(OLD_NEVER))) {
      return Optional.of("oom_score_adj -1000: never");
    }
    if (task.pid() == 1) {
      return Optional.of("init: never");
    }
    if (gone.contains(task.pid())) {
      return Optional.of(GONE);
    }
    return Optional.empty();
  }
}
