package oomlab.check;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import oomlab.Pressure;
import oomlab.Recording.Track;
import oomlab.Run;
import oomlab.WaitStatus;
import oomlab.internal.klog.KillRecord;

/** Questions of chapter 07: before the killer. */
final class EarlyQuestions {
  private static final double MIB = 1 << 20;

  private static final Question<Run> STALL_TO_DEATH =
      Question.of(
              "stall-to-death",
              Run.class,
              r -> ExpectedAnswer.about(stallNanos(r) / 1e9, "seconds"))
          .wrong(
              later("the start taken for the first stall"),
              r -> ExpectedAnswer.about(r.deathNanos() / 1e9, ""),
              r -> words("That counts from the start, when nothing had to wait yet."))
          .wrong(
              later("stalled time taken for the time between"),
              r -> ExpectedAnswer.about(psi(r).someNanos() / 1e9, ""),
              r ->
                  words(
                      "%s s is how long tasks were stalled, all stalls added up: the counter's growth.",
                      s(psi(r).someNanos())))
          .wrong(
              later("milliseconds for seconds"),
              r -> ExpectedAnswer.about(stallNanos(r) / 1e6, ""),
              r -> words("The answer is wanted in seconds."))
          .evidence(
              r ->
                  List.of(
                      EvidenceLine.of(words("first stall seen at %s s", s(firstStall(r)))),
                      EvidenceLine.of(words("death at %s s", s(r.deathNanos())))))
          .hint(r -> words("Two moments of the run: the first stall, and the end."))
          .hint(
              r ->
                  words(
                      "The first stall was seen at %s s; take it from the moment of death.",
                      s(firstStall(r))))
          .solution(
              r ->
                  words(
                      "%s s less %s s are %s s.",
                      s(r.deathNanos()), s(firstStall(r)), s(stallNanos(r))));

  private static final Question<Run> SOME_SHARE =
      Question.of(
              "some-share",
              Run.class,
              r -> ExpectedAnswer.about(share(psi(r).someNanos(), stallNanos(r)), "%"))
          .wrong(
              later("full taken for some"),
              r -> ExpectedAnswer.about(share(psi(r).fullNanos(), stallNanos(r)), ""),
              r ->
                  words(
                      "%s s is full: the time in which nobody went on. It is part of some.",
                      s(psi(r).fullNanos())))
          .wrong(
              later("cumulative total taken for a share"),
              r -> ExpectedAnswer.exactly(psi(r).someNanos() / 1000, ""),
              r ->
                  words(
                      "%s is the counter: microseconds, added up since it was at 0. A share is of some time.",
                      ExpectedAnswer.shown(psi(r).someNanos() / 1000)))
          .wrong(
              later("the whole run taken for the time since the first stall"),
              r -> ExpectedAnswer.about(share(psi(r).someNanos(), r.deathNanos()), ""),
              r -> words("That is of %s s, the whole run.", s(r.deathNanos())))
          .wrong(
              later("a fraction for percent"),
              r -> ExpectedAnswer.about(share(psi(r).someNanos(), stallNanos(r)) / 100, ""),
              r -> words("The answer is wanted in percent."))
          .evidence(r -> counters(r))
          .hint(r -> words("Stalled time, divided by the time it was counted in."))
          .hint(
              r ->
                  words(
                      "some grew by %s us; %s s lie between the first stall and the death.",
                      ExpectedAnswer.shown(psi(r).someNanos() / 1000), s(stallNanos(r))))
          .solution(
              r ->
                  words(
                      "%s s of %s s are %s %%.",
                      s(psi(r).someNanos()),
                      s(stallNanos(r)),
                      ExpectedAnswer.shown(share(psi(r).someNanos(), stallNanos(r)))));

  private static final Question<Run> FULL_MILLIS =
      Question.of(
              "full-millis", Run.class, r -> ExpectedAnswer.about(psi(r).fullNanos() / 1e6, "ms"))
          .wrong(
              later("microseconds read as milliseconds"),
              r -> ExpectedAnswer.about(psi(r).fullNanos() / 1e3, ""),
              r -> words("The number is right, but the counter is in microseconds."))
          .wrong(
              later("microseconds read as nanoseconds"),
              r -> ExpectedAnswer.about(psi(r).fullNanos() / 1e9, ""),
              r -> words("You divided by a million, as if the counter were in nanoseconds."))
          .wrong(
              later("some taken for full"),
              r -> ExpectedAnswer.about(psi(r).someNanos() / 1e6, ""),
              r -> words("That is the other line of the file, some."))
          .evidence(r -> counters(r))
          .hint(r -> words("The unit of total= stands in Documentation/accounting/psi.rst."))
          .hint(r -> words("1,000 microseconds are a millisecond."))
          .solution(
              r ->
                  words(
                      "full grew by %s us, that is %s ms.",
                      ExpectedAnswer.shown(psi(r).fullNanos() / 1000),
                      ExpectedAnswer.shown(psi(r).fullNanos() / 1e6)));

  private static final Question<Run> SWAPPED_OUT =
      Question.of(
              "swapped-out",
              Run.class,
              r -> ExpectedAnswer.about(swappedOut(r) * r.pageBytes() / MIB, "MiB"))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.about(swappedOut(r) / 1024.0, ""),
              r -> words("You took the %s of pswpout for kB.", ExpectedAnswer.shown(swappedOut(r))))
          .wrong(
              later("pages read as MiB"),
              r -> ExpectedAnswer.exactly(swappedOut(r), ""),
              r -> words("%s is how many pages.", ExpectedAnswer.shown(swappedOut(r))))
          .evidence(
              r ->
                  List.of(
                      EvidenceLine.of(
                          words("pswpout grew by %s", ExpectedAnswer.shown(swappedOut(r))))))
          .hint(r -> words("pswpout of /proc/vmstat counts pages."))
          .hint(r -> words("A page has %d bytes here, a MiB 1,048,576.", r.pageBytes()))
          .solution(
              r ->
                  words(
                      "%s pages of %d bytes are %s MiB.",
                      ExpectedAnswer.shown(swappedOut(r)),
                      r.pageBytes(),
                      ExpectedAnswer.shown(swappedOut(r) * r.pageBytes() / MIB)));

  private static final Question<Run> AVAILABLE_LEFT =
      Question.of(
              "available-left",
              Run.class,
              r -> ExpectedAnswer.about(last(r, "MemAvailable") / MIB, "MiB"))
          .wrong(
              later("free taken for available"),
              r -> ExpectedAnswer.about(last(r, "MemFree") / MIB, ""),
              r ->
                  words(
                      "%s MiB was MemFree. Pages that can be dropped at once are not in it.",
                      mib(last(r, "MemFree"))))
          .wrong(
              later("RAM less the victim taken for available"),
              r -> ExpectedAnswer.about((r.limitBytes().orElseThrow() - rss(r)) / MIB, ""),
              r ->
                  words(
                      "The victim held %s MiB, and the kernel and others hold the rest of what you count.",
                      mib(rss(r))))
          .wrong(
              later("swap taken for memory"),
              r -> ExpectedAnswer.about(last(r, "SwapFree") / MIB, ""),
              r -> words("%s MiB of swap were free.", mib(last(r, "SwapFree"))))
          .evidence(
              r ->
                  List.of(
                      EvidenceLine.of("MemAvailable: " + kb(last(r, "MemAvailable"))),
                      EvidenceLine.of("MemFree: " + kb(last(r, "MemFree"))),
                      EvidenceLine.of("SwapFree: " + kb(last(r, "SwapFree")))))
          .hint(r -> words("It is a line of /proc/meminfo of its own."))
          .hint(r -> words("The line is MemAvailable, in kB; a MiB has 1,024 of them."))
          .solution(
              r ->
                  words(
                      "MemAvailable was %s, that is %s MiB.",
                      kb(last(r, "MemAvailable")), mib(last(r, "MemAvailable"))));

  private static final Question<Run> SHELL_STATUS =
      Question.of("early-status", Run.class, r -> ExpectedAnswer.exactly(128L + signal(r), ""))
          .wrong(
              later("one signal taken for the other"),
              r -> ExpectedAnswer.exactly(128L + (signal(r) == 15 ? 9 : 15), ""),
              r -> words("The wait status says signal %d.", signal(r)))
          .wrong(
              later("the signal taken for the status"),
              r -> ExpectedAnswer.exactly((long) signal(r), ""),
              r -> words("%d is the signal itself; a shell adds something to it.", signal(r)))
          .evidence(r -> List.of(EvidenceLine.of("victim signalled: " + signal(r))))
          .hint(r -> words("Which signal ended it? The last line of the terminal says so."))
          .hint(r -> words("A shell makes 128 + n of signal n (man 1 bash, EXIT STATUS)."))
          .solution(r -> words("128 + %d is %d.", signal(r), 128 + signal(r)));

  private static final Question<Run> KERNEL_RECORD =
      Question.of("kernel-record", Run.class, r -> ExpectedAnswer.yes(recorded(r)))
          .wrong(
              later("an early killer taken for the kernel"),
              r -> ExpectedAnswer.yes(!recorded(r)),
              r ->
                  words(
                      "Look for \"Killed process %d\" in the kernel's log, not in the killer's.",
                      r.expectedVictim()))
          .evidence(r -> List.of(EvidenceLine.of(r.verdict().toString())))
          .hint(
              r -> words("Who writes to the kernel's log? A program that calls kill(2) does not."))
          .hint(r -> words("The verdict's evidence names what was found in the kernel's log."))
          .solution(
              r ->
                  recorded(r)
                      ? words("It does: the kernel itself killed process %d.", r.expectedVictim())
                      : words(
                          "It does not: for the kernel, process %d got a signal like any other.",
                          r.expectedVictim()));

  private static final Question<Run> HALF_SWAP_SECONDS =
      Question.of(
              "half-swap-seconds",
              Run.class,
              r -> ExpectedAnswer.about(half(r, "SwapFree") / 1e9, "seconds"))
          .wrong(
              later("memory taken for swap"),
              r -> ExpectedAnswer.about(half(r, "MemFree") / 1e9, ""),
              r -> words("At that moment half of MemFree was gone. The track is called SwapFree."))
          .wrong(
              later("the last of the swap taken for its half"),
              r -> ExpectedAnswer.about(lowest(r) / 1e9, ""),
              r -> words("At that moment SwapFree was at its lowest."))
          .wrong(
              later("milliseconds for seconds"),
              r -> ExpectedAnswer.about(half(r, "SwapFree") / 1e6, ""),
              r -> words("The column is in milliseconds. The answer is wanted in seconds."))
          .evidence(
              r ->
                  List.of(
                      EvidenceLine.of(
                          words("SwapFree at first: %s", kb(track(r, "SwapFree").values()[0])))))
          .hint(r -> words("Of the rows with less than half of the first value, the first one."))
          .hint(
              r ->
                  "rows.where(rows.longColumn(\"value\").isLessThan(%d)).first(1)"
                      .formatted(track(r, "SwapFree").values()[0] / 2))
          .solution(
              r ->
                  words(
                      "The first value below %s was read at %s s.",
                      kb(track(r, "SwapFree").values()[0] / 2), s(half(r, "SwapFree"))));

  static final List<Question<?>> ALL =
      List.of(
          STALL_TO_DEATH,
          SOME_SHARE,
          FULL_MILLIS,
          SWAPPED_OUT,
          AVAILABLE_LEFT,
          SHELL_STATUS,
          KERNEL_RECORD,
          HALF_SWAP_SECONDS);

  private EarlyQuestions() {}

  private static Pressure psi(Run run) {
    return Pressure.of(run.recording()).orElseThrow();
  }

  private static long firstStall(Run run) {
    return psi(run).firstStallNanos().orElseThrow();
  }

  private static long stallNanos(Run run) {
    return run.deathNanos() - firstStall(run);
  }

  private static double share(long part, long whole) {
    return 100.0 * part / whole;
  }

  private static List<EvidenceLine> counters(Run run) {
    return List.of(
        EvidenceLine.of(words("psi some grew by %,d us", psi(run).someNanos() / 1000)),
        EvidenceLine.of(words("psi full grew by %,d us", psi(run).fullNanos() / 1000)));
  }

  private static Track track(Run run, String name) {
    return run.recording().track(name).orElseThrow();
  }

  /** When the track was first read below half of its first value. */
  private static long half(Run run, String name) {
    Track track = track(run, name);
    return IntStream.range(0, track.size())
        .filter(i -> track.values()[i] < track.values()[0] / 2)
        .mapToLong(i -> track.nanos()[i])
        .findFirst()
        .orElseThrow();
  }

  /** When SwapFree was first read at its lowest value. */
  private static long lowest(Run run) {
    Track track = track(run, "SwapFree");
    long least = LongStream.of(track.values()).min().orElseThrow();
    return IntStream.range(0, track.size())
        .filter(i -> track.values()[i] == least)
        .mapToLong(i -> track.nanos()[i])
        .findFirst()
        .orElseThrow();
  }

  private static long swappedOut(Run run) {
    Track track = track(run, "pswpout");
    return track.values()[track.size() - 1] - track.values()[0];
  }

  /** The last value while the victim still had its memory. */
  private static long last(Run run, String name) {
    var series = run.recording().series();
    return run.recording()
        .track(name)
        .orElseThrow()
        .last(series.nanos(series.size() - 1))
        .orElseThrow();
  }

  private static long rss(Run run) {
    var series = run.recording().series();
    return series.rssBytes(series.size() - 1);
  }

  private static int signal(Run run) {
    return run.waitStatus()
        .filter(WaitStatus.Signaled.class::isInstance)
        .map(status -> ((WaitStatus.Signaled) status).signal())
        .orElseThrow();
  }

  private static boolean recorded(Run run) {
    return KillRecord.scan(run.kernelLog()).stream()
        .anyMatch(kill -> kill.pid() == run.expectedVictim());
  }

  private static String s(long nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / 1e9);
  }

  private static String kb(long bytes) {
    return ExpectedAnswer.shown(bytes / 1024) + " kB";
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.2f", bytes / MIB);
  }
}
