package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import oomlab.Bytes;
import oomlab.Experiment;
import oomlab.Live;
import oomlab.Recording.Series;

/** Says how far a run is, and how long it may still take at the rate of its last second. */
final class ProgressEstimate {
  private static final long WINDOW_NANOS = 1_000_000_000;

  private static final double MIB = 1 << 20;

  /** A shorter look tells no rate. */
  private static final long SHORTEST_NANOS = 50_000_000;

  /** Page tables and what else the group pays for fill the rest. */
  private static final double FULL = 0.97;

  private ProgressEstimate() {}

  static String of(Experiment experiment, Live live) {
    Series series = live.recording().series();
    int last = series.size() - 1;
    if (last < 0) {
      return words(
          experiment.guest().isPresent()
              ? "There is no rate yet: the victim starts when the guest has booted."
              : "There is no rate yet: waiting for the first sample of the process.");
    }
    long rss = series.rssBytes(last);
    String has = Bytes.text(Math.round(rss / MIB) << 20);
    String limit = Bytes.text(live.limitBytes());
    if (rss >= FULL * live.limitBytes()) {
      return words(
          "%s of %s: as good as full, the kernel looks for pages that it can take back.",
          has, limit);
    }
    int first = windowStart(series, last);
    long nanos = series.nanos(last) - series.nanos(first);
    if (nanos < SHORTEST_NANOS) {
      return words("%s of %s; there is no rate yet.", has, limit);
    }
    double perSecond = (rss - series.rssBytes(first)) * 1e9 / nanos;
    if (perSecond * 600 < live.limitBytes()) {
      return words("%s of %s: it hardly grows, so how long it takes cannot be told.", has, limit);
    }
    return words(
        "%s of %s, %s left at %.0f MiB/s.",
        has, limit, time((live.limitBytes() - rss) / perSecond), perSecond / MIB);
  }

  private static int windowStart(Series series, int last) {
    int first = last;
    while (first > 0 && series.nanos(last) - series.nanos(first - 1) <= WINDOW_NANOS) {
      first--;
    }
    return first;
  }

  static String time(double seconds) {
    if (seconds < 1) {
      return words("less than 1 s");
    }
    return seconds < 100 ? words("about %.0f s", seconds) : words("about %.0f min", seconds / 60);
  }
}
