package oomlab.internal.proc;

import java.util.Arrays;

/**
 * What a recording could and could not see.
 *
 * @param intervalNanos the interval that was asked for
 * @param p50Nanos median time between two samples
 * @param p99Nanos 99th percentile of the time between two samples
 * @param maxNanos longest time between two samples
 * @param cpuNanos CPU time that the sampler's thread used from the first sample on, slower values
 *     included
 * @param wallNanos time from the first to the last sample
 * @param growthBytesPerSecond fastest growth seen between samples
 * @param blindBytes the largest growth that fits into a gap between samples: longest gap times
 *     fastest growth
 * @param dying whether the last samples were of a process that was already being torn down, and are
 *     left out of the series
 */
public record SamplingQuality(
    long intervalNanos,
    long p50Nanos,
    long p99Nanos,
    long maxNanos,
    long cpuNanos,
    long wallNanos,
    double growthBytesPerSecond,
    long blindBytes,
    boolean dying) {

  /**
   * Works out what a series could see.
   *
   * @param cpuNanos CPU time of the sampler's thread
   * @param dying whether samples of a dying process were dropped
   */
  public static SamplingQuality of(
      Series series, long intervalNanos, long cpuNanos, boolean dying) {
    int gaps = Math.max(0, series.size() - 1);
    long[] sorted = new long[gaps];
    for (int i = 0; i < gaps; i++) {
      sorted[i] = series.nanos(i + 1) - series.nanos(i);
    }
    Arrays.sort(sorted);
    long max = gaps == 0 ? 0 : sorted[gaps - 1];
    double growth = growthBytesPerSecond(series, intervalNanos);
    return new SamplingQuality(
        intervalNanos,
        percentile(sorted, 50),
        percentile(sorted, 99),
        max,
        cpuNanos,
        gaps == 0 ? 0 : series.nanos(gaps) - series.nanos(0),
        growth,
        Math.round(growth * max / 1e9),
        dying);
  }

  /** Nearest rank; 0 where there is no gap. */
  private static long percentile(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return 0;
    }
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
  }

  /** Two samples that follow on a late one are too close to tell a rate: takes a whole interval. */
  private static double growthBytesPerSecond(Series series, long intervalNanos) {
    double fastest = 0;
    int from = 0;
    for (int to = 1; to < series.size(); to++) {
      while (from + 1 < to && series.nanos(to) - series.nanos(from + 1) >= intervalNanos) {
        from++;
      }
      double seconds = Math.max(intervalNanos, series.nanos(to) - series.nanos(from)) / 1e9;
      fastest = Math.max(fastest, (series.rssBytes(to) - series.rssBytes(from)) / seconds);
    }
    return fastest;
  }

  /** Part of a core that the sampler took, such as 0.01. */
  public double cpuShare() {
    return wallNanos == 0 ? 0 : (double) cpuNanos / wallNanos;
  }

  @Override
  public String toString() {
    return ("sampled every %.2f ms (99%% within %.2f, longest gap %.2f ms), at %.2f %% of a core;"
            + " up to %.1f MiB may have grown unseen in a gap%s")
        .formatted(
            p50Nanos / 1e6,
            p99Nanos / 1e6,
            maxNanos / 1e6,
            100 * cpuShare(),
            blindBytes / 1048576.0,
            dying ? "; the last samples were of a dying process and are left out" : "");
  }
}
