package oomlab.internal.proc;

import java.util.Arrays;

/**
 * The fast part of a recording: {@code /proc/PID/statm} read again and again (man 5
 * proc_pid_statm).
 *
 * <p>Times are nanoseconds of the monotonic clock since the run's start.
 */
public final class Series {
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
        ? "no samples"
        : "%d samples over %.1f ms".formatted(size(), (nanos[size() - 1] - nanos[0]) / 1e6);
  }
}
