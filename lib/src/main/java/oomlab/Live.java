package oomlab;

import java.util.List;
import oomlab.proc.Recording;

/**
 * A run so far, about five times a second.
 *
 * @param elapsedNanos nanoseconds since the run's start
 * @param recording the child's memory until now
 * @param allocations its announcements until now
 * @param limitBytes the limit, read back from the cgroup
 */
public record Live(
    long elapsedNanos, Recording recording, List<Allocation> allocations, long limitBytes) {
  /** Copies the list. */
  public Live {
    allocations = List.copyOf(allocations);
  }

  @Override
  public String toString() {
    return "%.1f s, %s of %s resident"
        .formatted(
            elapsedNanos / 1e9,
            Bytes.text(recording.series().maxRssBytes()),
            Bytes.text(limitBytes));
  }
}
