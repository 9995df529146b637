package oomlab.explain;

import static oomlab.explain.Wording.name;
import static oomlab.explain.Wording.together;
import static oomlab.internal.text.Words.words;

import java.util.Optional;
import oomlab.explain.ChoiceCheck.Finding;
import oomlab.explain.Replay.Agreement;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Drift;
import oomlab.explain.Replay.Ranking;
import oomlab.explain.Replay.TotalPages;
import oomlab.explain.Rules.Ties;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;

/** Compares the ranking with the chosen process and the score that was printed for it. */
final class Comparison {
  /** Scores are thousandths of memory; an oom_score_adj adds 1000 at most. */
  private static final long MOST_SHARE = 2000;

  /** In a small memory cgroup a process may have far more than the limit. */
  private static final long NO_SHARE = 1_000_000;

  /** 1000 times the largest unsigned long, which runs over: the points of oom_task_origin(). */
  private static final long ORIGIN = -1000;

  private final OomReport report;
  private final Rules rules;
  private final Formula formula;
  private final TotalPages total;
  private final Ranking low;
  private final Ranking high;
  private final Candidate chosen;
  private final long points;
  private final Kill kill;

  Comparison(
      OomReport report, Rules rules, TotalPages total, Ranking low, Candidate chosen, Kill kill) {
    this.report = report;
    this.rules = rules;
    this.formula = rules.formula();
    this.total = total;
    this.low = low;
    this.high = total.exact() ? low : ranking(total.mostOrHuge());
    this.chosen = chosen;
    this.points = points(chosen);
    this.kill = kill;
  }

  Finding compare() {
    boolean first = leads(low) && leads(high);
    if (kill.score().isEmpty()) {
      return first ? agrees() : behind();
    }
    long printed = kill.score().getAsLong();
    if (isOrigin(printed)) {
      return Finding.notReproducible(
          words(
              "The score of %d is no share of memory: the kernel takes a task that brings swapped"
                  + " memory back (swapoff) or merges pages first of all.",
              printed));
    }
    if (first && score() == printed) {
      return agrees();
    }
    if (!total.exact() && first && printed < mostScore()) {
      return noSwapSeen() && driftExplains(printed) ? scoreDrift(printed) : hiddenTotal(printed);
    }
    return first ? scoreDrift(printed) : behind();
  }

  /** A long of 64 or of 32 bits divided by the total, and printed as 32 bits. */
  private boolean isOrigin(long printed) {
    if (printed > NO_SHARE || !total.exact()) {
      return printed > NO_SHARE;
    }
    long all = Math.max(total.least(), 1);
    return printed > MOST_SHARE
        && (printed == Integer.toUnsignedLong((int) ORIGIN) / all
            || printed == Integer.toUnsignedLong((int) Long.divideUnsigned(ORIGIN, all)));
  }

  private Ranking ranking(long totalPages) {
    return rules.rank(report, totalPages, total.exact());
  }

  /** Whether the choice ranks first, or shares that place where the table tells no order. */
  private boolean leads(Ranking ranking) {
    int pid = chosen.task().pid();
    Candidate first = ranking.first().orElseThrow();
    return first.task().pid() == pid
        || (rules.ties() == Ties.UNTOLD
            && ranking.of(pid).map(c -> c.points().equals(first.points())).orElse(false));
  }

  private static long points(Candidate candidate) {
    return candidate.points().orElse(0);
  }

  private long score() {
    return formula.score(points, total.least());
  }

  private Finding agrees() {
    long able = low.candidates().stream().filter(c -> c.rank().isPresent()).count();
    String first =
        able == 1
            ? words(
                "%s is the only process that may be killed; it has %,d points",
                name(chosen.task()), points)
            : words(
                "%s has the most points of %,d processes that may be killed: %,d",
                name(chosen.task()), able, points);
    String score =
        kill.score().isPresent()
            ? words(", a score of %d as printed", kill.score().getAsLong())
            : Era.scorePrinted(report) ? words("; no score was printed for it") : "";
    return Finding.agrees(
        together(
            words("%s%s.", first, score),
            tie().orElse(""),
            anyTotal(),
            noRoot(),
            child(report, kill)));
  }

  private String anyTotal() {
    if (total.exact() || kill.score().isPresent()) {
      return "";
    }
    boolean flat = low.candidates().stream().allMatch(c -> c.adj() == 0 || c.points().isEmpty());
    return words(
        flat
            ? "How many pages there are in total does not matter here: every oom_score_adj that"
                + " counts is 0."
            : "That holds for any total that the report allows.");
  }

  private String noRoot() {
    return formula.sparesRoot() && !rules.sparesRoot()
        ? words(
            "That fits only if no uid of 0 was spared as root: processes in a container mostly"
                + " lack CAP_SYS_ADMIN.")
        : "";
  }

  private Optional<String> tie() {
    return low.candidates().stream()
        .filter(c -> c.points().equals(chosen.points()) && !c.equals(chosen))
        .findFirst()
        .map(
            rival ->
                words(
                    "%s has as many; %s.",
                    name(rival.task()),
                    switch (rules.ties()) {
                      case FIRST -> words("of equals this kernel kept the first");
                      case LAST -> words("of equals this kernel takes the last");
                      case UNTOLD ->
                          words("of equals the order of the group decided, which no line tells");
                    }));
  }

  /** Says that a child died in place of the chosen one; empty if none did. */
  static String child(OomReport report, Kill kill) {
    if (report.choseThread(kill)) {
      return words(
          "The kernel names %d (%s), which has no row: a thread of it.",
          kill.chosenPid().orElse(0), kill.chosenComm().orElse(""));
    }
    return Replay.chosen(report, kill) != kill.pid()
        ? words(
            "Its child %s was killed in its place: before 5.1 the kernel sacrificed a child with"
                + " memory of its own first.",
            name(kill.comm(), kill.pid()))
        : "";
  }

  /** The score is the higher the fewer pages there are, unless an oom_score_adj counts as well. */
  private long mostScore() {
    return chosen.adj() == 0 && !chosen.root() ? score() : Long.MAX_VALUE;
  }

  private Finding hiddenTotal(long printed) {
    long implied = printed <= 0 ? 0 : points * 1000 / printed;
    String why =
        words(
            "%s ranks first, as the kernel chose. Its score of %d cannot be checked: %s.",
            name(chosen.task()), printed, total.source());
    boolean possible = implied >= total.least() && implied <= total.most().orElse(Long.MAX_VALUE);
    if (chosen.adj() == 0 && possible) {
      why =
          together(
              why,
              total.least() > 1
                  ? words(
                      "It fits a total of about %,d pages, %,d of them swap.",
                      implied, implied - total.least())
                  : words("It fits a total of about %,d pages.", implied));
    }
    return Finding.notReproducible(why);
  }

  /** The right process with another score: how many pages lie between them at least? */
  private Finding scoreDrift(long printed) {
    long pages = formula.pagesBetween(points, printed, total.least());
    String difference =
        words(
            "The table gives %s a score of %d, the kernel printed %d: at least %s apart.",
            name(chosen.task()), score(), printed, pages(pages));
    return apart(difference, pages);
  }

  /** Another process has more points by the table. */
  private Finding behind() {
    Candidate ahead = low.first().orElseThrow();
    if (ahead.task().pid() == chosen.task().pid()) {
      ahead = high.first().orElseThrow();
    }
    if (!total.exact() && leads(low) && noSwapSeen() && scoreFitsNoSwap()) {
      return Finding.agrees(
          words(
              "%s has the most points if there is no swap; the report shows none in use. With more"
                  + " than %,d pages of it %s would have been first.",
              name(chosen.task()), leadsUpTo() - total.least(), name(ahead.task())));
    }
    if (!total.exact() && (leads(low) || leads(high))) {
      return Finding.notReproducible(
          words(
              "Who ranks first depends on how many pages there are in total, which cannot be told:"
                  + " %s.",
              total.source()));
    }
    long pages = points(ahead) - points;
    String difference =
        pages == 0
            ? words(
                rules.ties() == Ties.LAST
                    ? "%s and the chosen %s have the same points, and of equals this kernel takes"
                        + " the last."
                    : "%s and the chosen %s have the same points, and of equals this kernel keeps"
                        + " the first.",
                name(ahead.task()),
                name(chosen.task()))
            : words(
                "By the table %s has %,d points more than the chosen %s.",
                name(ahead.task()), pages, name(chosen.task()));
    return apart(difference, formula.inPages(pages, total.least()));
  }

  /** Whether it is enough that the chosen one grew between the choice and the table. */
  private boolean driftExplains(long printed) {
    long pages = formula.pagesBetween(points, printed, total.least());
    return pages <= DriftBound.of(report, pages).boundPages();
  }

  private Finding apart(String difference, long pages) {
    Drift drift = DriftBound.of(report, pages);
    String bound = pages(drift.boundPages());
    if (pages > drift.boundPages()) {
      return Finding.disagrees(
          together(
              difference,
              words("That is more than the %s that could change hands meanwhile.", bound)));
    }
    String why =
        words(
            "The table is printed after the choice: %s, so up to %s may differ.",
            drift.because(), bound);
    return new Finding(
        Agreement.AGREES_WITHIN_DRIFT, together(difference, why), Optional.of(drift));
  }

  private static String pages(long pages) {
    return words(pages == 1 ? "%,d page" : "%,d pages", pages);
  }

  private boolean scoreFitsNoSwap() {
    return kill.score().isEmpty() || kill.score().getAsLong() == score();
  }

  /** Whether nothing in the report is swapped out. */
  private boolean noSwapSeen() {
    return report.tasks().stream().allMatch(t -> t.swapents().orElse(1) == 0)
        && report
            .memcg()
            .filter(m -> m.swapUsageKb().orElse(0) == 0)
            .filter(m -> m.memswUsageKb().isEmpty() || m.memswUsageKb().equals(m.usageKb()))
            .isPresent();
  }

  /** The largest total with which the process ranks first; it does with the least one. */
  private long leadsUpTo() {
    long leads = total.least();
    long trails = total.mostOrHuge();
    while (trails - leads > 1) {
      long middle = leads + (trails - leads) / 2;
      if (leads(ranking(middle))) {
        leads = middle;
      } else {
        trails = middle;
      }
    }
    return leads;
  }
}
