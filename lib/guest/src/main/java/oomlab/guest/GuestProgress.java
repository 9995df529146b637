package oomlab.guest;

import java.util.List;
import oomlab.internal.proc.Recording;

/**
 * A guest so far, about five times a second.
 *
 * @param phase what it is doing, in a few words
 * @param console the last lines of its console
 * @param elapsedNanos nanoseconds since the experiment's start on the guest's clock; 0 before it
 * @param recording the victim's memory until now; empty before the start
 * @param lines what the experiment has printed until now
 */
public record GuestProgress(
    String phase,
    List<String> console,
    long elapsedNanos,
    Recording recording,
    List<Observation.Said> lines) {
  /** Returns what can be said before there is a guest. */
  static GuestProgress of(String phase) {
    return new GuestProgress(phase, List.of(), 0, new GuestWire(1).recording(), List.of());
  }

  /** Copies the lists. */
  public GuestProgress {
    console = List.copyOf(console);
    lines = List.copyOf(lines);
  }
}
