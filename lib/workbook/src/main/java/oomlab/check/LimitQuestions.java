package oomlab.check;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import oomlab.Guest;
import oomlab.Run;
import oomlab.Run.Allocation;
import oomlab.report.OomReport;

/** Questions of chapter 06: setting limits. */
final class LimitQuestions {
  private static final double MIB = 1 << 20;
  private static final int NEAR_HIGH_MIB = 47;

  private static final Question<Run> COMMIT_LIMIT =
      Question.of(
              "commit-limit",
              Run.class,
              run -> ExpectedAnswer.about((ram(run) / 2.0 + guest(run).swapBytes()) / MIB, "MiB"))
          .wrong(
              later("the board's size taken for the kernel's RAM"),
              run -> ExpectedAnswer.about(guest(run).memoryBytes() / 2.0 / MIB, ""),
              run ->
                  words(
                      "That is half of %s MiB, which the machine has. The kernel counts what it manages, and it keeps a part for itself.",
                      mib(guest(run).memoryBytes())))
          .wrong(
              later("all of the RAM taken"),
              run -> ExpectedAnswer.about(ram(run) / MIB, ""),
              run ->
                  words(
                      "%s MiB is all that the kernel manages. vm.overcommit_ratio says what part of it may be promised.",
                      mib(ram(run))))
          .wrong(
              later("the chunks taken for the limit"),
              run -> ExpectedAnswer.exactly(Math.rint(granted(run) / MIB), ""),
              run ->
                  words(
                      "%s MiB is what the chunks came to. Stacks and the other programs were promised memory as well.",
                      mib(granted(run))))
          .evidence(
              run ->
                  List.of(
                      EvidenceLine.of(
                          words("RAM that the kernel manages: %d kB", ram(run) / 1024))))
          .hint(run -> words("It is a part of the RAM that the kernel manages, plus all swap."))
          .hint(
              run ->
                  words(
                      "vm.overcommit_ratio is 50 if nobody sets it; the kernel manages %s kB.",
                      n(ram(run) / 1024)))
          .solution(
              run ->
                  words(
                      "50 %% of %s kB, and %s of swap.",
                      n(ram(run) / 1024), n(guest(run).swapBytes())));

  private static final Question<Run> ADDRESSES_BESIDE =
      Question.of(
              "addresses-beside",
              Run.class,
              run ->
                  ExpectedAnswer.exactly(Math.rint((addresses(run) - granted(run)) / MIB), "MiB"))
          .wrong(
              later("the refused request counted as granted"),
              run -> ExpectedAnswer.exactly(Math.rint((addresses(run) - asked(run)) / MIB), ""),
              run ->
                  words(
                      "%s requests were announced. The last one was refused.",
                      n(run.allocations().size())))
          .wrong(
              later("memory taken for addresses"),
              run -> ExpectedAnswer.about((addresses(run) - peak(run)) / MIB, ""),
              run ->
                  words(
                      "%s MiB is what the victim had in memory (VmHWM). RLIMIT_AS counts addresses.",
                      ExpectedAnswer.shown(peak(run) / MIB)))
          .evidence(run -> terminal(run, "refused"))
          .hint(run -> words("Take what the chunks got from what the process was allowed."))
          .hint(
              run ->
                  words(
                      "The limit was %s MiB. Each request was of 1 MiB, and all but the last were granted.",
                      mib(addresses(run))))
          .solution(
              run ->
                  words(
                      "%s MiB less %s granted: the thread's stack of 8 MiB, and the program itself.",
                      mib(addresses(run)), mib(granted(run))));

  private static final Question<Run> MEMLOCK_KB =
      Question.of("memlock-kb", Run.class, run -> ExpectedAnswer.exactly(granted(run) / 1024, "kB"))
          .wrong(
              later("the refused request counted as granted"),
              run -> ExpectedAnswer.exactly(asked(run) / 1024, ""),
              run ->
                  words(
                      "%s requests were announced. The last one was refused.",
                      n(run.allocations().size())))
          .wrong(
              later("all memory taken for locked memory"),
              run -> ExpectedAnswer.exactly(peak(run) / 1024, ""),
              run ->
                  words(
                      "%s kB is all that was in memory, the program's own pages with it.",
                      n(peak(run) / 1024)))
          .evidence(run -> terminal(run, "refused"))
          .hint(run -> words("Count the requests that were not refused."))
          .hint(run -> words("Each was of 1 MiB, which is 1,024 kB."))
          .solution(
              run ->
                  words(
                      "%s requests of 1 MiB were granted: %s kB, as ulimit -l would print it.",
                      n(run.allocations().size() - 1), n(granted(run) / 1024)));

  private static final Question<Run> FAULT_ERROR =
      Question.of(
              "fault-error",
              Run.class,
              run ->
                  ExpectedAnswer.word(
                      "none", "nothing", "no", "no error", "0", "没有", "无", "没有错误", "没有编号"))
          .wrong(
              later("a group's limit taken for one of promises"),
              run -> ExpectedAnswer.word("ENOMEM", "12"),
              run ->
                  words(
                      "Read what the victim printed: no line of it says that %s requests were refused.",
                      n(run.allocations().size())))
          .wrong(
              later("the signal taken for an error number"),
              run -> ExpectedAnswer.word("SIGKILL", "9", "killed", "被杀死"),
              run ->
                  words("9 is a signal. It ends the process; no line of its code gets to see it."))
          .evidence(run -> terminal(run, "victim"))
          .hint(
              run ->
                  words(
                      "What had been granted when the group was full, and what did the victim do then?"))
          .hint(
              run ->
                  words(
                      "It wrote to an address of its own. Which call could have returned an error?"))
          .solution(run -> words("None: a page fault is no call, so there is nothing to return."));

  private static final Question<OomReport> GROUP_LIMIT_PAGES =
      Question.of(
              "group-limit-pages",
              OomReport.class,
              r -> ExpectedAnswer.exactly(limitKb(r) * 1024 / r.pageBytes(), "pages"))
          .wrong(
              later("kB read as pages"),
              r -> ExpectedAnswer.exactly(limitKb(r), ""),
              r -> words("The line says %s kB.", n(limitKb(r))))
          .wrong(
              later("the victim taken for the limit"),
              r -> ExpectedAnswer.exactly(victim(r).rssPages().orElseThrow(), ""),
              r ->
                  words(
                      "%s pages are the victim's row. The kernel's own pages for the group count too.",
                      n(victim(r).rssPages().orElseThrow())))
          .evidence(r -> EvidenceLine.lines(r, "memory: usage"))
          .hint(r -> words("One line of the report has the group's usage and its limit."))
          .hint(r -> words("It is in kB, and a page has %s bytes.", n(r.pageBytes())))
          .solution(
              r ->
                  words(
                      "%s kB are %s pages of %s bytes.",
                      n(limitKb(r)), n(limitKb(r) * 1024 / r.pageBytes()), n(r.pageBytes())));

  private static final Question<Run> STALLED_PERCENT =
      Question.of(
              "stalled-percent",
              Run.class,
              run -> ExpectedAnswer.about(100.0 * some(run) * 1000 / run.deathNanos(), "%"))
          .wrong(
              later("the boot counted as part of the run"),
              run -> ExpectedAnswer.about(100.0 * some(run) / 1000 / run.wallMillis(), ""),
              run ->
                  words(
                      "%s ms is all of it, from the machine's start on. The victim died %s ms after its own start.",
                      n(run.wallMillis()), n(run.deathNanos() / 1_000_000)))
          .wrong(
              later("a time taken for a share"),
              run -> ExpectedAnswer.about(some(run) / 1e6, ""),
              run ->
                  words(
                      "%s µs is a time. Divide it by the time that the victim lived.",
                      n(some(run))))
          .wrong(
              later("per mille for per cent"),
              run -> ExpectedAnswer.about(1000.0 * some(run) * 1000 / run.deathNanos(), ""),
              run -> words("That is a share in thousandths. The answer is wanted in hundredths."))
          .evidence(run -> List.of(EvidenceLine.of("memory.pressure: some total=" + some(run))))
          .hint(
              run ->
                  words(
                      "some total of memory.pressure counts microseconds in which a thread waited."))
          .hint(
              run ->
                  words(
                      "Divide it by the victim's life, %s ms, in the same unit.",
                      n(run.deathNanos() / 1_000_000)))
          .solution(run -> words("%s µs of %s µs.", n(some(run)), n(run.deathNanos() / 1000)));

  private static final Question<OomReport> PROCESSES_KILLED =
      Question.of(
              "processes-killed",
              OomReport.class,
              r -> ExpectedAnswer.exactly(processes(r), "processes"))
          .wrong(
              later("lines counted as processes"),
              r -> ExpectedAnswer.exactly(r.kills().size(), ""),
              r ->
                  words(
                      "There are %s lines. Look for each pid in the task table.",
                      n(r.kills().size())))
          .wrong(
              later("the chosen one alone"),
              r -> ExpectedAnswer.exactly(1, ""),
              r ->
                  words(
                      "Process %s was chosen. The line after that says what memory.oom.group made of it.",
                      r.kill().orElseThrow().pid()))
          .evidence(r -> EvidenceLine.lines(r, "Killed process"))
          .hint(r -> words("Every process has a row in the task table; a thread has none."))
          .hint(r -> words("For each line with \"Killed process\", look for its pid in the table."))
          .solution(
              r ->
                  words(
                      "%s of the %s lines name a pid of the table; the rest are threads.",
                      n(processes(r)), n(r.kills().size())));

  private static final Question<Run> FIRST_KILLED =
      Question.of("first-killed", Run.class, run -> ExpectedAnswer.exactly(first(run).pid(), ""))
          .wrong(
              later("who asked taken for who died"),
              run ->
                  ExpectedAnswer.exactly(
                      run.reports().get(0).trigger().orElseThrow().pid().orElseThrow(), ""),
              run -> words("That one needed a page. The kernel then chose somebody by points."))
          .wrong(
              later("the expected victim taken for the first"),
              run -> ExpectedAnswer.exactly(run.expectedVictim(), ""),
              run -> words("Process %s died as well, but later.", run.expectedVictim()))
          .evidence(run -> EvidenceLine.lines(run.reports().get(0), "Killed process"))
          .hint(run -> words("There are %s reports in this run's log.", run.reports().size()))
          .hint(run -> words("The earliest line with \"Killed process\" names it."))
          .solution(
              run ->
                  words(
                      "%s (%s), with an oom_score_adj of %s.",
                      first(run).pid(), first(run).comm(), first(run).oomScoreAdj().orElse(0)));

  private static final Question<OomReport> MEMORY_AND_SWAP_KB =
      Question.of(
              "memory-and-swap-kb",
              OomReport.class,
              r -> ExpectedAnswer.exactly((rss(r) + swapped(r)) * r.pageBytes() / 1024, "kB"))
          .wrong(
              later("swap forgotten"),
              r -> ExpectedAnswer.exactly(rss(r) * r.pageBytes() / 1024, ""),
              r -> words("That is rss alone. %s pages of the row are in swap.", n(swapped(r))))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.exactly(rss(r) + swapped(r), ""),
              r ->
                  words(
                      "%s and %s are pages of %s bytes.",
                      n(rss(r)), n(swapped(r)), n(r.pageBytes())))
          .wrong(
              later("addresses taken for memory"),
              r ->
                  ExpectedAnswer.exactly(
                      victim(r).totalVmPages().orElseThrow() * r.pageBytes() / 1024, ""),
              r -> words("That is total_vm: what was promised, not what was used."))
          .evidence(r -> EvidenceLine.row(r, victim(r).pid()))
          .hint(r -> words("Two columns of the victim's row count: rss and swapents."))
          .hint(r -> words("Both are in pages of %s bytes.", n(r.pageBytes())))
          .solution(
              r ->
                  words(
                      "(%s + %s) pages of %s bytes.", n(rss(r)), n(swapped(r)), n(r.pageBytes())));

  private static final Question<Run> ABOVE_HIGH_SECONDS =
      Question.of(
              "above-high-seconds",
              Run.class,
              r -> ExpectedAnswer.about((lastAbove(r) - firstAbove(r)) / 1e9, "seconds"))
          .wrong(
              later("the whole run taken for the time above the line"),
              r -> ExpectedAnswer.about(r.deathNanos() / 1e9, ""),
              r ->
                  words(
                      "That is the whole run. It reached %d MiB at %s s only.",
                      NEAR_HIGH_MIB, seconds(firstAbove(r))))
          .wrong(
              later("the time below the line"),
              r -> ExpectedAnswer.about(firstAbove(r) / 1e9, ""),
              r -> words("At that moment it got there: it is the smallest time of those rows."))
          .wrong(
              later("milliseconds for seconds"),
              r -> ExpectedAnswer.about((lastAbove(r) - firstAbove(r)) / 1e6, ""),
              r -> words("The column is in milliseconds. The answer is wanted in seconds."))
          .evidence(
              r ->
                  List.of(
                      EvidenceLine.of(
                          words(
                              "first sample of %d MiB or more: at %s s",
                              NEAR_HIGH_MIB, seconds(firstAbove(r))))))
          .hint(
              r ->
                  words(
                      "First the rows: doubleColumn(\"rss_mib\").isGreaterThanOrEqualTo(%d).",
                      NEAR_HIGH_MIB))
          .hint(
              r ->
                  words(
                      "Of these rows, the range() of time_ms is the time from the first to the last."))
          .solution(
              r ->
                  words(
                      "From %s s to %s s: %s seconds.",
                      seconds(firstAbove(r)),
                      seconds(lastAbove(r)),
                      seconds(lastAbove(r) - firstAbove(r))));

  static final List<Question<?>> ALL =
      List.of(
          COMMIT_LIMIT,
          ADDRESSES_BESIDE,
          MEMLOCK_KB,
          FAULT_ERROR,
          GROUP_LIMIT_PAGES,
          STALLED_PERCENT,
          PROCESSES_KILLED,
          FIRST_KILLED,
          MEMORY_AND_SWAP_KB,
          ABOVE_HIGH_SECONDS);

  private LimitQuestions() {}

  private static Guest guest(Run run) {
    return run.experiment().guest().orElseThrow();
  }

  /** RAM that the kernel manages, in bytes. */
  private static long ram(Run run) {
    return run.limitBytes().orElseThrow();
  }

  private static long addresses(Run run) {
    return guest(run).scenario().addressBytes();
  }

  private static long firstAbove(Run run) {
    return above(run).findFirst().orElseThrow();
  }

  private static long lastAbove(Run run) {
    return above(run).reduce((one, next) -> next).orElseThrow();
  }

  /** When the samples near memory.high or above it were taken, as the chapter's own cell asks. */
  private static LongStream above(Run run) {
    var series = run.recording().series();
    return IntStream.range(0, series.size())
        .filter(i -> series.rssBytes(i) >= NEAR_HIGH_MIB * MIB)
        .mapToLong(series::nanos);
  }

  private static long asked(Run run) {
    return run.allocations().stream().mapToLong(Allocation::bytes).sum();
  }

  /** All requests but the last, which was refused. */
  private static long granted(Run run) {
    List<Allocation> all = run.allocations();
    return asked(run) - all.get(all.size() - 1).bytes();
  }

  private static long peak(Run run) {
    return run.peakRssBytes().orElseThrow();
  }

  private static long some(Run run) {
    return run.recording().track("memory.pressure some").orElseThrow().last();
  }

  private static List<EvidenceLine> terminal(Run run, String word) {
    return run.terminal().stream()
        .filter(line -> line.contains(word))
        .map(EvidenceLine::of)
        .toList();
  }

  private static OomReport.Kill first(Run run) {
    return run.reports().stream()
        .flatMap(report -> report.kills().stream())
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("nobody was killed"));
  }

  private static long processes(OomReport report) {
    return report.kills().stream().filter(kill -> report.task(kill.pid()).isPresent()).count();
  }

  private static OomReport.Task victim(OomReport report) {
    return report.task(report.kill().orElseThrow().pid()).orElseThrow();
  }

  private static long rss(OomReport report) {
    return victim(report).rssPages().orElseThrow();
  }

  private static long swapped(OomReport report) {
    return victim(report).swapents().orElseThrow();
  }

  private static long limitKb(OomReport report) {
    return report.memcg().orElseThrow().limitKb().orElseThrow();
  }

  private static String seconds(long nanos) {
    return ExpectedAnswer.shown(nanos / 1e9);
  }

  private static String mib(long bytes) {
    return ExpectedAnswer.shown(bytes / MIB);
  }

  private static String n(long value) {
    return ExpectedAnswer.shown(value);
  }
}
