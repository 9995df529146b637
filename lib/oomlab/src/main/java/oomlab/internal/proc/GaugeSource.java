package oomlab.internal.proc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oomlab.Recording.Track;

/**
 * Something that is read at its own, slower rate: one file or gauge, one or more tracks. The rate
 * follows from what a read costs on this machine.
 */
abstract class GaugeSource {
  private static final int TIMED_READS = 5;

  /** Slower than this, a track says nothing about a run of a second. */
  private static final long SLOWEST_NANOS = 500_000_000;

  private final List<Log> logs = new ArrayList<>();
  private final double share;
  private final long fastestNanos;
  private long costNanos;
  private long periodNanos;
  private long dueNanos;

  /** One track in the making. */
  private record Log(String name, String unit, LongTable columns) {}

  /**
   * Prepares a source.
   *
   * @param share part of a core that reading it may take, such as 0.001
   * @param fastestNanos no need to read it more often than this
   */
  GaugeSource(double share, long fastestNanos) {
    this.share = share;
    this.fastestNanos = fastestNanos;
    periodNanos = SLOWEST_NANOS;
  }

  /** Reads once and calls {@link #keep} for what it got; nothing if there was nothing. */
  abstract void read(long nanos) throws IOException;

  /** Gives back what it holds open. */
  abstract void close() throws IOException;

  final void track(String name, String unit) {
    logs.add(new Log(name, unit, new LongTable(2)));
  }

  /** Keeps a value of the track with this index. */
  final void keep(int track, long nanos, long value) {
    LongTable columns = logs.get(track).columns();
    columns.add(nanos);
    columns.add(value);
  }

  /** Returns the period at which reads of this cost take no more than the share. */
  static long periodNanos(long costNanos, double share, long fastestNanos) {
    long fair = (long) (costNanos / share);
    return Math.min(SLOWEST_NANOS, Math.max(fastestNanos, fair));
  }

  /** Times a few reads and sets the period; whatever they got is a first value. */
  final void calibrate(long originNanoTime) {
    long[] costs = new long[TIMED_READS];
    for (int i = 0; i < TIMED_READS; i++) {
      long before = System.nanoTime();
      readQuietly(before - originNanoTime);
      costs[i] = System.nanoTime() - before;
    }
    Arrays.sort(costs);
    costNanos = costs[TIMED_READS / 2];
    periodNanos = periodNanos(costNanos, share, fastestNanos);
    dueNanos = System.nanoTime() - originNanoTime + periodNanos;
  }

  /** Whether it holds the peak, which ages while the process grows. */
  boolean holdsPeak() {
    return false;
  }

  /** Whether it has the process's totals, also from its end until it is waited for. */
  boolean holdsTotals() {
    return false;
  }

  /** Reads the totals, if it holds them. */
  final void readTotals(long nanos) {
    if (holdsTotals()) {
      readQuietly(nanos);
    }
  }

  /** Reads if it holds the peak, or if it is time. */
  final void readPeak(long nanos) {
    if (holdsPeak()) {
      dueNanos = nanos;
    }
    readIfDue(nanos);
  }

  /** Reads if it is time; the cost is timed on, because reads get cheaper once compiled. */
  final void readIfDue(long nanos) {
    if (nanos >= dueNanos) {
      long before = System.nanoTime();
      readQuietly(nanos);
      costNanos = smoothed(costNanos, System.nanoTime() - before);
      periodNanos = periodNanos(costNanos, share, fastestNanos);
      dueNanos = nanos + periodNanos;
    }
  }

  /** Follows the cost over about four reads; one read that was interrupted counts for little. */
  static long smoothed(long costNanos, long latestNanos) {
    return (3 * costNanos + Math.min(latestNanos, 2 * costNanos)) / 4;
  }

  private void readQuietly(long nanos) {
    try {
      read(nanos);
    } catch (IOException e) {
      return; // gone for now, or for good: the track just has no value here
    }
  }

  /** Returns the tracks so far; those without any value are left out. */
  List<Track> tracks() {
    List<Track> tracks = new ArrayList<>();
    for (Log log : logs) {
      int rows = log.columns().size();
      if (rows > 0) {
        long[] nanos = log.columns().column(0, rows);
        tracks.add(new Track(log.name(), log.unit(), nanos, log.columns().column(1, rows)));
      }
    }
    return tracks;
  }
}
