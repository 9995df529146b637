package oomlab.explain;

import java.util.Optional;
import oomlab.explain.Replay.Drift;
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

  private final RankedReport one;
  private final OomReport report;
  private final TotalPages total;
  private final Ranking low;
  private final Ranking high;
  private final Candidate chosen;
  private final Kill kill;

  Comparison(RankedReport one, Ranking low, Candidate chosen, Kill kill) {
    this.one = one;
    this.report = one.report();
    this.total = one.total();
    this.low = low;
    this.high = total.exact() ? low : one.ranking(total.mostOrHuge());
    this.chosen = chosen;
    this.kill = kill;
  }

  Replay compare() {
    boolean first = leads(low) && leads(high);
    if (kill.score().isEmpty()) {
      return first ? agrees() : behind();
    }
    long printed = kill.score().getAsLong();
    if (isOrigin(printed)) {
      return one.result(
          low,
          Agreement.NOT_REPRODUCIBLE,
          Wording.words(
                  "The score of %d is no share of memory: the kernel takes a task that brings"
                      + " swapped memory",
                  printed)
              + " back (swapoff) or merges pages first of all.");
    }
    if (first && one.formula().score(points(chosen), total.least()) == printed) {
      return agrees();
    }
    if (!total.exact() && first && printed < mostScore()) {
      return hiddenTotal(printed);
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

  private boolean leads(Ranking ranking) {
    return one.leads(ranking, chosen.task().pid());
  }

  private static long points(Candidate standing) {
    return standing.points().orElse(0);
  }

  private Replay agrees() {
    StringBuilder why = new StringBuilder();
    long able = low.standings().stream().filter(s -> s.rank().isPresent()).count();
    why.append(
        able == 1
            ? Wording.words(
                "%s is the only process that may be killed; it has %,d points",
                Wording.task(chosen.task()), points(chosen))
            : Wording.words(
                "%s has the most points of %,d processes that may be killed: %,d",
                Wording.task(chosen.task()), able, points(chosen)));
    if (kill.score().isPresent()) {
      why.append(Wording.words(", a score of %d as printed", kill.score().getAsLong()));
    } else if (one.era().scorePrinted()) {
      why.append("; no score was printed for it");
    }
    why.append('.');
    tie().ifPresent(why::append);
    if (!total.exact() && kill.score().isEmpty()) {
      boolean flat = low.standings().stream().allMatch(s -> s.adj() == 0 || s.points().isEmpty());
      why.append(
          flat
              ? " How many pages there are in total does not matter here: every oom_score_adj that"
                  + " counts is 0."
              : " That holds for any total that the report allows.");
    }
    if (one.formula().sparesRoot() && !one.rules().sparesRoot()) {
      why.append(
          " That fits only if no uid of 0 was spared as root: processes in a container mostly lack"
              + " CAP_SYS_ADMIN.");
    }
    why.append(child(kill));
    return one.result(low, Agreement.AGREES, why.toString());
  }

  private Optional<String> tie() {
    Optional<Candidate> rival =
        low.standings().stream()
            .filter(s -> s.points().equals(chosen.points()) && !s.equals(chosen))
            .findFirst();
    return rival.map(
        s ->
            Wording.words(
                " %s has as many; %s.",
                Wording.task(s.task()),
                switch (one.rules().ties()) {
                  case FIRST -> "of equals this kernel kept the first";
                  case LAST -> "of equals this kernel takes the last";
                  case UNTOLD -> "of equals the order of the group decided, which no line tells";
                }));
  }

  static String child(Kill kill) {
    return Replay.chosen(kill) != kill.pid()
        ? Wording.words(
            " Its child %s was killed in its place: before 5.1 the kernel sacrificed a child with"
                + " memory of its own first.",
            Wording.name(kill.comm(), kill.pid()))
        : "";
  }

  private boolean scoreFitsNoSwap() {
    return kill.score().isEmpty()
        || kill.score().getAsLong() == one.formula().score(points(chosen), total.least());
  }

  /** The score is the higher the fewer pages there are, unless an oom_score_adj counts as well. */
  private long mostScore() {
    return chosen.adj() == 0 && !chosen.root()
        ? one.formula().score(points(chosen), total.least())
        : Long.MAX_VALUE;
  }

  private Replay hiddenTotal(long printed) {
    long implied = printed <= 0 ? 0 : points(chosen) * 1000 / printed;
    String why =
        Wording.words(
            "%s ranks first, as the kernel chose. Its score of %d cannot be checked: %s.",
            Wording.task(chosen.task()), printed, total.source());
    boolean possible =
        implied >= total.least() && (total.most().isEmpty() || implied <= total.most().getAsLong());
    if (chosen.adj() == 0 && possible) {
      why +=
          Wording.words(
              " It fits a total of about %,d pages, %,d of them swap.",
              implied, implied - total.least());
    }
    return one.result(low, Agreement.NOT_REPRODUCIBLE, why);
  }

  /** The right process with another score: how many pages lie between them at least? */
  private Replay scoreDrift(long printed) {
    long all = low.totalPages();
    long score = one.formula().score(points(chosen), all);
    long pages = one.formula().pagesBetween(points(chosen), printed, all);
    String difference =
        Wording.words(
            "The table gives %s a score of %d, the kernel printed %d: at least %s apart.",
            Wording.task(chosen.task()), score, printed, pages(pages));
    return apart(difference, pages);
  }

  /** Another process has more points by the table. */
  private Replay behind() {
    Candidate ahead = low.first().orElseThrow();
    if (ahead.task().pid() == chosen.task().pid()) {
      ahead = high.first().orElseThrow();
    }
    if (!total.exact() && leads(low) && noSwapSeen() && scoreFitsNoSwap()) {
      return one.result(
          low,
          Agreement.AGREES,
          Wording.words(
              "%s has the most points if there is no swap; the report shows none in use. With more"
                  + " than %,d pages of it %s would have been first.",
              Wording.task(chosen.task()),
              leadsUpTo() - total.least(),
              Wording.task(ahead.task())));
    }
    if (!total.exact() && (leads(low) || leads(high))) {
      return one.result(
          low,
          Agreement.NOT_REPRODUCIBLE,
          "Who ranks first depends on how many pages there are in total, which cannot be told: "
              + total.source()
              + ".");
    }
    long pages = points(ahead) - points(chosen);
    String difference =
        pages == 0
            ? Wording.words(
                "%s and the chosen %s have the same points, and of equals this kernel %s.",
                Wording.task(ahead.task()),
                Wording.task(chosen.task()),
                one.rules().ties() == Ties.LAST ? "takes the last" : "keeps the first")
            : Wording.words(
                "By the table %s has %,d points more than the chosen %s.",
                Wording.task(ahead.task()), pages, Wording.task(chosen.task()));
    return apart(difference, one.formula().inPages(pages, low.totalPages()));
  }

  private Replay apart(String difference, long pages) {
    Drift bound = DriftBound.of(report, pages);
    if (pages > bound.boundPages()) {
      return one.result(
          low,
          Agreement.DISAGREES,
          difference
              + Wording.words(
                  " That is more than the %s that could change hands meanwhile.",
                  pages(bound.boundPages())));
    }
    return one.result(
        Optional.of(low),
        Agreement.AGREES_WITHIN_DRIFT,
        difference
            + Wording.words(
                " The table is printed after the choice: %s, so up to %s may differ.",
                bound.because(), pages(bound.boundPages())),
        Optional.of(bound));
  }

  private static String pages(long pages) {
    return Wording.words(pages == 1 ? "%,d page" : "%,d pages", pages);
  }

  /** Whether nothing in the report is swapped out. */
  private boolean noSwapSeen() {
    boolean rows = report.tasks().stream().allMatch(t -> t.swapents().orElse(1) == 0);
    boolean group =
        report
            .memcg()
            .map(
                m ->
                    m.swapUsageKb().orElse(0) == 0
                        && (m.memswUsageKb().isEmpty() || m.memswUsageKb().equals(m.usageKb())))
            .orElse(false);
    return rows && group;
  }

  /** The largest total with which the process ranks first; it does with the least one. */
  private long leadsUpTo() {
    long leads = total.least();
    long trails = total.mostOrHuge();
    while (trails - leads > 1) {
      long middle = leads + (trails - leads) / 2;
      if (leads(one.ranking(middle))) {
        leads = middle;
      } else {
        trails = middle;
      }
    }
    return leads;
  }
}
