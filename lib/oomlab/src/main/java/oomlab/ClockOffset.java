package oomlab;

/**
 * How the kernel log's clock relates to the run's: {@code runNanos = kernelMicros * 1000 -
 * offsetNanos}.
 *
 * @param offsetNanos kernel-log time at the run's start, in nanoseconds
 * @param uncertaintyNanos half the width of the interval that the offset was found in
 * @param method how it was found, in words
 */
public record ClockOffset(long offsetNanos, long uncertaintyNanos, String method) {
  /** Converts a kernel-log time in microseconds to nanoseconds since the run's start. */
  public long runNanos(long kernelMicros) {
    return kernelMicros * 1000 - offsetNanos;
  }
}
