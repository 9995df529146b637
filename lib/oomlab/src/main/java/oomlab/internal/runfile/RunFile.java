package oomlab.internal.runfile;

import static oomlab.internal.text.Words.words;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.Backend;
import oomlab.Predictions;
import oomlab.Recording;
import oomlab.Recording.Quality;
import oomlab.Recording.Series;
import oomlab.Recording.Track;
import oomlab.Run;
import oomlab.Run.Allocation;
import oomlab.Run.ClockOffset;
import oomlab.WaitStatus;
import oomlab.report.LogRecord;

/**
 * The {@code run.json} of a saved run: its fields, in their order. What follows from other parts of
 * the bundle is written for its readers, and held against them when the run is loaded.
 */
public record RunFile(
    int format,
    Backend recordedOn,
    Instant startedAt,
    String bootId,
    String kernelRelease,
    long pageBytes,
    ExperimentFile experiment,
    int expectedVictim,
    OptionalInt victim,
    List<Integer> threadIds,
    Optional<StatusFile> waitStatus,
    VerdictFile verdict,
    List<Allocation> allocations,
    Quality sampler,
    List<TrackFile> tracks,
    int samples,
    OptionalLong peakRssBytes,
    OptionalLong limitBytes,
    Optional<ClockOffset> clock,
    OptionalLong killNanos,
    long deathNanos,
    Optional<String> kernelLogGap,
    long wallMillis,
    Optional<Predictions> predictions,
    Optional<String> host) {
  static final int FORMAT = 1;

  /** A track without its values. */
  record TrackFile(String name, String unit, int values) {}

  /** How the child ended: by itself, or by a signal. */
  record StatusFile(OptionalInt exited, OptionalInt signaled, Optional<Boolean> coreDumped) {
    static StatusFile of(WaitStatus status) {
      return status instanceof WaitStatus.Signaled signaled
          ? new StatusFile(
              OptionalInt.empty(),
              OptionalInt.of(signaled.signal()),
              Optional.of(signaled.coreDumped()))
          : new StatusFile(
              OptionalInt.of(((WaitStatus.Exited) status).code()),
              OptionalInt.empty(),
              Optional.empty());
    }

    WaitStatus status() {
      return exited.isPresent()
          ? new WaitStatus.Exited(exited.getAsInt())
          : new WaitStatus.Signaled(
              signaled.orElseThrow(() -> lacks("signaled")),
              coreDumped.orElseThrow(() -> lacks("coreDumped")));
    }

    private static IllegalArgumentException lacks(String name) {
      return new IllegalArgumentException(words("waitStatus of run.json lacks \"%s\"", name));
    }
  }

  static RunFile of(Run run) {
    return new RunFile(
        FORMAT,
        run.recordedOn(),
        run.startedAt(),
        run.bootId(),
        run.kernelRelease(),
        run.pageBytes(),
        ExperimentFile.of(run.experiment()),
        run.expectedVictim(),
        run.victim(),
        run.threadIds(),
        run.waitStatus().map(StatusFile::of),
        VerdictFile.of(run.verdict()),
        run.allocations(),
        run.recording().quality(),
        run.recording().tracks().stream()
            .map(track -> new TrackFile(track.name(), track.unit(), track.size()))
            .toList(),
        run.recording().series().size(),
        run.peakRssBytes(),
        run.limitBytes(),
        run.clock(),
        run.killNanos(),
        run.deathNanos(),
        run.kernelLogGap(),
        run.wallMillis(),
        run.predictions(),
        run.machine().host());
  }

  /**
   * Returns the run that this and the other files of the bundle are of.
   *
   * @throws IllegalArgumentException if one does not fit another, in a sentence that says where
   */
  public Run run(
      Series series, List<Track> stored, List<LogRecord> kernelLog, List<String> terminal) {
    requireSize(words("the samples"), samples, series.size());
    Optional<WaitStatus> status = waitStatus.map(StatusFile::status);
    Run run =
        new Run(
            experiment.experiment(),
            Backend.RECORDED,
            new Run.Machine(recordedOn, bootId, kernelRelease, limitBytes, host),
            new Run.Child(expectedVictim, threadIds, terminal, allocations),
            new Run.Ending(status, victim, verdict.verdict(status)),
            new Run.Timing(startedAt, deathNanos, wallMillis),
            new Recording(series, withEmpty(stored), sampler),
            Run.Log.of(kernelLog, kernelLogGap, clock),
            predictions);
    requireSame("peakRssBytes", peakRssBytes, words("the track of VmHWM"), run.peakRssBytes());
    requireSame("killNanos", killNanos, words("its kernel log"), run.killNanos());
    return run;
  }

  private List<Track> withEmpty(List<Track> stored) {
    List<Track> all = new ArrayList<>();
    for (TrackFile said : tracks) {
      Track track =
          stored.stream()
              .filter(t -> t.name().equals(said.name()))
              .findFirst()
              .orElse(new Track(said.name(), said.unit(), new long[0], new long[0]));
      requireSize(words("track %s", said.name()), said.values(), track.size());
      all.add(track);
    }
    return all;
  }

  private static void requireSize(String what, int wanted, int found) {
    if (wanted != found) {
      throw new IllegalArgumentException(
          words("%s should have %d values but have %d", what, wanted, found));
    }
  }

  private static void requireSame(String field, OptionalLong said, String from, OptionalLong is) {
    if (!said.equals(is)) {
      throw new IllegalArgumentException(
          words(
              "run.json has %s for \"%s\", and %s gives %s",
              number(said), field, from, number(is)));
    }
  }

  private static String number(OptionalLong value) {
    return value.isPresent() ? String.valueOf(value.getAsLong()) : words("no value");
  }
}
