package oomlab.chart;

import static oomlab.internal.text.Words.words;

import oomlab.Bytes;
import oomlab.Recording.Series;
import oomlab.Run;

/**
 * The time between the last sample of the living victim and the kill: nobody looked.
 *
 * @param lastMib the last sample
 * @param possibleMib what memory could have become until the kill
 * @param caption says in words what could not be seen, or why there is nothing to paint
 */
record BlindSpot(
    double lastMillis, double killMillis, double lastMib, double possibleMib, String caption) {
  static BlindSpot of(Run run) {
    Series series = run.recording().series();
    if (series.size() == 0) {
      return none(words("Nothing was sampled: the curve is missing, the rest is from the kernel."));
    }
    if (run.killNanos().isEmpty()) {
      return none(
          words(
              "The kernel log gives no time for a kill; the line at the end is when the wait"
                  + " returned."));
    }
    String clock =
        run.clock()
            .map(c -> words("to ±%.2f ms", c.uncertaintyNanos() / 1e6))
            .orElseGet(() -> words("without a known error"));
    double last = Samples.millis(series.nanos(series.size() - 1));
    double kill = Samples.millis(run.killNanos().getAsLong());
    if (last >= kill) {
      return none(
          words(
              "The last sample came %.1f ms after the kernel's timestamp of the kill: the process"
                  + " was marked, not yet gone. The two clocks are matched %s.",
              last - kill, clock));
    }
    double lastMib = Samples.mib(series.rssBytes(series.size() - 1));
    double fastest = run.recording().quality().growthBytesPerSecond() / 1024 / 1024 / 1000;
    double possible =
        Math.max(lastMib, Math.min(lastMib + fastest * (kill - last), mostMib(run, series)));
    String caption =
        words(
            "Blind spot (red band): the last sample, %.1f MiB, is %.1f ms older than the kill. At"
                + " the fastest growth seen that leaves room for up to %s more. Clocks matched %s.",
            lastMib,
            kill - last,
            Bytes.text(Math.round((possible - lastMib) * 1024) * 1024),
            clock);
    return new BlindSpot(last, kill, lastMib, possible, caption);
  }

  private static BlindSpot none(String caption) {
    return new BlindSpot(0, 0, 0, 0, caption);
  }

  /** The limit, and on top the file pages, which another group may have paid for. */
  private static double mostMib(Run run, Series series) {
    return run.limitBytes().isEmpty()
        ? Double.MAX_VALUE
        : Samples.mib(
            run.limitBytes().getAsLong()
                + series.sharedPages(series.size() - 1) * series.pageBytes());
  }

  /** Adds it to a plot, under the curves. */
  void paint(Plot plot) {
    if (killMillis > lastMillis) {
      plot.bar(lastMillis, killMillis, 0, plot.ys().max(), Ink.KILL, 0.13);
      double[] xs = {lastMillis, killMillis, killMillis};
      plot.area(new Points(xs, new double[] {lastMib, possibleMib, lastMib}), Ink.RSS, 0.4);
    }
  }
}
