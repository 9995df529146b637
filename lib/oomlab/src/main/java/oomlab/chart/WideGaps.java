package oomlab.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.Series;

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
    double shortest =
        Math.max(
            INTERVALS * RssChart.millis(recording.sight().intervalNanos()), PART * plottedMillis);
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < series.size(); i++) {
      Gap gap = new Gap(RssChart.millis(series.nanos(i - 1)), RssChart.millis(series.nanos(i)));
      if (gap.toMillis() - gap.fromMillis() > shortest) {
        gaps.add(gap);
      }
    }
    return new WideGaps(shortest, List.copyOf(gaps));
  }

  void paint(Plot plot) {
    for (Gap gap : gaps) {
      plot.bar(gap.fromMillis(), gap.toMillis(), 0, plot.maxY(), Ink.KILL, 0.08);
    }
  }

  /** A sentence after a blank, or nothing to say. */
  String caption() {
    return gaps.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            " %d gap%s of more than %.0f ms, shaded: the curve is interpolated there.",
            gaps.size(),
            gaps.size() == 1 ? "" : "s",
            shortestMillis);
  }
}
