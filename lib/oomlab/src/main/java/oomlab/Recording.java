package oomlab;

import static oomlab.internal.text.Words.words;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything the sampler saw of one process.
 *
 * @param series resident memory at the fast rate
 * @param tracks slower values: VmHWM, VmSwap, RssAnon, RssFile, oom_score, cgroup usage, pressure,
 *     oom_kill
 * @param quality what the recording could not see
 */
public record Recording(Series series, List<Track> tracks, Quality quality) {
  /** Copies the list. */
  public Recording {
    tracks = List.copyOf(tracks);
  }

  /** Returns the track of this name, if it was recorded. */
  public Optional<Track> track(String name) {
    return tracks.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  /** Returns the last value of the track of this name; empty if there is none. */
  public OptionalLong last(String name) {
    return track(name).map(track -> track.last(Long.MAX_VALUE)).orElse(OptionalLong.empty());
  }

  /** Returns what the memory cgroup was charged with, whichever version it is of. */
  public Optional<Track> cgroupUsage() {
    return track("memory.usage_in_bytes").or(() -> track("memory.current"));
  }

  /**
   * Returns the peak of the resident memory in bytes: VmHWM as last read; empty if it never was.
   */
  public OptionalLong peakRssBytes() {
    return last("VmHWM");
  }

  /**
   * The fast part of a recording: {@code /proc/PID/statm} read again and again (man 5
   * proc_pid_statm).
   *
   * <p>Times are nanoseconds of the monotonic clock since the run's start.
   */
  public static final class Series {
    private final long pageBytes;
    private final long[] nanos;
    private final long[] totalPages;
    private final long[] rssPages;
    private final long[] sharedPages;

    /**
     * Keeps the arrays as they are; all must have the same length.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public Series(
        long pageBytes, long[] nanos, long[] totalPages, long[] rssPages, long[] sharedPages) {
      if (nanos.length != totalPages.length
          || nanos.length != rssPages.length
          || nanos.length != sharedPages.length) {
        throw new IllegalArgumentException("series columns differ in length");
      }
      this.pageBytes = pageBytes;
      this.nanos = nanos;
      this.totalPages = totalPages;
      this.rssPages = rssPages;
      this.sharedPages = sharedPages;
    }

    /** Returns a series without samples. */
    public static Series empty(long pageBytes) {
      return new Series(pageBytes, new long[0], new long[0], new long[0], new long[0]);
    }

    /** Number of samples. */
    public int size() {
      return nanos.length;
    }

    /** Size of a page in bytes. */
    public long pageBytes() {
      return pageBytes;
    }

    /** When sample {@code i} was read: nanoseconds since the run's start. */
    public long nanos(int i) {
      return nanos[i];
    }

    /** Address space at sample {@code i}, in pages. */
    public long totalPages(int i) {
      return totalPages[i];
    }

    /**
     * Resident pages at sample {@code i}; the kernel keeps per-CPU remainders back, so it may lag a
     * little.
     */
    public long rssPages(int i) {
      return rssPages[i];
    }

    /** Resident pages backed by files or shared memory at sample {@code i}. */
    public long sharedPages(int i) {
      return sharedPages[i];
    }

    /** Resident memory at sample {@code i}, in bytes. */
    public long rssBytes(int i) {
      return rssPages[i] * pageBytes;
    }

    /**
     * Largest resident size that a sample saw, in bytes; 0 without samples. The true peak may be
     * higher: see VmHWM.
     */
    public long maxRssBytes() {
      return Arrays.stream(rssPages).max().orElse(0) * pageBytes;
    }

    @Override
    public String toString() {
      return size() == 0
          ? words("no samples")
          : words("%d samples over %.1f ms", size(), (nanos[size() - 1] - nanos[0]) / 1e6);
    }
  }

  /**
   * A slower series of one value: VmHWM, cgroup usage, memory pressure...
   *
   * @param name what the kernel calls it, such as {@code VmHWM} or {@code memory.usage_in_bytes}
   * @param unit {@code bytes}, {@code us} or {@code count}
   * @param nanos when each value was read: nanoseconds since the run's start
   * @param values one value for each time
   */
  @SuppressWarnings("ArrayRecordComponent") // columns of numbers; nobody compares two tracks
  public record Track(String name, String unit, long[] nanos, long[] values) {
    /** Checks that times and values pair up. */
    public Track {
      if (nanos.length != values.length) {
        throw new IllegalArgumentException(
            "track %s: %d times but %d values".formatted(name, nanos.length, values.length));
      }
    }

    /** Returns the last value that was read by that time, in nanoseconds since the run's start. */
    public OptionalLong last(long byNanos) {
      OptionalLong last = OptionalLong.empty();
      for (int i = 0; i < nanos.length && nanos[i] <= byNanos; i++) {
        last = OptionalLong.of(values[i]);
      }
      return last;
    }

    /** Number of values. */
    public int size() {
      return nanos.length;
    }

    /**
     * Returns the value that was read last.
     *
     * @throws NoSuchElementException if there is none
     */
    public long last() {
      return last(Long.MAX_VALUE)
          .orElseThrow(() -> new NoSuchElementException(words("track %s has no values", name)));
    }

    @Override
    public String toString() {
      return words("%s (%s): %d values", name, unit, size());
    }
  }

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
   * @param dying whether the last samples were of a process that was already being torn down, and
   *     are left out of the series
   */
  public record Quality(
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
    public static Quality of(Series series, long intervalNanos, long cpuNanos, boolean dying) {
      int gaps = Math.max(0, series.size() - 1);
      long[] sorted = new long[gaps];
      for (int i = 0; i < gaps; i++) {
        sorted[i] = series.nanos(i + 1) - series.nanos(i);
      }
      Arrays.sort(sorted);
      long max = gaps == 0 ? 0 : sorted[gaps - 1];
      double growth = growthBytesPerSecond(series, intervalNanos);
      return new Quality(
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

    /**
     * Two samples that follow on a late one are too close to tell a rate: takes a whole interval.
     */
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
      return words(
          "sampled every %.2f ms (99%% within %.2f, longest gap %.2f ms), at %.2f %% of a core;"
              + " up to %.1f MiB may have grown unseen in a gap%s",
          p50Nanos / 1e6,
          p99Nanos / 1e6,
          maxNanos / 1e6,
          100 * cpuShare(),
          blindBytes / 1048576.0,
          dying ? words("; the last samples were of a dying process and are left out") : "");
    }
  }
}
