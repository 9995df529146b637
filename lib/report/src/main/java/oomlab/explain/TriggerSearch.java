package oomlab.explain;

import static oomlab.internal.text.Words.words;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.explain.Explanation.TriggerProcess;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Task;
import oomlab.report.OomReport.Trigger;

/** Finds the process whose thread asked for memory. */
final class TriggerSearch {
  private TriggerSearch() {}

  static TriggerProcess of(OomReport report) {
    if (report.trigger().isEmpty()) {
      return new TriggerProcess(
          OptionalInt.empty(), Optional.empty(), false, words("No one is named that asked."));
    }
    Trigger trigger = report.trigger().get();
    OptionalInt thread = trigger.pid();
    if (byHand(report)) {
      return new TriggerProcess(
          thread,
          Optional.empty(),
          true,
          words("Nobody asked for memory: the OOM killer was called by hand (sysrq-f)."));
    }
    if (thread.isEmpty()) {
      return unknown(
          thread,
          words(
              trigger.comm().isEmpty()
                  ? "Who asked is cut from its line."
                  : "The report gives its name but no pid."));
    }
    Optional<Task> own = row(report, thread.getAsInt());
    if (own.isPresent()) {
      return new TriggerProcess(thread, own, true, words("Its pid has a row in the task table."));
    }
    return report.tasks().isEmpty()
        ? unknown(thread, words("There is no task table to look it up in."))
        : byName(thread.getAsInt(), namesakes(report, trigger));
  }

  /**
   * Whether the OOM killer was called through sysrq: order -1 since 4.3; before, only the stack
   * shows it (drivers/tty/sysrq.c).
   */
  static boolean byHand(OomReport report) {
    return report.trigger().filter(t -> t.order().equals(OptionalInt.of(-1))).isPresent()
        || report.lines().stream()
            .anyMatch(
                l ->
                    (l.kind() == LineKind.STACK && l.text().contains("moom_callback"))
                        || (l.kind() == LineKind.NOTE
                            && l.text().contains("Manual OOM execution")));
  }

  private static List<Task> namesakes(OomReport report, Trigger trigger) {
    return report.tasks().stream()
        .filter(t -> t.name().equals(trigger.comm()))
        .filter(t -> trigger.uid().isEmpty() || trigger.uid().equals(t.uid()))
        .toList();
  }

  /** Pids are given out upwards, so a thread's is above its process's, mostly just above. */
  private static TriggerProcess byName(int thread, List<Task> namesakes) {
    if (namesakes.isEmpty()) {
      return unknown(
          OptionalInt.of(thread),
          words(
              "No row has its pid or its name: a kernel thread, a thread that renamed itself, or a"
                  + " process that this table leaves out."));
    }
    Optional<Task> likely =
        namesakes.size() == 1
            ? Optional.of(namesakes.get(0))
            : namesakes.stream()
                .filter(t -> t.pid() < thread)
                .max(Comparator.comparingInt(Task::pid));
    String why =
        namesakes.size() == 1
            ? words(
                "It is a thread; the only process of this name is %d. A thread may rename itself,"
                    + " so this is likely, not certain.",
                namesakes.get(0).pid())
            : likely
                .map(
                    t ->
                        words(
                            "It is a thread, and %d processes have its name; %d is the next below"
                                + " it, so likely its process.",
                            namesakes.size(), t.pid()))
                .orElseGet(
                    () ->
                        words("It is a thread, and %d processes have its name.", namesakes.size()));
    return new TriggerProcess(OptionalInt.of(thread), likely, false, why);
  }

  private static TriggerProcess unknown(OptionalInt thread, String why) {
    return new TriggerProcess(thread, Optional.empty(), false, why);
  }

  private static Optional<Task> row(OomReport report, int pid) {
    return report.tasks().stream().filter(t -> t.pid() == pid).findFirst();
  }
}
