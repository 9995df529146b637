package oomlab.proc;

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

  /** Number of values. */
  public int size() {
    return nanos.length;
  }

  /**
   * Returns the value that was read last.
   *
   * @throws IllegalStateException if there is none
   */
  public long last() {
    if (values.length == 0) {
      throw new IllegalStateException("track " + name + " has no values");
    }
    return values[values.length - 1];
  }

  @Override
  public String toString() {
    return "%s (%s): %d values".formatted(name, unit, size());
  }
}
