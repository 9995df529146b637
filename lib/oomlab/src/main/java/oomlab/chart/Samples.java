package oomlab.chart;

import java.util.Optional;
import java.util.stream.IntStream;
import oomlab.Recording;
import oomlab.Recording.Series;
import oomlab.Recording.Track;
import oomlab.Run;

/**
 * What was sampled of a run as curves: MiB over the time since the start.
 *
 * @param unitNanos the unit of time
 * @param end what was sampled after this time is left out
 */
record Samples(Recording recording, double unitNanos, double end) {
  private static final int MOST_POINTS = 1500;

  /** Returns what was sampled until this moment and a little longer, over milliseconds. */
  static Samples inMillis(Recording recording, long endNanos) {
    return new Samples(recording, 1e6, Math.max(1, millis(endNanos) * 1.02));
  }

  Points rss() {
    Series series = recording.series();
    return Points.of(
            IntStream.range(0, series.size()),
            i -> series.nanos(i) / unitNanos,
            i -> mib(series.rssBytes(i)))
        .thinned(MOST_POINTS);
  }

  /** Returns the curve of a counter that was read beside the samples; empty if it never was. */
  Optional<Points> track(String name) {
    return recording.track(name).flatMap(this::points);
  }

  /** Returns what the memory cgroup counted. */
  Optional<Points> usage() {
    return recording.cgroupUsage().flatMap(this::points);
  }

  /** Returns the curve of another process of the group. */
  Optional<Points> member(Run.Member member) {
    return points(member.resident());
  }

  private Optional<Points> points(Track track) {
    if (track.size() == 0) {
      return Optional.empty();
    }
    IntStream shown =
        IntStream.range(0, track.size())
            .filter(i -> track.nanos()[i] >= 0 && track.nanos()[i] / unitNanos <= end);
    return Optional.of(
        Points.of(shown, i -> track.nanos()[i] / unitNanos, i -> mib(track.values()[i]))
            .thinned(MOST_POINTS));
  }

  static double millis(long nanos) {
    return nanos / 1e6;
  }

  static double mib(long bytes) {
    return bytes / (1024.0 * 1024.0);
  }
}
