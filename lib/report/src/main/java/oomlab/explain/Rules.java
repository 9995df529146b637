package oomlab.explain;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Scope;
import oomlab.report.OomReport.Task;

/**
 * How one kernel chose: the formula and what it does not say.
 *
 * @param ties who is chosen of equals
 * @param sparesRoot whether a uid of 0 is taken for CAP_SYS_ADMIN, which the formula looks at and
 *     no report prints; root in a container mostly lacks it
 * @param gone pids that were killed before and only wait for their end
 */
record Rules(Formula formula, Ties ties, boolean sparesRoot, Set<Integer> gone) {
  static final int NEVER = -1000;
  static final String GONE = later("killed before, and its memory taken back already");
  private static final int OLD_NEVER = -17;

  /** Who is chosen of those with the same points. */
  enum Ties {
    /** The first in the table: up to 5.2 the leader chosen first stayed. */
    FIRST,
    /** The last: since 5.3 only fewer points are passed over ({@code oom_evaluate_task}). */
    LAST,
    /**
     * The table does not tell: up to 5.2 a memory cgroup was searched in the order in which its
     * tasks had joined ({@code mem_cgroup_scan_tasks}), but printed in the order of all processes.
     */
    UNTOLD
  }

  Rules {
    gone = Set.copyOf(gone);
  }

  static Rules of(OomReport report, Formula formula) {
    return new Rules(formula, ties(report, formula), formula.sparesRoot(), Set.of());
  }

  Rules withoutRootBonus() {
    return new Rules(formula, ties, false, gone);
  }

  Rules without(Set<Integer> pids) {
    return new Rules(formula, ties, sparesRoot, pids);
  }

  private static Ties ties(OomReport report, Formula formula) {
    if (formula == Formula.SIGNED) {
      return Ties.LAST;
    }
    if (formula == Formula.NO_ROOT_BONUS && !Era.scorePrinted(report)) {
      // 5.1 to 5.8: the kill line got its page tables in 5.4.
      boolean late =
          Era.release(report)
              .map(r -> r.atLeast(5, 3))
              .orElse(report.kills().stream().anyMatch(k -> k.pgtablesKb().isPresent()));
      return late ? Ties.LAST : Ties.UNTOLD;
    }
    return report.scope() == Scope.MEMCG ? Ties.UNTOLD : Ties.FIRST;
  }

  /** Ranks the rows of a report. */
  Ranking rank(OomReport report, long totalPages, boolean scores) {
    return rank(report.tasks(), report.pageBytes(), totalPages, scores);
  }

  /**
   * Ranks rows.
   *
   * @param tasks rows in the order of the table, in which the kernel looked at them
   * @param scores whether the total is known, so that scores can be told
   */
  Ranking rank(List<Task> tasks, long pageBytes, long totalPages, boolean scores) {
    List<Candidate> able = new ArrayList<>();
    List<Candidate> spared = new ArrayList<>();
    for (Task task : tasks) {
      Candidate candidate = candidate(task, pageBytes, totalPages, scores);
      (candidate.spared().isPresent() ? spared : able).add(candidate);
    }
    if (ties == Ties.LAST) {
      Collections.reverse(able);
    }
    able.sort(Comparator.comparingLong(c -> -c.points().orElse(0)));
    List<Candidate> all = new ArrayList<>();
    able.forEach(c -> all.add(c.ranked(all.size() + 1)));
    all.addAll(spared);
    return new Ranking(formula, totalPages, all);
  }

  private Candidate candidate(Task task, long pageBytes, long totalPages, boolean scores) {
    int adj = task.oomScoreAdj().orElse(0);
    long pages = formula.pages(task, pageBytes);
    boolean root = sparesRoot && task.uid().equals(OptionalLong.of(0));
    Optional<String> spared = spared(task, adj);
    OptionalLong points = OptionalLong.empty();
    OptionalLong score = OptionalLong.empty();
    if (spared.isEmpty()) {
      long own = formula.points(pages, adj, root, totalPages);
      points = OptionalLong.of(own);
      score = scores ? OptionalLong.of(formula.score(own, totalPages)) : score;
    }
    return new Candidate(task, pages, adj, root, points, score, OptionalInt.empty(), spared);
  }

  private Optional<String> spared(Task task, int adj) {
    return never(task, adj)
        .or(() -> gone.contains(task.pid()) ? Optional.of(words(GONE)) : Optional.empty());
  }

  private static Optional<String> never(Task task, int adj) {
    if (adj == NEVER || task.oomAdj().equals(OptionalInt.of(OLD_NEVER))) {
      return Optional.of(words("oom_score_adj -1000: never"));
    }
    return task.pid() == 1 ? Optional.of(words("init: never")) : Optional.empty();
  }

  /** Whether a candidate of a ranking is spared because it was killed before. */
  static boolean wasKilledBefore(Candidate candidate) {
    return candidate.spared().isPresent() && never(candidate.task(), candidate.adj()).isEmpty();
  }
}
