package oomlab.explain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import oomlab.explain.Replay.Drift;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;

/** Holds one formula's ranking against the kernel's choice. */
final class Judge {
  private final OomReport report;
  private final Era era;
  private final Formula formula;
  private final Set<Integer> gone;
  private final TotalPages total;

  Judge(OomReport report, Era era, Formula formula, Set<Integer> gone) {
    this.report = report;
    this.era = era;
    this.formula = formula;
    this.gone = gone;
    this.total = TotalPages.of(report);
  }

  Replay judge() {
    if (!formula.reproducible()) {
      return result(
          Optional.empty(),
          Verdict.NOT_REPRODUCIBLE,
          "Before 2.6.36 the kernel weighed address space against CPU time and age, which no report"
              + " prints.");
    }
    if (report.tasks().isEmpty()) {
      return result(Optional.empty(), Verdict.NOT_REPRODUCIBLE, noTable());
    }
    Ranking low = ranking(total.least());
    if (report.kills().isEmpty()) {
      return withoutKill(low);
    }
    Kill kill = report.kills().get(0);
    if (byAllocator(kill)) {
      return allocator(low, kill);
    }
    int pid = kill.chosenPid().orElse(kill.pid());
    Optional<Standing> chosen = low.of(pid);
    if (chosen.isEmpty()) {
      return result(
          Optional.of(low),
          Verdict.NOT_REPRODUCIBLE,
          "The task table has no row for the chosen process %d.".formatted(pid));
    }
    if (chosen.get().points().isEmpty()) {
      return result(
          Optional.of(low),
          Verdict.DISAGREES,
          "Process %d was chosen, but by its row it may not be: %s."
              .formatted(pid, chosen.get().spared().orElse("")));
    }
    if (swapMissing()) {
      return result(
          Optional.of(low),
          Verdict.NOT_REPRODUCIBLE,
          "Swap was in use and counts in the choice, but this table has no swapents column.");
    }
    return compare(low, chosen.get(), kill);
  }

  private Ranking ranking(long totalPages) {
    return Ranking.of(report, formula, totalPages, gone, total.exact());
  }

  private String noTable() {
    return report.trigger().isEmpty()
        ? "The log holds only the kill, without the report that belongs to it."
        : "The report has no task table: vm.oom_dump_tasks is 0, or its lines are missing.";
  }

  private Replay withoutKill(Ranking low) {
    if (report.lines().stream().anyMatch(l -> nobody(l.kind(), l.text()))) {
      return low.first().isEmpty()
          ? result(
              Optional.of(low),
              Verdict.AGREES,
              "No process of the table may be killed, and the kernel found none.")
          : result(
              Optional.of(low),
              Verdict.NOT_REPRODUCIBLE,
              ("The kernel found nobody to kill, though %s may be killed by its row: it passes over"
                      + " whom it has killed before, and this report does not say who that is.")
                  .formatted(Say.task(low.first().get().task())));
    }
    String why =
        report.panic().isPresent()
            ? "The machine panicked before anyone was chosen; the ranking shows who would have been."
            : "The report ends before the kernel's choice; the ranking shows who was next.";
    return result(Optional.of(low), Verdict.NOT_REPRODUCIBLE, why);
  }

  private static boolean nobody(LineKind kind, String text) {
    return (kind == LineKind.NOTE || kind == LineKind.PANIC)
        && text.contains("no killable processes");
  }

  private static boolean byAllocator(OomReport report) {
    return report.lines().stream()
        .anyMatch(
            l ->
                (l.kind() == LineKind.KILL || l.kind() == LineKind.CHOICE)
                    && l.text().contains("(oom_kill_allocating_task)"));
  }

  private boolean byAllocator(Kill kill) {
    return byAllocator(report) && kill.score().orElse(0) == 0;
  }

  private Replay allocator(Ranking low, Kill kill) {
    OptionalInt trigger = report.trigger().map(OomReport.Trigger::pid).orElse(OptionalInt.empty());
    Asker asker = Asker.of(report);
    boolean same =
        trigger.equals(OptionalInt.of(kill.pid()))
            || asker.process().map(t -> t.pid() == kill.pid()).orElse(false);
    String rule = "vm.oom_kill_allocating_task is 1: the process that asks is killed, unranked. ";
    return same
        ? result(Optional.of(low), Verdict.AGREES, rule + "The one that asked was killed.")
        : result(
            Optional.of(low),
            trigger.isPresent() && asker.certain() ? Verdict.DISAGREES : Verdict.NOT_REPRODUCIBLE,
            rule + "Whether %d asked, the report does not tell.".formatted(kill.pid()));
  }

  /** Whether memory that counts is in no column. */
  private boolean swapMissing() {
    boolean column = report.tasks().stream().anyMatch(t -> t.swapents().isPresent());
    if (column) {
      return false;
    }
    OptionalLong totalKb = report.swap().map(OomReport.Swap::totalKb).orElse(OptionalLong.empty());
    OptionalLong freeKb = report.swap().map(OomReport.Swap::freeKb).orElse(OptionalLong.empty());
    return !totalKb.equals(OptionalLong.of(0)) && (totalKb.isEmpty() || !totalKb.equals(freeKb));
  }

  private Replay compare(Ranking low, Standing chosen, Kill kill) {
    Ranking high = total.exact() ? low : ranking(total.mostOrHuge());
    int pid = chosen.task().pid();
    boolean first = leads(low, pid) && leads(high, pid);
    if (kill.score().isEmpty()) {
      return first ? agrees(low, kill, chosen) : behind(low, high, chosen);
    }
    long printed = kill.score().getAsLong();
    if (printed > 1_000_000) {
      return result(
          Optional.of(low),
          Verdict.NOT_REPRODUCIBLE,
          "The score of %d is no share of memory: the kernel takes a task that brings swapped memory"
                  .formatted(printed)
              + " back (swapoff) or merges pages first of all.");
    }
    long most = formula.score(chosen.points().orElse(0), total.least());
    if (first && most == printed) {
      return agrees(low, kill, chosen);
    }
    if (!total.exact() && first) {
      return hiddenTotal(low, chosen, printed);
    }
    return first ? scoreDrift(low, chosen, printed) : behind(low, high, chosen);
  }

  private static boolean leads(Ranking ranking, int pid) {
    return ranking.first().map(s -> s.task().pid() == pid).orElse(false);
  }

  private Replay agrees(Ranking low, Kill kill, Standing chosen) {
    StringBuilder why = new StringBuilder();
    long able = low.standings().stream().filter(s -> s.rank().isPresent()).count();
    why.append(
        "%s has the most points of %,d processes that may be killed: %,d"
            .formatted(Say.task(chosen.task()), able, chosen.points().orElse(0)));
    if (kill.score().isPresent()) {
      why.append(", a score of %d as printed".formatted(kill.score().getAsLong()));
    } else if (era.scorePrinted()) {
      why.append("; no score was printed for it");
    }
    why.append('.');
    if (!total.exact() && kill.score().isEmpty()) {
      boolean flat = low.standings().stream().allMatch(s -> s.adj() == 0 || s.points().isEmpty());
      why.append(
          flat
              ? " How many pages there are in total does not matter here: every oom_score_adj that"
                  + " counts is 0."
              : " That holds for any total that the report allows.");
    }
    if (kill.chosenPid().isPresent() && kill.chosenPid().getAsInt() != kill.pid()) {
      why.append(
          " Its child %s was killed in its place: before 5.1 the kernel sacrificed a child with memory of its own first."
              .formatted(Say.name(kill.comm(), kill.pid())));
    }
    return result(Optional.of(low), Verdict.AGREES, why.toString());
  }

  private Replay hiddenTotal(Ranking low, Standing chosen, long printed) {
    long points = chosen.points().orElse(0);
    long implied = printed == 0 ? 0 : points * 1000 / printed;
    String why =
        "%s ranks first, as the kernel chose. Its score of %d cannot be checked: %s."
            .formatted(Say.task(chosen.task()), printed, total.source());
    boolean possible =
        implied >= total.least() && (total.most().isEmpty() || implied <= total.most().getAsLong());
    if (chosen.adj() == 0 && possible) {
      why +=
          " It fits a total of about %,d pages, %,d of them swap."
              .formatted(implied, implied - total.least());
    }
    return result(Optional.of(low), Verdict.NOT_REPRODUCIBLE, why);
  }

  /** The right process with another score: how many pages lie between them at least? */
  private Replay scoreDrift(Ranking low, Standing chosen, long printed) {
    long points = chosen.points().orElse(0);
    long all = low.totalPages();
    long score = formula.score(points, all);
    long pages = formula.pagesBetween(points, printed, all);
    Drift bound = bound(pages);
    String difference =
        "The table gives %s a score of %d, the kernel printed %d: at least %,d pages apart."
            .formatted(Say.task(chosen.task()), score, printed, pages);
    return pages <= bound.boundPages()
        ? drift(low, difference, bound)
        : result(Optional.of(low), Verdict.DISAGREES, difference + " " + notDrift(bound));
  }

  /** Another process has more points by the table. */
  private Replay behind(Ranking low, Ranking high, Standing chosen) {
    Standing ahead = low.first().orElseThrow();
    if (ahead.task().pid() == chosen.task().pid()) {
      ahead = high.first().orElseThrow();
    }
    int pid = chosen.task().pid();
    if (!total.exact() && leads(low, pid) && noSwapSeen()) {
      return result(
          Optional.of(low),
          Verdict.AGREES,
          ("%s has the most points if there is no swap; the report shows none in use. With more than"
                  + " %,d pages of it %s would have been first.")
              .formatted(
                  Say.task(chosen.task()), leadsUpTo(pid) - total.least(), Say.task(ahead.task())));
    }
    if (!total.exact() && (leads(low, pid) || leads(high, pid))) {
      return result(
          Optional.of(low),
          Verdict.NOT_REPRODUCIBLE,
          "Who ranks first depends on how many pages there are in total, which cannot be told: "
              + total.source()
              + ".");
    }
    long pages = ahead.points().orElse(0) - chosen.points().orElse(0);
    Drift bound = bound(pages);
    String difference =
        "By the table %s has %,d points more than the chosen %s."
            .formatted(Say.task(ahead.task()), pages, Say.task(chosen.task()));
    if (pages <= bound.boundPages()) {
      return drift(low, difference, bound);
    }
    return result(Optional.of(low), Verdict.DISAGREES, difference + " " + notDrift(bound));
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
  private long leadsUpTo(int pid) {
    long leads = total.least();
    long trails = total.mostOrHuge();
    while (trails - leads > 1) {
      long middle = leads + (trails - leads) / 2;
      if (leads(ranking(middle), pid)) {
        leads = middle;
      } else {
        trails = middle;
      }
    }
    return leads;
  }

  private Replay drift(Ranking low, String difference, Drift bound) {
    return new Replay(
        formula,
        alternatives(),
        total,
        Optional.of(low),
        printedPid(),
        printedScore(),
        Verdict.AGREES_WITHIN_DRIFT,
        difference
            + " The table is printed after the choice: %s, so up to %,d pages may differ."
                .formatted(bound.because(), bound.boundPages()),
        Optional.of(bound));
  }

  private static String notDrift(Drift bound) {
    return String.format(
        Locale.ROOT,
        "That is more than the %,d pages that could change hands meanwhile.",
        bound.boundPages());
  }

  private Drift bound(long pages) {
    return Slack.of(report, pages);
  }

  private List<Formula> alternatives() {
    return era.possible().stream().filter(f -> f != formula).toList();
  }

  private OptionalInt printedPid() {
    return Replay.choice(report)
        .map(k -> k.chosenPid().isPresent() ? k.chosenPid() : OptionalInt.of(k.pid()))
        .orElse(OptionalInt.empty());
  }

  private OptionalLong printedScore() {
    return Replay.choice(report).map(Kill::score).orElse(OptionalLong.empty());
  }

  private Replay result(Optional<Ranking> ranking, Verdict verdict, String why) {
    return new Replay(
        formula,
        alternatives(),
        total,
        ranking,
        printedPid(),
        printedScore(),
        verdict,
        why,
        Optional.empty());
  }
}
