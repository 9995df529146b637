package oomlab.internal.runfile;

import java.time.Duration;
import java.util.Optional;
import oomlab.Experiment;
import oomlab.Touch;

/** An experiment as run.json has it: durations in nanoseconds. */
record ExperimentFile(
    Optional<GuestFile> guest,
    long limitBytes,
    int threads,
    long chunkBytes,
    Touch touch,
    boolean swap,
    long sampleIntervalNanos,
    long timeLimitNanos,
    Optional<Experiment.Program> program) {
  static ExperimentFile of(Experiment e) {
    return new ExperimentFile(
        e.guest().map(GuestFile::of),
        e.limitBytes(),
        e.threads(),
        e.chunkBytes(),
        e.touch(),
        e.swap(),
        e.sampleInterval().toNanos(),
        e.timeLimit().toNanos(),
        e.program());
  }

  Experiment experiment() {
    return new Experiment(
        limitBytes,
        threads,
        chunkBytes,
        touch,
        swap,
        Duration.ofNanos(sampleIntervalNanos),
        Duration.ofNanos(timeLimitNanos),
        guest.map(GuestFile::guest),
        program);
  }
}
