package oomlab.check;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import oomlab.Run;
import oomlab.Run.Allocation;
import oomlab.WaitStatus;
import oomlab.report.OomReport;

/** Questions of chapter 01 about what was started and how it ended. */
final class KillQuestions {
  private static final Question<Run> SHELL_STATUS =
      Question.of(
              "bash-status",
              Run.class,
              run ->
                  ExpectedAnswer.exactly(
                      status(run) instanceof WaitStatus.Exited exited
                          ? exited.code()
                          : 128L + signal(run),
                      ""))
          .wrong(
              later("signal taken for the status"),
              run -> ExpectedAnswer.exactly(signal(run), ""),
              run ->
                  words(
                      "%d is the signal. A shell has one number for both ways to end, so it shifts signals out of the way of exit codes.",
                      signal(run)))
          .wrong(
              later("Python's number taken for the shell's"),
              run -> ExpectedAnswer.exactly(-signal(run), ""),
              run ->
                  words(
                      "-%d is what Python's subprocess module returns. A shell's status is never negative.",
                      signal(run)))
          .wrong(
              later("error number taken for the status"),
              run -> ExpectedAnswer.exactly(signal(run) * 0L + 12, ""),
              run ->
                  words(
                      "12 is ENOMEM: a program that was refused memory may choose to exit with it. This one chose nothing."))
          .evidence(run -> List.of(EvidenceLine.of(status(run).toString())))
          .hint(run -> words("Look at what the wait status says: an exit code, or a signal?"))
          .hint(
              run ->
                  words(
                      "A shell passes an exit code on as it is, and adds 128 to the number of a signal."))
          .solution(
              run ->
                  status(run) instanceof WaitStatus.Exited exited
                      ? words(
                          "It ended by itself: the shell passes its code on, %d.", exited.code())
                      : words(
                          "128 + %d = %d, and exit(%d) would look the same.",
                          signal(run), 128 + signal(run), 128 + signal(run)));

  private static final Question<Run> EVIDENCE_NAMES =
      Question.of(
              "evidence-names",
              Run.class,
              run -> ExpectedAnswer.exactly(witnesses(run, "kernel-log"), ""))
          .wrong(
              later("counters taken for names"),
              run -> ExpectedAnswer.exactly(run.verdict().evidence().size(), ""),
              run ->
                  words(
                      "%d is how many pieces of evidence there are. A counter that grew by 1 says that somebody was killed, and not who.",
                      run.verdict().evidence().size()))
          .wrong(
              later("the group's counter taken for a name"),
              run ->
                  ExpectedAnswer.exactly(
                      witnesses(run, "kernel-log") + witnesses(run, "cgroup"), ""),
              run ->
                  words(
                      "The name in the cgroup's line is the group's, not the victim's. Its counter speaks for our child only because nobody else was in there."))
          .evidence(
              run ->
                  run.verdict().evidence().stream()
                      .limit(5)
                      .map(e -> EvidenceLine.of(e.text()))
                      .toList())
          .hint(run -> words("Read each piece again, and look for a pid in it."))
          .hint(
              run ->
                  words(
                      run.kernelLogGap().isPresent()
                          ? "Only a line of the kernel's log can name a process; on this run the log could not be read whole."
                          : "Only a line of the kernel's log can name a process; on this run the log was read."))
          .solution(
              run ->
                  witnesses(run, "kernel-log") == 0
                      ? words(
                          "None: without the kernel's log there are only counters, and they count.")
                      : words(
                          "The kernel log's line names process %d; counters only count.",
                          victim(run)));

  private static final Question<Run> VICTIM_PID =
      Question.of("victim-pid", Run.class, run -> ExpectedAnswer.exactly(victim(run), ""))
          .wrong(
              later("trigger taken for victim"),
              run -> ExpectedAnswer.exactly(trigger(run), ""),
              run ->
                  words(
                      "%d is the task that asked for a page when there was none. The kernel kills processes, not the thread that asked.",
                      trigger(run)))
          .wrong(
              later("thread taken for the process"),
              run -> anyOf(run.threadIds().stream().filter(id -> id != victim(run)).toList()),
              run ->
                  words(
                      "That is one of the %d threads of the victim. A signal 9 ends the whole process, which has a number of its own.",
                      run.threadIds().size()))
          .wrong(
              later("pthread_t taken for a pid"),
              run -> anyOf(run.allocations().stream().map(Allocation::thread).distinct().toList()),
              run ->
                  words(
                      "thread(...) prints a pthread_t: an address inside of the process. The kernel names its tasks by pid."))
          .evidence(
              run ->
                  run.report()
                      .map(r -> EvidenceLine.lines(r, "Killed process"))
                      .orElse(List.of(EvidenceLine.of(run.terminal().get(0)))))
          .hint(
              run -> words("It is a process, not a thread; the verdict's first witness names it."))
          .hint(
              run ->
                  words(
                      "The kernel writes \"Killed process\" and the number behind it. Without its log, the one process in the group is the one that was expected."))
          .solution(
              run ->
                  words(
                      run.expectedDied()
                          ? "Process %d, the child, as the first line said."
                          : "Process %d, the child.",
                      victim(run)));

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

  private static ExpectedAnswer anyOf(List<?> accepted) {
    return new ExpectedAnswer.Word(accepted.stream().map(String::valueOf).toList());
  }
}
