package oomlab;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.Recording.Track;

/**
 * Memory pressure of the machine while a process lived: time in which tasks could not go on because
 * they were waiting for memory (Documentation/accounting/psi.rst, Linux 4.20 and later).
 *
 * <p>The kernel counts two such times since its boot, {@code some}: at least one task was stalled,
 * and {@code full}: no task went on that was not stalled. Both are averages over the CPUs that had
 * something to do, so on several CPUs a stall can count for less than the clock on the wall. Here
 * they count from the first reading of the run.
 */
public final class Pressure {
  /** Why a run may have none, in an English sentence. */
  public static final String ABSENT =
      later(
          "No memory pressure was recorded: the kernel had no /proc/pressure/memory (it takes Linux"
              + " 4.20 with CONFIG_PSI, and psi=1 where that is off), or the run was made before it"
              + " was read.");

  private final Track some;
  private final Track full;

  /**
   * How much of a stretch of time was lost.
   *
   * @param fromNanos since the run's start
   * @param toNanos since the run's start
   * @param some part of it in which at least one task was stalled, 0 to 1
   * @param full part of it in which nobody went on, 0 to 1
   */
  public record Share(long fromNanos, long toNanos, double some, double full) {}

  private Pressure(Track some, Track full) {
    this.some = some;
    this.full = full;
  }

  /** Returns the pressure of a recording; empty if it has none, see {@link #ABSENT}. */
  public static Optional<Pressure> of(Recording recording) {
    Optional<Track> some = recording.track("psi some").filter(track -> track.size() > 1);
    Optional<Track> full = recording.track("psi full");
    return some.isPresent()
            && full.isPresent()
            && Arrays.equals(full.get().nanos(), some.get().nanos())
        ? Optional.of(new Pressure(some.get(), full.get()))
        : Optional.empty();
  }

  /**
   * When the first stall was seen: the first reading at which {@code some} had grown, in
   * nanoseconds since the run's start; empty if it never did.
   */
  public OptionalLong firstStallNanos() {
    for (int i = 1; i < some.size(); i++) {
      if (some.values()[i] > some.values()[0]) {
        return OptionalLong.of(some.nanos()[i]);
      }
    }
    return OptionalLong.empty();
  }

  /** Nanoseconds from the first stall to a moment of the run, such as its death; 0 without one. */
  public long sinceFirstStallNanos(long nanos) {
    OptionalLong first = firstStallNanos();
    return first.isPresent() ? Math.max(0, nanos - first.getAsLong()) : 0;
  }

  /** Nanoseconds that at least one task was stalled, from the first reading to the last. */
  public long someNanos() {
    return grown(some, 0, some.size() - 1);
  }

  /** Nanoseconds that nobody went on, from the first reading to the last. */
  public long fullNanos() {
    return grown(full, 0, full.size() - 1);
  }

  /**
   * Divides the run into stretches between readings.
   *
   * @param widthNanos shortest stretch; one ends with the first reading after that
   */
  public List<Share> shares(long widthNanos) {
    List<Share> all = new ArrayList<>();
    int from = 0;
    for (int to = 1; to < some.size(); to++) {
      long width = some.nanos()[to] - some.nanos()[from];
      if (width >= widthNanos || (to == some.size() - 1 && width > 0)) {
        all.add(
            new Share(
                some.nanos()[from],
                some.nanos()[to],
                share(grown(some, from, to), width),
                share(grown(full, from, to), width)));
        from = to;
      }
    }
    return List.copyOf(all);
  }

  /** The stretch in which most was lost. */
  public Optional<Share> worst(long widthNanos) {
    return shares(widthNanos).stream().max((a, b) -> Double.compare(a.some(), b.some()));
  }

  private static double share(long lostNanos, long width) {
    return Math.min(1, (double) lostNanos / width);
  }

  private static long grown(Track track, int from, int to) {
    return (track.values()[to] - track.values()[from]) * 1000;
  }

  @Override
  public String toString() {
    OptionalLong first = firstStallNanos();
    return first.isEmpty()
        ? words("no stall in %d readings", some.size())
        : words(
            "first stall seen at %.3f s; some %.3f s, full %.3f s",
            first.getAsLong() / 1e9, someNanos() / 1e9, fullNanos() / 1e9);
  }
}
