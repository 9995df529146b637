package oomlab.chart;

import java.util.Locale;
import oomlab.Bytes;
import oomlab.Run;
import oomlab.internal.proc.Series;

/** The time between the last sample of the living victim and the kill: nobody looked. */
sealed interface BlindSpot {
  /** Paints it under the curves. */
  void paint(Plot plot);

  /** Says in words what could not be seen. */
  String caption();

  static BlindSpot of(Run run) {
    Series series = run.recording().series();
    if (series.size() == 0) {
      return new None("Nothing was sampled: the curve is missing, the rest is from the kernel.");
    }
    if (run.killNanos().isEmpty()) {
      return new None(
          "The kernel log gives no time for a kill; the line at the end is when the wait returned.");
    }
    double last = RssChart.millis(series.nanos(series.size() - 1));
    double kill = RssChart.millis(run.killNanos().getAsLong());
    if (last >= kill) {
      return new None(
          String.format(
              Locale.ROOT,
              "The last sample came %.1f ms after the kernel's timestamp of the kill: the process"
                  + " was marked, not yet gone. The two clocks are matched %s.",
              last - kill,
              clock(run)));
    }
    double lastMib = RssChart.mib(series.rssBytes(series.size() - 1));
    double grown =
        run.recording().sight().growthBytesPerSecond() / 1024 / 1024 / 1000 * (kill - last);
    return new Band(
        last, kill, lastMib, Math.max(lastMib, Math.min(lastMib + grown, most(run))), clock(run));
  }

  /** The limit, and on top the file pages, which another group may have paid for. */
  private static double most(Run run) {
    Series series = run.recording().series();
    double filesMib = RssChart.mib(series.sharedPages(series.size() - 1) * series.pageBytes());
    return run.limitBytes().isPresent()
        ? RssChart.mib(run.limitBytes().getAsLong()) + filesMib
        : Double.MAX_VALUE;
  }

  private static String clock(Run run) {
    return run.clock()
        .map(c -> String.format(Locale.ROOT, "to ±%.2f ms", c.uncertaintyNanos() / 1e6))
        .orElse("without a known error");
  }

  /** Nothing to paint, and why. */
  record None(String caption) implements BlindSpot {
    @Override
    public void paint(Plot plot) {
      // The caption says why there is no band.
    }
  }

  /** A stretch of time, with what memory could have become in it. */
  record Band(
      double lastMillis, double killMillis, double lastMib, double possibleMib, String clock)
      implements BlindSpot {
    @Override
    public void paint(Plot plot) {
      plot.bar(lastMillis, killMillis, 0, plot.maxY(), Ink.KILL, 0.13);
      plot.area(
          new Points(
              new double[] {lastMillis, killMillis, killMillis},
              new double[] {lastMib, possibleMib, lastMib}),
          Ink.RSS,
          0.4);
    }

    @Override
    public String caption() {
      return String.format(
          Locale.ROOT,
          "Blind spot (red band): the last sample, %.1f MiB, is %.1f ms older than the kill. At the"
              + " fastest growth seen that leaves room for up to %s more. Clocks matched %s.",
          lastMib,
          killMillis - lastMillis,
          Bytes.text(Math.round((possibleMib - lastMib) * 1024) * 1024),
          clock);
    }
  }
}
