package oomlab.check;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import oomlab.Allocation;
import oomlab.Run;
import oomlab.internal.posix.WaitStatus;
import oomlab.report.OomReport;

/** Questions of chapter 01 about what was started and how it ended. */
final class KillQuestions {
  private static final Question<Run> SHELL_STATUS =
      Question.of(
              "bash-status",
              Run.class,
              run ->
                  Expected.exactly(
                      status(run) instanceof WaitStatus.Exited exited
                          ? exited.code()
                          : 128L + signal(run),
                      ""))
          .wrong(
              "signal taken for the status",
              run -> Expected.exactly(signal(run), ""),
              run ->
                  "%d is the signal. A shell has one number for both ways to end, so it shifts signals out of the way of exit codes."
                      .formatted(signal(run)))
          .wrong(
              "Python's number taken for the shell's",
              run -> Expected.exactly(-signal(run), ""),
              run ->
                  "-%d is what Python's subprocess module returns. A shell's status is never negative."
                      .formatted(signal(run)))
          .wrong(
              "error number taken for the status",
              run -> Expected.exactly(signal(run) * 0L + 12, ""),
              run ->
                  "12 is ENOMEM: a program that was refused memory may choose to exit with it. This one chose nothing.")
          .evidence(run -> List.of(Evidence.of(status(run).toString())))
          .hint(run -> "Look at what the wait status says: an exit code, or a signal?")
          .hint(
              run ->
                  "A shell passes an exit code on as it is, and adds 128 to the number of a signal.")
          .solution(
              run ->
                  status(run) instanceof WaitStatus.Exited exited
                      ? "It ended by itself: the shell passes its code on, %d."
                          .formatted(exited.code())
                      : "128 + %d = %d, and exit(%d) would look the same."
                          .formatted(signal(run), 128 + signal(run), 128 + signal(run)));

  private static final Question<Run> EVIDENCE_NAMES =
      Question.of(
              "evidence-names",
              Run.class,
              run -> Expected.exactly(witnesses(run, "kernel-log"), ""))
          .wrong(
              "counters taken for names",
              run -> Expected.exactly(run.verdict().evidence().size(), ""),
              run ->
                  "%d is how many pieces of evidence there are. A counter that grew by 1 says that somebody was killed, and not who."
                      .formatted(run.verdict().evidence().size()))
          .wrong(
              "the group's counter taken for a name",
              run -> Expected.exactly(witnesses(run, "kernel-log") + witnesses(run, "cgroup"), ""),
              run ->
                  "The name in the cgroup's line is the group's, not the victim's. Its counter speaks for our child only because nobody else was in there.")
          .evidence(
              run ->
                  run.verdict().evidence().stream()
                      .limit(5)
                      .map(e -> Evidence.of(e.text()))
                      .toList())
          .hint(run -> "Read each piece again, and look for a pid in it.")
          .hint(
              run ->
                  "Only a line of the kernel's log can name a process; on this run the log %s."
                      .formatted(
                          run.kernelLogGap().isPresent() ? "could not be read whole" : "was read"))
          .solution(
              run ->
                  witnesses(run, "kernel-log") == 0
                      ? "None: without the kernel's log there are only counters, and they count."
                      : "The kernel log's line names process %d; counters only count."
                          .formatted(victim(run)));

  private static final Question<Run> VICTIM_PID =
      Question.of("victim-pid", Run.class, run -> Expected.exactly(victim(run), ""))
          .wrong(
              "trigger taken for victim",
              run -> Expected.exactly(trigger(run), ""),
              run ->
                  "%d is the task that asked for a page when there was none. The kernel kills processes, not the thread that asked."
                      .formatted(trigger(run)))
          .wrong(
              "thread taken for the process",
              run -> words(run.threadIds().stream().filter(id -> id != victim(run)).toList()),
              run ->
                  "That is one of the %d threads of the victim. A signal 9 ends the whole process, which has a number of its own."
                      .formatted(run.threadIds().size()))
          .wrong(
              "pthread_t taken for a pid",
              run -> words(run.allocations().stream().map(Allocation::thread).distinct().toList()),
              run ->
                  "thread(...) prints a pthread_t: an address inside of the process. The kernel names its tasks by pid.")
          .evidence(
              run ->
                  run.report()
                      .map(r -> Evidence.lines(r, "Killed process"))
                      .orElse(List.of(Evidence.of(run.terminal().get(0)))))
          .hint(run -> "It is a process, not a thread; the verdict's first witness names it.")
          .hint(
              run ->
                  "The kernel writes \"Killed process\" and the number behind it. Without its log, the one process in the group is the one that was expected.")
          .solution(
              run ->
                  "Process %d, the child%s."
                      .formatted(
                          victim(run), run.expectedDied() ? ", as the first line said" : ""));

  static final List<Question<?>> ALL =
      Stream.<List<Question<?>>>of(
              List.of(SHELL_STATUS, EVIDENCE_NAMES, VICTIM_PID),
              ChunkQuestions.ALL,
              CurveQuestions.ALL)
          .flatMap(List::stream)
          .toList();

  private KillQuestions() {}

  private static WaitStatus status(Run run) {
    return run.waitStatus().orElseThrow();
  }

  private static int signal(Run run) {
    if (status(run) instanceof WaitStatus.Signaled signaled) {
      return signaled.signal();
    }
    throw new NoSuchElementException("no signal ended it");
  }

  private static long witnesses(Run run, String source) {
    return run.verdict().evidence().stream().filter(e -> e.source().equals(source)).count();
  }

  private static int victim(Run run) {
    return run.victim().orElse(run.expectedVictim());
  }

  private static int trigger(Run run) {
    return run.report().flatMap(OomReport::trigger).orElseThrow().pid().orElseThrow();
  }

  private static Expected words(List<?> accepted) {
    return new Expected.Word(accepted.stream().map(String::valueOf).toList());
  }
}
