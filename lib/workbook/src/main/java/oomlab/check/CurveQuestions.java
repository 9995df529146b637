package oomlab.check;

import static oomlab.check.Arithmetic.n;

import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import oomlab.Bytes;
import oomlab.Run;
import oomlab.internal.proc.SamplingQuality;
import oomlab.internal.proc.Series;

/** Questions of chapter 01 about the curve: its peak, its limit, and what it did not see. */
final class CurveQuestions {
  private static final double MIB = 1L << 20;
  private static final double MILLI = 1e6;

  private static final Question<Run> PEAK_PAGES =
      Question.of("peak-pages", Run.class, run -> Expected.exactly(pages(run, peak(run)), "pages"))
          .wrong(
              "largest sample taken for the peak",
              run -> Expected.exactly(pages(run, series(run).maxRssBytes()), ""),
              run ->
                  "%s pages are the most that a sample saw. Samples have gaps between them; the kernel's own mark has none."
                      .formatted(n(pages(run, series(run).maxRssBytes()))))
          .wrong(
              "VmPeak taken for VmHWM",
              run -> Expected.exactly(mostAddresses(run), ""),
              run ->
                  "%s pages are the peak of address space (VmPeak, and total_vm in a report): what was mapped, touched or not."
                      .formatted(n(mostAddresses(run))))
          .wrong(
              "limit taken for the peak",
              run -> Expected.exactly(pages(run, limit(run)), ""),
              run ->
                  "%s pages are the limit. That is the group's account; the peak is the process's."
                      .formatted(n(pages(run, limit(run)))))
          .wrong(
              "kB read as pages",
              run -> Expected.exactly(peak(run) / 1024, ""),
              run ->
                  "%s is the peak in kB, as the status file has it. A page has %s bytes here."
                      .formatted(n(peak(run) / 1024), n(run.pageBytes())))
          .evidence(
              run ->
                  List.of(
                      Evidence.of(
                          "VmHWM as last read: %d kB; largest sample: %d kB"
                              .formatted(
                                  run.peakRssBytes().orElseThrow() / 1024,
                                  series(run).maxRssBytes() / 1024))))
          .hint(
              run ->
                  "The kernel keeps the peak itself, under a name that stands for \"high water mark\".")
          .hint(
              run ->
                  "Take the larger one of VmHWM and the largest sample, in bytes, and divide it by the page size, %s bytes."
                      .formatted(n(run.pageBytes())))
          .solution(
              run ->
                  "The peak was %s bytes: %s pages of %s bytes."
                      .formatted(n(peak(run)), n(pages(run, peak(run))), n(run.pageBytes())));

  private static final Question<Run> LIMIT_BROKEN =
      Question.of("limit-broken", Run.class, run -> Expected.yes(false))
          .wrong(
              "VmRSS held against the limit",
              run -> {
                over(run);
                return Expected.yes(true);
              },
              run ->
                  "The peak, %s bytes, is %s pages above the limit of %s bytes. But mapped pages that another group paid for are in it, and the limit does not count those."
                      .formatted(n(peak(run)), n(over(run)), n(limit(run))))
          .evidence(
              run ->
                  run.report()
                      .map(r -> Evidence.lines(r, "memory: usage"))
                      .orElse(List.of(Evidence.of("limit, read back: " + Bytes.text(limit(run))))))
          .hint(
              run ->
                  "What does the limit count: what the process has mapped, or what its group was charged for?")
          .hint(
              run ->
                  "Compare usage and limit of the group. Then ask who was charged for the pages of Java's own files.")
          .solution(
              run ->
                  "No. Usage never passed the limit; that is why somebody had to die. VmRSS is another account.");

  private static final Question<Run> LAST_LOOK =
      Question.of(
              "last-look",
              Run.class,
              run -> Expected.about((run.deathNanos() - lastSample(run)) / MILLI, "ms"))
          .wrong(
              "kill taken for the last sample",
              run -> Expected.about((run.deathNanos() - kill(run)) / MILLI, ""),
              run ->
                  "%s ms lie between the kill and the end. The kill is the kernel's own time; no sample was needed for it."
                      .formatted(ms(run.deathNanos() - kill(run))))
          .wrong(
              "kill taken for the end",
              run -> Expected.about(Math.abs(kill(run) - lastSample(run)) / MILLI, ""),
              run ->
                  "%s ms lie between the last sample and the kill. A killed process still has to give back its memory before the wait returns."
                      .formatted(ms(Math.abs(kill(run) - lastSample(run)))))
          .wrong(
              "interval taken for the gap",
              run -> Expected.about(sight(run).intervalNanos() / MILLI, ""),
              run ->
                  "%s ms is how often we wanted to look. It says nothing about the end."
                      .formatted(ms(sight(run).intervalNanos())))
          .wrong(
              "counted from the start",
              run -> Expected.about(run.deathNanos() / MILLI, ""),
              run ->
                  "%s ms is the whole life, counted from the go.".formatted(ms(run.deathNanos())))
          .evidence(
              run ->
                  List.of(
                      Evidence.of(
                          "last sample at %s ms, wait returned at %s ms"
                              .formatted(ms(lastSample(run)), ms(run.deathNanos())))))
          .hint(
              run -> "Three moments: last sample, kill, end of the wait. Which two are asked for?")
          .hint(
              run ->
                  "Subtract the time of the last sample from the time at which the wait returned.")
          .solution(
              run ->
                  "%s - %s = %s ms."
                      .formatted(
                          ms(run.deathNanos()),
                          ms(lastSample(run)),
                          ms(run.deathNanos() - lastSample(run))));

  private static final Question<Run> COARSE_GAP =
      Question.of(
              "coarse-gap",
              Run.class,
              run -> new Expected.Amount(growth(run) * 0.010 / MIB, "MiB", 0.03))
          .wrong(
              "longest gap taken for the interval",
              run -> Expected.about(sight(run).blindBytes() / MIB, ""),
              run ->
                  "%s MiB fit into the longest gap that this run had, %s ms. Another interval is asked for."
                      .formatted(
                          Expected.shown(sight(run).blindBytes() / MIB), ms(sight(run).maxNanos())))
          .wrong(
              "interval of 1 ms",
              run -> Expected.about(growth(run) * 0.001 / MIB, ""),
              run ->
                  "%s MiB is what grows in 1 ms, the interval of this run."
                      .formatted(Expected.shown(growth(run) * 0.001 / MIB)))
          .wrong(
              "a whole second",
              run -> Expected.about(growth(run) / MIB, ""),
              run ->
                  "%s MiB is what grows in a second. The gap is a hundredth of that."
                      .formatted(Expected.shown(growth(run) / MIB)))
          .evidence(
              run ->
                  List.of(
                      Evidence.of(
                          "fastest growth: " + Bytes.text((long) growth(run)) + " a second")))
          .hint(run -> "Growth in a gap is speed times time.")
          .hint(
              run ->
                  "10 ms are a hundredth of a second, and a GiB has 1024 MiB. The speed stands above as \"fastest growth\".")
          .solution(
              run ->
                  "%s a second, for 0.01 s: %s MiB, of a limit of %s."
                      .formatted(
                          Bytes.text((long) growth(run)),
                          Expected.shown(growth(run) * 0.010 / MIB),
                          Bytes.text(limit(run))));

  static final List<Question<?>> ALL = List.of(PEAK_PAGES, LIMIT_BROKEN, LAST_LOOK, COARSE_GAP);

  private CurveQuestions() {}

  private static Series series(Run run) {
    return run.recording().series();
  }

  private static SamplingQuality sight(Run run) {
    return run.recording().sight();
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
