package oomlab.notebook;

import java.time.Duration;
import java.util.Optional;
import oomlab.Experiment;
import oomlab.Guest;
import oomlab.Guest.Board;
import oomlab.Scenario;
import oomlab.Scenario.Group;
import oomlab.Touch;

/** Moves an experiment into a guest, for a host on which no memory cgroup can be used. */
final class GuestFallback {
  /** The machine that takes the host's place. */
  static final Board BOARD = Board.X86_64;

  private static final long MIB = 1L << 20;

  /** What the guest's kernel, its programs and its watermarks need beside the group. */
  private static final long BESIDE_BYTES = 128 * MIB;

  private static final long LARGEST_BYTES = 2048 * MIB;
  private static final Duration INTERVAL = Duration.ofMillis(5);
  private static final Duration TIME = Duration.ofMinutes(2);

  private GuestFallback() {}

  /**
   * Returns the experiment in a memory cgroup v2 of the same limit.
   *
   * @return empty if a program of the reader's is to run, the guest's cannot touch memory that way,
   *     or a guest of that size asks too much of its host
   */
  static Optional<Experiment> of(Experiment experiment) {
    long memory = (experiment.limitBytes() + BESIDE_BYTES + MIB - 1) / MIB * MIB;
    boolean inFiles = experiment.touch() == Touch.FILE || experiment.touch() == Touch.SHARED;
    if (experiment.program().isPresent() || inFiles || memory > LARGEST_BYTES) {
      return Optional.empty();
    }
    Scenario scenario = Scenario.plain().group(new Group(2, experiment.limitBytes(), false));
    // The guest would refuse at once a chunk larger than all of it, which the host gives.
    Guest guest =
        Guest.x86()
            .memory(memory)
            .swap(experiment.swap() ? experiment.limitBytes() / MIB * MIB : 0)
            .scenario(experiment.chunkBytes() >= memory ? scenario.overcommit(1) : scenario);
    return Optional.of(
        new Experiment(
            experiment.limitBytes(),
            experiment.threads(),
            experiment.chunkBytes(),
            experiment.touch(),
            experiment.swap(),
            longer(experiment.sampleInterval(), INTERVAL),
            longer(experiment.timeLimit(), TIME),
            Optional.of(guest)));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
