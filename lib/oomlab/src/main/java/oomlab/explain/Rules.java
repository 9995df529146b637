package oomlab.explain;

import java.util.Set;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Scope;

/**
 * How one kernel chose: the formula and what it does not say.
 *
 * @param ties who is chosen of equals
 * @param sparesRoot whether a uid of 0 is taken for CAP_SYS_ADMIN, which the formula looks at and
 *     no report prints; root in a container mostly lacks it
 * @param gone pids that were killed before and only wait for their end
 */
record Rules(Formula formula, Ties ties, boolean sparesRoot, Set<Integer> gone) {

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
    boolean scorePrinted = report.kills().stream().anyMatch(k -> k.score().isPresent());
    if (formula == Formula.NO_ROOT_BONUS && !scorePrinted) {
      // 5.1 to 5.8: the kill line got its page tables in 5.4.
      boolean late =
          report
              .kernel()
              .flatMap(KernelRelease::parse)
              .map(r -> r.atLeast(5, 3))
              .orElse(report.kills().stream().anyMatch(k -> k.pgtablesKb().isPresent()));
      return late ? Ties.LAST : Ties.UNTOLD;
    }
    return report.scope() == Scope.MEMCG ? Ties.UNTOLD : Ties.FIRST;
  }
}
