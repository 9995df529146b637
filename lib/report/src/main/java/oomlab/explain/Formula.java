package oomlab.explain;

import java.util.OptionalLong;
import java.util.stream.Stream;
import oomlab.internal.text.KernelRelease;
import oomlab.report.OomReport.Task;

/**
 * How the kernel weighed a process, by release: {@code oom_badness} in mm/oom_kill.c. Each is named
 * after the mainline releases that had it; vendors carried some of them to older releases.
 *
 * <p>Sources: mm/oom_kill.c at 2.6.35, 2.6.36, 3.0, 3.10, 4.4, 4.15, 5.0, 5.8, 5.9 and 6.18. No
 * report says which stable updates a release carries: some 5.4 trees have the formula of 5.9.
 */
public enum Formula {
  /**
   * Address space, CPU time and age of the process. A report prints neither time, so this cannot be
   * recomputed.
   */
  TIME_BASED("..2.6.35"),
  /**
   * Resident and swapped pages in thousandths of all memory; root 30 less. At least 1, so that
   * every process that may be killed can be chosen; 2.6.36 itself let it fall to 0.
   */
  PER_MILLE("2.6.36..2.6.38"),
  /** The same with page tables. */
  PER_MILLE_WITH_TABLES("2.6.39..3.4"),
  /**
   * The same in 32-bit integers: the product with 1000 runs over above 2,147,483 pages (8 GiB), so
   * that the largest process may get the fewest points. Corrected in 3.2 and in stable updates of
   * older releases.
   */
  PER_MILLE_RUNNING_OVER("2.6.39..3.1"),
  /** In pages: resident, swapped and page tables; root as with an oom_score_adj 30 lower. */
  ROOT_MINUS_30("3.5..3.13"),
  /** In pages; root 3 % less of its own. */
  ROOT_MINUS_3_PERCENT("3.14..4.16"),
  /** In pages; root like everyone. */
  NO_ROOT_BONUS("4.17..5.8"),
  /** In pages; may be negative. */
  SIGNED("5.9..");

  private final String releases;

  Formula(String releases) {
    this.releases = releases;
  }

  /** Returns the formula of a mainline release. */
  static Formula of(KernelRelease release) {
    return Stream.of(values())
        .filter(f -> f != PER_MILLE_RUNNING_OVER)
        .filter(f -> KernelRelease.parse(f.releases).map(release::atLeast).orElse(true))
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  /** Returns the mainline releases that had it, such as {@code 4.17..5.8}. */
  public String releases() {
    return releases;
  }

  /** Whether processes with CAP_SYS_ADMIN were spared a little. */
  public boolean sparesRoot() {
    return perMille() || this == ROOT_MINUS_30 || this == ROOT_MINUS_3_PERCENT;
  }

  private boolean countsTables() {
    return this != PER_MILLE;
  }

  private boolean perMille() {
    return this == PER_MILLE || this == PER_MILLE_WITH_TABLES || this == PER_MILLE_RUNNING_OVER;
  }

  /**
   * Returns the pages that count: resident, swapped out, and page tables where they counted. What
   * the table does not print counts as nothing.
   */
  public long pages(Task task, long pageBytes) {
    long pages = task.rssPages().orElse(0) + task.swapents().orElse(0);
    return countsTables() ? pages + tablePages(task, pageBytes) : pages;
  }

  private static long tablePages(Task task, long pageBytes) {
    OptionalLong bytes = task.pgtablesBytes();
    return bytes.isPresent()
        ? bytes.getAsLong() / pageBytes
        : task.nrPtes().orElse(0) + task.nrPmds().orElse(0);
  }

  /**
   * Returns the points of a process that may be killed, in its integer steps.
   *
   * @param pages what {@link #pages} gives
   * @param adj its oom_score_adj, above -1000
   * @param root whether it has CAP_SYS_ADMIN
   * @param totalPages all pages that it could have used
   */
  public long points(long pages, int adj, boolean root, long totalPages) {
    long total = Math.max(totalPages, 1);
    if (perMille()) {
      long share = this == PER_MILLE_RUNNING_OVER ? share32(pages, total) : pages * 1000 / total;
      long points = share - (root ? 30 : 0) + adj;
      return Math.max(1, Math.min(points, 1000));
    }
    long points = pages;
    long weight = adj;
    if (root && this == ROOT_MINUS_30) {
      weight -= 30;
    } else if (root && this == ROOT_MINUS_3_PERCENT) {
      points -= points * 3 / 100;
    }
    points += weight * (total / 1000);
    return this == SIGNED ? points : Math.max(1, points);
  }

  /** An int multiplied, then divided as an unsigned long and cut to an int again. */
  private static long share32(long pages, long total) {
    int product = (int) pages * 1000;
    return (int) Long.divideUnsigned(product, total);
  }

  /** Returns the score that the kernel printed for these points, in thousandths. */
  public long score(long points, long totalPages) {
    return perMille() ? points : points * 1000 / Math.max(totalPages, 1);
  }

  /** Returns how many pages lie at least between these points and those that give a score. */
  long pagesBetween(long points, long score, long totalPages) {
    if (perMille()) {
      return Math.max(1, (Math.abs(points - score) - 1) * totalPages / 1000);
    }
    return score(points, totalPages) > score
        ? points - ((score + 1) * totalPages - 1) / 1000
        : (score * totalPages + 999) / 1000 - points;
  }

  /** Returns how many pages a difference of points is at least. */
  long inPages(long points, long totalPages) {
    return perMille() ? Math.max(points, (points - 1) * totalPages / 1000) : points;
  }
}
