package oomlab.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import oomlab.Allocation;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.posix.WaitStatus;
import oomlab.report.OomReport;

/** Questions of chapter 01 about what was started and how it ended. */
final class KillQuestions {
  private static final Question<Run> SHELL_STATUS =
      Question.of(
              "shell-status",
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
              run -> Expected.exactly(evidence(run).size(), ""),
              run ->
                  "%d is how many pieces of evidence there are. A counter that grew by 1 says that somebody was killed, and not who."
                      .formatted(evidence(run).size()))
          .wrong(
              "the group's counter taken for a name",
              run -> Expected.exactly(witnesses(run, "kernel-log") + witnesses(run, "cgroup"), ""),
              run ->
                  "The name in the cgroup's line is the group's, not the victim's. Its counter speaks for our child only because nobody else was in there.")
          .evidence(run -> evidence(run).stream().limit(5).map(e -> Evidence.of(e.text())).toList())
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
                  "thread(...) prints a pthread_t: an address inside of the process, which the kernel never saw.")
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

  private static final Question<Run> CHUNKS_FINISHED =
      Question.of(
              "chunks-finished",
              Run.class,
              run -> Expected.exactly(announced(run) - lastWords(run).size(), "chunks"))
          .wrong(
              "announced taken for touched",
              run -> Expected.exactly(announced(run), ""),
              run ->
                  "%d chunks were announced, each before its first page was touched. Nobody announces the end of one."
                      .formatted(announced(run)))
          .wrong(
              "one chunk in the making for all threads",
              run -> Expected.exactly(announced(run) - 1, ""),
              run ->
                  "%d takes off one chunk. There were %d threads, and each was killed on its own way."
                      .formatted(announced(run) - 1, lastWords(run).size()))
          .wrong(
              "limit divided by chunk",
              run ->
                  new Expected.Amount(
                      limit(run) / (double) run.experiment().chunkBytes(), "", 0.025),
              run ->
                  "%s divided by %s is what fits at best. Part of the limit went into no chunk, and the last chunks were never finished."
                      .formatted(n(limit(run)), n(run.experiment().chunkBytes())))
          .evidence(run -> lastWords(run).values().stream().limit(5).map(Evidence::of).toList())
          .hint(run -> "Look at the last announcement of each thread. What came of that chunk?")
          .hint(
              run ->
                  "Count the announcements, and take off the chunk that each of the %d threads was in."
                      .formatted(lastWords(run).size()))
          .solution(
              run ->
                  "%d announced, %d threads each in the middle of one: %d surely finished."
                      .formatted(
                          announced(run),
                          lastWords(run).size(),
                          announced(run) - lastWords(run).size()));

  private static final Question<Run> CHUNK_FAULTS =
      Question.of("chunk-faults", Run.class, run -> Expected.exactly(chunkPages(run), "faults"))
          .wrong(
              "a fault for each byte",
              run -> Expected.exactly(run.experiment().chunkBytes(), ""),
              run ->
                  "%s bytes are in a chunk, but a thread writes one of each page only, and a second write to a page would not fault."
                      .formatted(n(run.experiment().chunkBytes())))
          .wrong(
              "a fault for each chunk",
              run -> Expected.exactly(1L, ""),
              run ->
                  "One mmap made the chunk, and gave no memory. The kernel hands that out page by page, at the first write to each.")
          .wrong(
              "kB counted as pages",
              run -> Expected.exactly(run.experiment().chunkBytes() / 1024, ""),
              run ->
                  "%s is the chunk in kB. A page has %s bytes here."
                      .formatted(n(run.experiment().chunkBytes() / 1024), n(run.pageBytes())))
          .wrong(
              "MiB read as a million bytes",
              run -> new Expected.Amount(chunkPages(run) / 1.048576, "", 0.001),
              run ->
                  "A MiB has 1,048,576 bytes, not 1,000,000; the announcements print the chunk to the byte.")
          .evidence(run -> lastWords(run).values().stream().limit(1).map(Evidence::of).toList())
          .hint(run -> "One write to each page, and a fault at each first write.")
          .hint(
              run ->
                  "Divide the chunk, %s bytes, by the page size, %s bytes."
                      .formatted(n(run.experiment().chunkBytes()), n(run.pageBytes())))
          .solution(
              run ->
                  "%s / %s = %s page faults."
                      .formatted(
                          n(run.experiment().chunkBytes()),
                          n(run.pageBytes()),
                          n(chunkPages(run))));

  private static final Question<World> WORLD_ANNOUNCEMENTS =
      Question.of(
              "world-announcements",
              World.class,
              world ->
                  Expected.exactly(fitting(world) + world.experiment().threads(), "announcements"))
          .wrong(
              "chunks in the making forgotten",
              world -> Expected.exactly(fitting(world), ""),
              world ->
                  "%d whole chunks fit under the limit. But a chunk is announced before it is touched."
                      .formatted(fitting(world)))
          .wrong(
              "one chunk in the making for all threads",
              world -> Expected.exactly(fitting(world) + 1, ""),
              world ->
                  "%d counts one more than the %d that fit. Your world has %d threads."
                      .formatted(fitting(world) + 1, fitting(world), world.experiment().threads()))
          .wrong(
              "a limit for each thread",
              world -> Expected.exactly(fitting(world) * world.experiment().threads(), ""),
              world ->
                  "%d lets each of the %d threads have the whole limit. They share one address space and one group."
                      .formatted(
                          fitting(world) * world.experiment().threads(),
                          world.experiment().threads()))
          .evidence(world -> List.of(Evidence.of(world.experiment().toString())))
          .hint(
              world -> "How many whole chunks fit under the limit, and who announces one too many?")
          .hint(
              world ->
                  "limit / chunk, rounded down, and for each thread one that it announced and never finished.")
          .solution(
              world ->
                  "%d whole chunks fit, and each of the threads (%d) announces one that does not: %d at most. The child's own memory may make it fewer."
                      .formatted(
                          fitting(world),
                          world.experiment().threads(),
                          fitting(world) + world.experiment().threads()));

  static final List<Question<?>> ALL =
      Stream.concat(
              Stream.<Question<?>>of(
                  SHELL_STATUS,
                  EVIDENCE_NAMES,
                  VICTIM_PID,
                  CHUNKS_FINISHED,
                  CHUNK_FAULTS,
                  WORLD_ANNOUNCEMENTS),
              CurveQuestions.ALL.stream())
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

  private static List<Verdict.Evidence> evidence(Run run) {
    if (run.verdict() instanceof Verdict.OomKilled killed) {
      return killed.evidence();
    }
    return run.verdict() instanceof Verdict.Signaled signaled ? signaled.evidence() : List.of();
  }

  private static long witnesses(Run run, String source) {
    return evidence(run).stream().filter(e -> e.source().equals(source)).count();
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

  private static int announced(Run run) {
    return run.allocations().size();
  }

  /** The last announcement of each thread, as it was printed. */
  private static Map<String, String> lastWords(Run run) {
    Map<String, String> last = new LinkedHashMap<>();
    for (Allocation a : run.allocations()) {
      last.put(a.thread(), "thread(%s), allocating %d bytes.".formatted(a.thread(), a.bytes()));
    }
    return last;
  }

  private static long limit(Run run) {
    return run.limitBytes().orElse(run.experiment().limitBytes());
  }

  private static long chunkPages(Run run) {
    return run.experiment().chunkBytes() / run.pageBytes();
  }

  private static long fitting(World world) {
    Experiment experiment = world.experiment();
    return experiment.limitBytes() / experiment.chunkBytes();
  }

  private static String n(long value) {
    return Expected.shown(value);
  }
}
