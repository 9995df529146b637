package oomlab.check;

import static oomlab.check.Arithmetic.n;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import oomlab.Bytes;
import oomlab.Recording.Quality;
import oomlab.Recording.Series;
import oomlab.Run;

/** Questions of chapter 01 about the curve: its peak, its limit, and what it did not see. */
final class CurveQuestions {
  private static final double MIB = 1L << 20;
  private static final double MILLI = 1e6;

  private static final Question<Run> PEAK_PAGES =
      Question.of(
              "peak-pages",
              Run.class,
              run -> ExpectedAnswer.exactly(pages(run, peak(run)), "pages"))
          .wrong(
              later("largest sample taken for the peak"),
              run -> ExpectedAnswer.exactly(pages(run, series(run).maxRssBytes()), ""),
              run ->
                  words(
                      "%s pages are the most that a sample saw. Samples have gaps between them; the kernel's own mark has none.",
                      n(pages(run, series(run).maxRssBytes()))))
          .wrong(
              later("VmPeak taken for VmHWM"),
              run -> ExpectedAnswer.exactly(mostAddresses(run), ""),
              run ->
                  words(
                      "%s pages are the peak of address space (VmPeak, and total_vm in a report): what was mapped, touched or not.",
                      n(mostAddresses(run))))
          .wrong(
              later("limit taken for the peak"),
              run -> ExpectedAnswer.exactly(pages(run, limit(run)), ""),
              run ->
                  words(
                      "%s pages are the limit. That is the group's account; the peak is the process's.",
                      n(pages(run, limit(run)))))
          .wrong(
              later("kB read as pages"),
              run -> ExpectedAnswer.exactly(peak(run) / 1024, ""),
              run ->
                  words(
                      "%s is the peak in kB, as the status file has it. A page has %s bytes here.",
                      n(peak(run) / 1024), n(run.pageBytes())))
          .evidence(
              run ->
                  List.of(
                      EvidenceLine.of(
                          words(
                              "VmHWM as last read: %d kB; largest sample: %d kB",
                              run.peakRssBytes().orElseThrow() / 1024,
                              series(run).maxRssBytes() / 1024))))
          .hint(
              run ->
                  words(
                      "The kernel keeps the peak itself, under a name that stands for \"high water mark\"."))
          .hint(
              run ->
                  words(
                      "Take the larger one of VmHWM and the largest sample, in bytes, and divide it by the page size, %s bytes.",
                      n(run.pageBytes())))
          .solution(
              run ->
                  words(
                      "The peak was %s bytes: %s pages of %s bytes.",
                      n(peak(run)), n(pages(run, peak(run))), n(run.pageBytes())));

  private static final Question<Run> LIMIT_BROKEN =
      Question.of("limit-broken", Run.class, run -> ExpectedAnswer.yes(false))
          .wrong(
              later("VmRSS held against the limit"),
              run -> {
                over(run);
                return ExpectedAnswer.yes(true);
              },
              run ->
                  words(
                      "The peak, %s bytes, is %s pages above the limit of %s bytes. But mapped pages that another group paid for are in it, and the limit does not count those.",
                      n(peak(run)), n(over(run)), n(limit(run))))
          .evidence(
              run ->
                  run.report()
                      .map(r -> EvidenceLine.lines(r, "memory: usage"))
                      .orElse(
                          List.of(
                              EvidenceLine.of(
                                  words("limit, read back: %s", Bytes.text(limit(run)))))))
          .hint(
              run ->
                  words(
                      "What does the limit count: what the process has mapped, or what its group was charged for?"))
          .hint(
              run ->
                  words(
                      "Compare usage and limit of the group. Then ask who was charged for the pages of Java's own files."))
          .solution(
              run ->
                  words(
                      "No. Usage never passed the limit; that is why somebody had to die. VmRSS is another account."));

  private static final Question<Run> LAST_LOOK =
      Question.of(
              "last-look",
              Run.class,
              run -> ExpectedAnswer.about((run.deathNanos() - lastSample(run)) / MILLI, "ms"))
          .wrong(
              later("kill taken for the last sample"),
              run -> ExpectedAnswer.about((run.deathNanos() - kill(run)) / MILLI, ""),
              run ->
                  words(
                      "%s ms lie between the kill and the end. The kill is the kernel's own time; no sample was needed for it.",
                      ms(run.deathNanos() - kill(run))))
          .wrong(
              later("kill taken for the end"),
              run -> ExpectedAnswer.about(Math.abs(kill(run) - lastSample(run)) / MILLI, ""),
              run ->
                  words(
                      "%s ms lie between the last sample and the kill. A killed process still has to give back its memory before the wait returns.",
                      ms(Math.abs(kill(run) - lastSample(run)))))
          .wrong(
              later("interval taken for the gap"),
              run -> ExpectedAnswer.about(sight(run).intervalNanos() / MILLI, ""),
              run ->
                  words(
                      "%s ms is how often we wanted to look. It says nothing about the end.",
                      ms(sight(run).intervalNanos())))
          .wrong(
              later("counted from the start"),
              run -> ExpectedAnswer.about(run.deathNanos() / MILLI, ""),
              run -> words("%s ms is the whole life, counted from the go.", ms(run.deathNanos())))
          .evidence(
              run ->
                  List.of(
                      EvidenceLine.of(
                          words(
                              "last sample at %s ms, wait returned at %s ms",
                              ms(lastSample(run)), ms(run.deathNanos())))))
          .hint(
              run ->
                  words(
                      "Three moments: last sample, kill, end of the wait. Which two are asked for?"))
          .hint(
              run ->
                  words(
                      "Subtract the time of the last sample from the time at which the wait returned."))
          .solution(
              run ->
                  words(
                      "%s - %s = %s ms.",
                      ms(run.deathNanos()),
                      ms(lastSample(run)),
                      ms(run.deathNanos() - lastSample(run))));

  private static final Question<Run> COARSE_GAP =
      Question.of(
              "coarse-gap",
              Run.class,
              run -> new ExpectedAnswer.Amount(growth(run) * 0.010 / MIB, "MiB", 0.03))
          .wrong(
              later("longest gap taken for the interval"),
              run -> ExpectedAnswer.about(sight(run).blindBytes() / MIB, ""),
              run ->
                  words(
                      "%s MiB fit into the longest gap that this run had, %s ms. Another interval is asked for.",
                      ExpectedAnswer.shown(sight(run).blindBytes() / MIB),
                      ms(sight(run).maxNanos())))
          .wrong(
              later("interval of 1 ms"),
              run -> ExpectedAnswer.about(growth(run) * 0.001 / MIB, ""),
              run ->
                  words(
                      "%s MiB is what grows in 1 ms, the interval of this run.",
                      ExpectedAnswer.shown(growth(run) * 0.001 / MIB)))
          .wrong(
              later("a whole second"),
              run -> ExpectedAnswer.about(growth(run) / MIB, ""),
              run ->
                  words(
                      "%s MiB is what grows in a second. The gap is a hundredth of that.",
                      ExpectedAnswer.shown(growth(run) / MIB)))
          .evidence(
              run ->
                  List.of(
                      EvidenceLine.of(
                          words("fastest growth: %s a second", Bytes.text((long) growth(run))))))
          .hint(run -> words("Growth in a gap is speed times time."))
          .hint(
              run ->
                  words(
                      "10 ms are a hundredth of a second, and a GiB has 1024 MiB. The speed stands above as \"fastest growth\"."))
          .solution(
              run ->
                  words(
                      "%s a second, for 0.01 s: %s MiB, of a limit of %s.",
                      Bytes.text((long) growth(run)),
                      ExpectedAnswer.shown(growth(run) * 0.010 / MIB),
                      Bytes.text(limit(run))));

  static final List<Question<?>> ALL = List.of(PEAK_PAGES, LIMIT_BROKEN, LAST_LOOK, COARSE_GAP);

  private CurveQuestions() {}

  private static Series series(Run run) {
    return run.recording().series();
  }

  private static Quality sight(Run run) {
    return run.recording().quality();
  }

  private static double growth(Run run) {
    return sight(run).growthBytesPerSecond();
  }

  /** VmHWM was last read a little before the end: a later sample may have seen more. */
  private static long peak(Run run) {
    return Math.max(run.peakRssBytes().orElseThrow(), series(run).maxRssBytes());
  }

  private static long limit(Run run) {
    return run.limitBytes().orElse(run.experiment().limitBytes());
  }

  private static long pages(Run run, long bytes) {
    return bytes / run.pageBytes();
  }

  private static long mostAddresses(Run run) {
    long most = 0;
    for (int i = 0; i < series(run).size(); i++) {
      most = Math.max(most, series(run).totalPages(i));
    }
    return most;
  }

  private static long over(Run run) {
    if (peak(run) <= limit(run)) {
      throw new NoSuchElementException("the peak stayed below the limit");
    }
    return pages(run, peak(run) - limit(run));
  }

  private static long lastSample(Run run) {
    if (series(run).size() == 0) {
      throw new NoSuchElementException("there is no sample");
    }
    return series(run).nanos(series(run).size() - 1);
  }

  private static long kill(Run run) {
    return run.killNanos().orElseThrow();
  }

  private static String ms(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / MILLI);
  }
}
