package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.stream.IntStream;
import oomlab.Recording;
import oomlab.Recording.Series;

/**
 * The stretches between two samples in which nobody looked for long: the curve crosses them
 * straight, whatever memory did.
 *
 * @param shortestMillis a gap counts from here on
 * @param gaps those that count, in their order
 */
record WideGaps(double shortestMillis, List<Gap> gaps) {
  /** Late by so many intervals is more than the jitter of a busy machine. */
  private static final int INTERVALS = 10;

  /** Narrower than this part of the plot a band would not be seen. */
  private static final double PART = 0.01;

  /** From one sample to the next, in milliseconds since the start. */
  record Gap(double fromMillis, double toMillis) {}

  static WideGaps in(Recording recording, double plottedMillis) {
    Series series = recording.series();
    double interval = Samples.millis(recording.quality().intervalNanos());
    double shortest = Math.max(INTERVALS * interval, PART * plottedMillis);
    return new WideGaps(
        shortest,
        IntStream.range(1, series.size())
            .mapToObj(
                i -> new Gap(Samples.millis(series.nanos(i - 1)), Samples.millis(series.nanos(i))))
            .filter(gap -> gap.toMillis() - gap.fromMillis() > shortest)
            .toList());
  }

  void paint(Plot plot) {
    gaps.forEach(g -> plot.bar(g.fromMillis(), g.toMillis(), 0, plot.ys().max(), Ink.KILL, 0.08));
  }

  /** A sentence after a blank, or nothing to say. */
  String caption() {
    return gaps.isEmpty()
        ? ""
        : words(
            gaps.size() == 1
                ? " %d gap of more than %.0f ms, shaded: the curve is interpolated there."
                : " %d gaps of more than %.0f ms, shaded: the curve is interpolated there.",
            gaps.size(),
            shortestMillis);
  }
}
