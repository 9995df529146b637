package oomlab.explain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import oomlab.explain.ChoiceCheck.Finding;
import oomlab.internal.text.Words;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Task;

/**
 * The kernel's choice, recomputed from the report and compared with what it printed.
 *
 * @param formula the formula of this release; the likeliest where the report fits several
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

  /** How the recomputed choice compares with what the kernel printed, the best first. */
  public enum Agreement {
    /** The same process, and the same score where one was printed. */
    AGREES(Words.later("agrees")),
    /** The difference is no more than what memory could change between the choice and the table. */
    AGREES_WITHIN_DRIFT(Words.later("agrees within drift")),
    /** The report does not hold what the formula needs, or no choice was made. */
    NOT_REPRODUCIBLE(Words.later("not reproducible")),
    /** Another process, or another score, than the numbers of the report give. */
    DISAGREES(Words.later("disagrees"));

    private final String words;

    Agreement(String words) {
      this.words = words;
    }

    /** Returns the verdict in words, such as {@code agrees within drift}. */
    public String words() {
      return Words.words(words);
    }

    @Override
    public String toString() {
      return words();
    }
  }

  /**
   * What memory did between the choice and the table, which is printed after it.
   *
   * @param pages how far the table is from the choice, at least
   * @param boundPages how far it can be
   * @param because what sets the bound
   */
  public record Drift(long pages, long boundPages, String because) {}

  /**
   * All pages that the processes in question could have used: what a score is a share of.
   *
   * @param least it is at least so many
   * @param most it is at most so many; empty when the report sets no bound
   * @param source how it was worked out, as a clause
   */
  public record TotalPages(long least, OptionalLong most, String source) {
    /** Whether it is known to the page. */
    public boolean exact() {
      return most.equals(OptionalLong.of(least));
    }

    /** Returns it if it is known to the page. */
    public OptionalLong known() {
      return exact() ? most : OptionalLong.empty();
    }

    /** The larger end for a comparison: more pages than any machine has where there is no bound. */
    long mostOrHuge() {
      return most.orElse(1L << 42);
    }
  }

  /**
   * Every row of a task table by the points it had: {@code select_bad_process} in mm/oom_kill.c
   * with the formula and the tie-break of a release.
   *
   * @param formula the formula
   * @param totalPages all pages that were reckoned with
   * @param candidates the rows, first to be killed first; those that may not be killed last
   */
  public record Ranking(Formula formula, long totalPages, List<Candidate> candidates) {
    /** Makes the list unmodifiable. */
    public Ranking {
      candidates = List.copyOf(candidates);
    }

    /** Returns the process that this ranking would kill first. */
    public Optional<Candidate> first() {
      return candidates.stream().findFirst().filter(c -> c.rank().isPresent());
    }

    /** Returns the row with this pid, else the one of its thread group. */
    public Optional<Candidate> of(int pid) {
      return find(c -> c.task().pid() == pid)
          .or(() -> find(c -> c.task().tgid().equals(OptionalInt.of(pid))));
    }

    private Optional<Candidate> find(Predicate<Candidate> wanted) {
      return candidates.stream().filter(wanted).findFirst();
    }
  }

  /**
   * What one row of the task table weighed in the choice.
   *
   * @param task the row
   * @param pages pages that count: resident, swapped out, page tables
   * @param adj its oom_score_adj
   * @param root whether it was spared as root (up to 4.16), which a uid of 0 is taken for
   * @param points what the formula gives; empty for a process that may not be killed
   * @param score the points as a share of all pages in thousandths; empty where those are unknown
   * @param rank 1 for the first to be killed; empty for a process that may not be killed
   * @param spared why it may not be killed
   */
  public record Candidate(
      Task task,
      long pages,
      int adj,
      boolean root,
      OptionalLong points,
      OptionalLong score,
      OptionalInt rank,
      Optional<String> spared) {

    Candidate ranked(int newRank) {
      return new Candidate(task, pages, adj, root, points, score, OptionalInt.of(newRank), spared);
    }
  }

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
    if (gone.isEmpty() || alone.verdict.compareTo(Agreement.NOT_REPRODUCIBLE) < 0) {
      return alone;
    }
    // The kernel passes over whom it has killed and reaped; such a process may still have a row.
    Replay after = best(report, gone);
    return after.verdict.compareTo(alone.verdict) < 0 ? after : alone;
  }

  /** Where a report fits several sets of rules, one that may be right comes before a wrong one. */
  private static Replay best(OomReport report, Set<Integer> gone) {
    List<Formula> possible = Era.possible(report);
    return possible.stream()
        .map(formula -> Rules.of(report, formula).without(gone))
        .flatMap(r -> r.sparesRoot() ? Stream.of(r, r.withoutRootBonus()) : Stream.of(r))
        .map(rules -> of(report, possible, rules))
        .min(
            Comparator.comparing(Replay::verdict)
                .thenComparing(r -> r.drift().map(Drift::pages).orElse(0L)))
        .orElseThrow();
  }

  private static Replay of(OomReport report, List<Formula> possible, Rules rules) {
    TotalPages total = ConstrainedAlloc.totalPages(report);
    ChoiceCheck check = new ChoiceCheck(report, rules, total);
    Finding found = check.check();
    return new Replay(
        rules.formula(),
        possible.stream().filter(f -> f != rules.formula()).toList(),
        total,
        check.ranking(),
        report.kill().stream().mapToInt(k -> chosen(report, k)).findFirst(),
        report.kill().map(Kill::score).orElse(OptionalLong.empty()),
        found.verdict(),
        found.why(),
        found.drift());
  }

  /**
   * Returns the process that the kernel chose. Before 5.1 a line with a score names it, and a child
   * may have died in its place; since, the summary line may name a thread of the process that was
   * killed.
   */
  static int chosen(OomReport report, Kill kill) {
    return kill.score().isPresent() && !report.choseThread(kill)
        ? kill.chosenPid().orElse(kill.pid())
        : kill.pid();
  }
}
