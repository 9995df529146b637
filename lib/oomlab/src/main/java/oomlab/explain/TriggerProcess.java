package oomlab.explain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.report.LineKind;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Task;
import oomlab.report.OomReport.Trigger;

/**
 * The process whose thread asked for memory. The report names the thread, the table lists
 * processes, and nothing in it ties the two together; so this says how sure it is.
 *
 * @param thread the trigger's pid: a thread
 * @param process the row of its process
 * @param certain whether the report leaves no other reading
 * @param why how it was found, or why it was not
 */
public record TriggerProcess(
    OptionalInt thread, Optional<Task> process, boolean certain, String why) {

  static TriggerProcess of(OomReport report) {
    return of(report, OptionalInt.empty());
  }

  /**
   * Finds the process.
   *
   * @param known the thread group that the trigger belongs to, if somebody watched the run
   */
  static TriggerProcess of(OomReport report, OptionalInt known) {
    if (report.trigger().isEmpty()) {
      return new TriggerProcess(
          OptionalInt.empty(), Optional.empty(), false, "No one is named that asked.");
    }
    Trigger trigger = report.trigger().get();
    if (byHand(report)) {
      return new TriggerProcess(
          trigger.pid(),
          Optional.empty(),
          true,
          "Nobody asked for memory: the OOM killer was called by hand (sysrq-f).");
    }
    if (known.isPresent()) {
      return new TriggerProcess(
          trigger.pid(),
          row(report, known.getAsInt()),
          true,
          Wording.words(
              "The run was watched: this thread is one of process %d.", known.getAsInt()));
    }
    if (trigger.pid().isEmpty()) {
      return new TriggerProcess(
          trigger.pid(), Optional.empty(), false, "The report gives its name but no pid.");
    }
    int pid = trigger.pid().getAsInt();
    Optional<Task> own = row(report, pid);
    if (own.isPresent()) {
      return new TriggerProcess(trigger.pid(), own, true, "Its pid has a row in the task table.");
    }
    return byName(report, trigger);
  }

  /**
   * Whether the OOM killer was called through sysrq: order -1 since 4.3; before, only the stack
   * shows it (drivers/tty/sysrq.c).
   */
  static boolean byHand(OomReport report) {
    return report.trigger().map(t -> t.order().equals(OptionalInt.of(-1))).orElse(false)
        || report.lines().stream()
            .anyMatch(l -> l.kind() == LineKind.STACK && l.text().contains("moom_callback"));
  }

  private static TriggerProcess byName(OomReport report, Trigger trigger) {
    List<Task> namesakes =
        report.tasks().stream()
            .filter(t -> t.name().equals(trigger.comm()))
            .filter(t -> trigger.uid().isEmpty() || trigger.uid().equals(t.uid()))
            .toList();
    if (report.tasks().isEmpty()) {
      return new TriggerProcess(
          trigger.pid(), Optional.empty(), false, "There is no task table to look it up in.");
    }
    if (namesakes.isEmpty()) {
      return new TriggerProcess(
          trigger.pid(),
          Optional.empty(),
          false,
          "No row has its pid or its name: a kernel thread, a thread that renamed itself, or a"
              + " process that this table leaves out.");
    }
    if (namesakes.size() > 1) {
      return nearest(trigger.pid(), namesakes);
    }
    return new TriggerProcess(
        trigger.pid(),
        Optional.of(namesakes.get(0)),
        false,
        Wording.words(
                "It is a thread; the only process of this name is %d. A thread may rename itself,"
                    + " so this",
                namesakes.get(0).pid())
            + " is likely, not certain.");
  }

  /** Pids are given out upwards, so a thread's is above its process's, mostly just above. */
  private static TriggerProcess nearest(OptionalInt thread, List<Task> namesakes) {
    Optional<Task> below =
        namesakes.stream()
            .filter(t -> t.pid() < thread.orElse(0))
            .max(Comparator.comparingInt(Task::pid));
    return new TriggerProcess(
        thread,
        below,
        false,
        Wording.words(
            "It is a thread, and %d processes have its name%s.",
            namesakes.size(),
            below
                .map(
                    t -> Wording.words("; %d is the next below it, so likely its process", t.pid()))
                .orElse("")));
  }

  private static Optional<Task> row(OomReport report, int pid) {
    return report.tasks().stream().filter(t -> t.pid() == pid).findFirst();
  }
}
