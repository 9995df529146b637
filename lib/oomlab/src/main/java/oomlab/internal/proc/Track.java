package oomlab.internal.proc;

import java.util.OptionalLong;

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
