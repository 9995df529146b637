package oomlab.explain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;

/**
 * The kernel's choice, recomputed from the report and compared with what it printed.
 *
 * @param formula the formula of this era; the likeliest where the report fits several
 * @param alternatives other formulas that the report's features fit as well
 * @param total all pages that the processes could have used
 * @param ranking the rows by points; empty where the formula cannot be recomputed or there are none
 * @param printedPid whom the kernel chose; before 5.1 a child of it may have died in its place
 * @param printedScore the score that it printed for its choice (up to 5.0)
 * @param verdict the comparison
 * @param why the verdict's reason, in a sentence or two
 * @param drift what the difference was, and what bounds it; only for {@link
 *     Agreement#AGREES_WITHIN_DRIFT}
 */
public record Replay(
    Formula formula,
    List<Formula> alternatives,
    TotalPages total,
    Optional<Ranking> ranking,
    OptionalInt printedPid,
    OptionalLong printedScore,
    Agreement verdict,
    String why,
    Optional<Drift> drift) {

  /**
   * What memory did between the choice and the table, which is printed after it.
   *
   * @param pages how far the table is from the choice, at least
   * @param boundPages how far it can be
   * @param because what sets the bound
   */
  public record Drift(long pages, long boundPages, String because) {}

  /** Makes the list unmodifiable. */
  public Replay {
    alternatives = List.copyOf(alternatives);
  }

  /**
   * Recomputes the choice.
   *
   * @param gone pids that earlier reports of the same log killed
   */
  static Replay of(OomReport report, Set<Integer> gone) {
    Replay alone = best(report, Set.of());
    if (gone.isEmpty() || trust(alone) < 2) {
      return alone;
    }
    // The kernel passes over whom it has killed and reaped; such a process may still have a row.
    Replay after = best(report, gone);
    return trust(after) < trust(alone) ? after : alone;
  }

  private static Replay best(OomReport report, Set<Integer> gone) {
    Era era = Era.of(report);
    return era.possible().stream()
        .map(formula -> Rules.of(report, formula).without(gone))
        .flatMap(r -> r.sparesRoot() ? Stream.of(r, r.withoutRootBonus()) : Stream.of(r))
        .map(rules -> new ChoiceCheck(report, era, rules).judge())
        .min(
            Comparator.comparing(Replay::trust)
                .thenComparing(r -> r.drift().map(Drift::pages).orElse(0L)))
        .orElseThrow();
  }

  /** Where a report fits several sets of rules, one that may be right comes before a wrong one. */
  private static int trust(Replay replay) {
    return switch (replay.verdict) {
      case AGREES -> 0;
      case AGREES_WITHIN_DRIFT -> 1;
      case NOT_REPRODUCIBLE -> 2;
      case DISAGREES -> 3;
    };
  }

  /**
   * Returns whom the kernel chose. Before 5.1 a line with a score names it, and a child may have
   * died in its place; since, the summary line may name a thread of the process that was killed.
   */
  static int chosen(Kill kill) {
    return kill.score().isPresent() ? kill.chosenPid().orElse(kill.pid()) : kill.pid();
  }

  /** Returns the choice in the report: the first kill, whom a group follows. */
  static Optional<Kill> choice(OomReport report) {
    return report.kills().stream().findFirst();
  }
}
