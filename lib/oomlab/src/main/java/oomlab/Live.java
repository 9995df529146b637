package oomlab;

import static oomlab.internal.text.Words.words;

import java.util.List;
import oomlab.Run.Allocation;

/**
 * A run so far, about five times a second.
 *
 * @param elapsedNanos nanoseconds since the run's start
 * @param recording the child's memory until now
 * @param allocations its announcements until now
 * @param limitBytes the limit, read back from the cgroup; in a guest, its RAM
 * @param phase what is going on, in a few words
 * @param console the last lines of the guest's console; empty on the host
 */
public record Live(
    long elapsedNanos,
    Recording recording,
    List<Allocation> allocations,
    long limitBytes,
    String phase,
    List<String> console) {
  /** Copies the lists. */
  public Live {
    allocations = List.copyOf(allocations);
    console = List.copyOf(console);
  }

  @Override
  public String toString() {
    return words(
        "%s, %.1f s, %s of %s resident",
        phase,
        elapsedNanos / 1e9,
        Bytes.text(recording.series().maxRssBytes()),
        Bytes.text(limitBytes));
  }
}
