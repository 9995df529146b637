package oomlab.explain;

import static oomlab.explain.Wording.name;
import static oomlab.explain.Wording.together;
import static oomlab.internal.text.Words.words;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.explain.Explanation.TriggerProcess;
import oomlab.explain.Replay.Agreement;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Drift;
import oomlab.explain.Replay.Ranking;
import oomlab.explain.Replay.TotalPages;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Swap;
import oomlab.report.OomReport.Trigger;

/** Compares the ranking by one set of rules with the kernel's choice, as far as a report allows. */
final class ChoiceCheck {
  /** What the comparison of a ranking with the kernel's choice came to. */
  record Finding(Agreement verdict, String why, Optional<Drift> drift) {
    static Finding agrees(String why) {
      return new Finding(Agreement.AGREES, why, Optional.empty());
    }

    static Finding notReproducible(String why) {
      return new Finding(Agreement.NOT_REPRODUCIBLE, why, Optional.empty());
    }

    static Finding disagrees(String why) {
      return new Finding(Agreement.DISAGREES, why, Optional.empty());
    }
  }

  private final OomReport report;
  private final Rules rules;
  private final TotalPages total;
  private final Optional<Ranking> ranking;

  ChoiceCheck(OomReport report, Rules rules, TotalPages total) {
    this.report = report;
    this.rules = rules;
    this.total = total;
    boolean ranked = rules.formula() != Formula.TIME_BASED && !report.tasks().isEmpty();
    this.ranking =
        ranked ? Optional.of(rules.rank(report, total.least(), total.exact())) : Optional.empty();
  }

  /** Returns the ranking with the least total; empty without a table or where no rule is known. */
  Optional<Ranking> ranking() {
    return ranking;
  }

  Finding check() {
    if (rules.formula() == Formula.TIME_BASED) {
      return Finding.notReproducible(
          words(
              "Before 2.6.36 the kernel weighed address space against CPU time and age, which no"
                  + " report prints."));
    }
    if (ranking.isEmpty()) {
      return report.tableIsEmpty() && report.outcome().noKillable()
          ? Finding.agrees(words("The task table is empty, and the kernel found nobody to kill."))
          : Finding.notReproducible(noTable());
    }
    Ranking low = ranking.get();
    return report.kill().map(kill -> killed(low, kill)).orElseGet(() -> nobodyKilled(low));
  }

  private Finding killed(Ranking low, Kill kill) {
    if (kill.score().orElse(0) == 0
        && kill.message().map(m -> m.contains("(oom_kill_allocating_task)")).orElse(false)) {
      return allocatingTask(kill);
    }
    int pid = Replay.chosen(report, kill);
    Optional<Candidate> chosen = low.of(pid);
    if (chosen.isEmpty()) {
      return Finding.notReproducible(
          words("The task table has no row for the chosen process %d.", pid));
    }
    Optional<String> spared = chosen.get().spared();
    if (spared.isPresent()) {
      return Finding.disagrees(
          words("Process %d was chosen, but by its row it may not be: %s.", pid, spared.get()));
    }
    if (swapMissing()) {
      return Finding.notReproducible(
          words(
              "Swap was in use and counts in the choice, but this table has no swapents column."));
    }
    Finding finding = new Comparison(report, rules, total, low, chosen.get(), kill).compare();
    return report.tableHasGap() && finding.verdict() != Agreement.DISAGREES
        ? Finding.notReproducible(
            words(
                "Rows of the task table may be missing, and one of them could have had more"
                    + " points. Of the rows that are there: %s",
                finding.why()))
        : finding;
  }

  private String noTable() {
    if (report.tableIsEmpty()) {
      return words("The task table was printed and is empty.");
    }
    if (report.trigger().isEmpty()
        && report.memInfo().isEmpty()
        && report.zones().isEmpty()
        && report.memcg().isEmpty()) {
      return words("The log holds only the kill, without the report that belongs to it.");
    }
    return words(
        report.kills().isEmpty() && report.panic().isEmpty() && !report.outcome().noKillable()
            ? "The report ends before its task table."
            : "The report has no task table: vm.oom_dump_tasks is 0, or its lines are missing.");
  }

  private Finding nobodyKilled(Ranking low) {
    if (!report.outcome().noKillable()) {
      return Finding.notReproducible(
          words(
              report.panic().isPresent()
                  ? "The machine panicked before anyone was chosen; the ranking shows who would"
                      + " have been."
                  : "The report ends before the kernel's choice; the ranking is of the rows that are here."));
    }
    long able = low.candidates().stream().filter(c -> c.rank().isPresent()).count();
    if (able > 1) {
      return Finding.notReproducible(
          words(
              "The kernel found nobody to kill, though by their rows %,d processes may be killed,"
                  + " %s first. It passes over whom it has killed before, and over whoever may not"
                  + " use the nodes that ran out; that it did so with all of them is hard to"
                  + " believe, and nothing in the report shows it.",
              able, name(low.first().orElseThrow().task())));
    }
    return low.first()
        .map(
            first ->
                Finding.notReproducible(
                    words(
                        "The kernel found nobody to kill, though %s may be killed by its row: it"
                            + " passes over whom it has killed before, and this report does not"
                            + " say who that is.",
                        name(first.task()))))
        .orElseGet(
            () ->
                Finding.agrees(
                    words("No process of the table may be killed, and the kernel found none.")));
  }

  private Finding allocatingTask(Kill kill) {
    OptionalInt thread = report.trigger().map(Trigger::pid).orElse(OptionalInt.empty());
    int pid = Replay.chosen(report, kill);
    TriggerProcess trigger = TriggerSearch.of(report);
    boolean same =
        thread.equals(OptionalInt.of(pid))
            || (thread.isPresent() && thread.equals(kill.chosenPid()))
            || trigger.process().map(t -> t.pid() == pid).orElse(false);
    String rule =
        words("vm.oom_kill_allocating_task is 1: the process that asks is killed, unranked.");
    if (!same) {
      return thread.isPresent() && trigger.certain()
          ? Finding.disagrees(together(rule, words("%d was chosen, but did not ask.", pid)))
          : Finding.notReproducible(
              together(rule, words("Whether %d asked, the report does not tell.", pid)));
    }
    return Finding.agrees(
        together(
            rule,
            words(
                pid == kill.pid()
                    ? "The one that asked was killed."
                    : "The one that asked was chosen."),
            Comparison.child(report, kill)));
  }

  /** Whether memory that counts is in no column. */
  private boolean swapMissing() {
    if (report.tasks().stream().anyMatch(t -> t.swapents().isPresent())) {
      return false;
    }
    OptionalLong totalKb = report.swap().map(Swap::totalKb).orElse(OptionalLong.empty());
    OptionalLong freeKb = report.swap().map(Swap::freeKb).orElse(OptionalLong.empty());
    return !totalKb.equals(OptionalLong.of(0)) && (totalKb.isEmpty() || !totalKb.equals(freeKb));
  }
}
