package oomlab.explain;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;

/** Holds one ranking against the kernel's choice, as far as the report allows it. */
final class ChoiceCheck {
  private final RankedReport one;
  private final OomReport report;

  ChoiceCheck(OomReport report, Era era, Rules rules) {
    this.report = report;
    this.one = new RankedReport(report, era, rules, TotalPages.of(report));
  }

  Replay judge() {
    if (!one.formula().reproducible()) {
      return unranked(
          "Before 2.6.36 the kernel weighed address space against CPU time and age, which no report"
              + " prints.");
    }
    if (report.tasks().isEmpty()) {
      return unranked(noTable());
    }
    Ranking low = one.ranking(one.total().least());
    if (report.kills().isEmpty()) {
      return withoutKill(low);
    }
    Kill kill = report.kills().get(0);
    if (byAllocator(kill)) {
      return allocator(low, kill);
    }
    int pid = Replay.chosen(kill);
    Optional<Candidate> chosen = low.of(pid);
    if (chosen.isEmpty()) {
      return one.result(
          low,
          Agreement.NOT_REPRODUCIBLE,
          Wording.words("The task table has no row for the chosen process %d.", pid));
    }
    if (chosen.get().points().isEmpty()) {
      return one.result(
          low,
          Agreement.DISAGREES,
          Wording.words(
              "Process %d was chosen, but by its row it may not be: %s.",
              pid, chosen.get().spared().orElse("")));
    }
    if (swapMissing()) {
      return one.result(
          low,
          Agreement.NOT_REPRODUCIBLE,
          "Swap was in use and counts in the choice, but this table has no swapents column.");
    }
    return new Comparison(one, low, chosen.get(), kill).compare();
  }

  private Replay unranked(String why) {
    return one.result(Optional.empty(), Agreement.NOT_REPRODUCIBLE, why, Optional.empty());
  }

  private String noTable() {
    if (report.trigger().isEmpty()) {
      return "The log holds only the kill, without the report that belongs to it.";
    }
    return report.kills().isEmpty() && report.panic().isEmpty() && !nobody()
        ? "The report ends before its task table."
        : "The report has no task table: vm.oom_dump_tasks is 0, or its lines are missing.";
  }

  private Replay withoutKill(Ranking low) {
    if (nobody()) {
      return low.first().isEmpty()
          ? one.result(
              low,
              Agreement.AGREES,
              "No process of the table may be killed, and the kernel found none.")
          : one.result(
              low,
              Agreement.NOT_REPRODUCIBLE,
              Wording.words(
                  "The kernel found nobody to kill, though %s may be killed by its row: it passes"
                      + " over whom it has killed before, and this report does not say who that"
                      + " is.",
                  Wording.task(low.first().get().task())));
    }
    String why =
        report.panic().isPresent()
            ? "The machine panicked before anyone was chosen; the ranking shows who would have"
                + " been."
            : "The report ends before the kernel's choice; the ranking shows who was next.";
    return one.result(low, Agreement.NOT_REPRODUCIBLE, why);
  }

  private boolean nobody() {
    return report.lines().stream()
        .anyMatch(
            l ->
                (l.kind() == LineKind.NOTE || l.kind() == LineKind.PANIC)
                    && l.text().contains("no killable processes"));
  }

  private boolean byAllocator(Kill kill) {
    return kill.score().orElse(0) == 0
        && report.lines().stream()
            .anyMatch(
                l ->
                    (l.kind() == LineKind.KILL || l.kind() == LineKind.CHOICE)
                        && l.text().contains("(oom_kill_allocating_task)"));
  }

  private Replay allocator(Ranking low, Kill kill) {
    OptionalInt trigger = report.trigger().map(OomReport.Trigger::pid).orElse(OptionalInt.empty());
    int pid = Replay.chosen(kill);
    TriggerProcess asker = TriggerProcess.of(report);
    boolean same =
        trigger.equals(OptionalInt.of(pid))
            || (trigger.isPresent() && trigger.equals(kill.chosenPid()))
            || asker.process().map(t -> t.pid() == pid).orElse(false);
    String rule = "vm.oom_kill_allocating_task is 1: the process that asks is killed, unranked. ";
    if (!same) {
      return trigger.isPresent() && asker.certain()
          ? one.result(
              low,
              Agreement.DISAGREES,
              rule + Wording.words("%d was chosen, but did not ask.", pid))
          : one.result(
              low,
              Agreement.NOT_REPRODUCIBLE,
              rule + Wording.words("Whether %d asked, the report does not tell.", pid));
    }
    return one.result(
        low,
        Agreement.AGREES,
        rule
            + (pid == kill.pid()
                ? "The one that asked was killed."
                : "The one that asked was chosen." + Comparison.child(kill)));
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
}
