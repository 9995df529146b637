package oomlab;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import oomlab.internal.posix.WaitStatus;
import oomlab.internal.proc.Recording;
import oomlab.internal.run.RunBundle;
import oomlab.report.LogRecord;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/**
 * What happened in one experiment: how the victim died, its memory until then, and what the kernel
 * wrote about it.
 *
 * @param experiment what was asked for
 * @param backend where it ran; {@link Backend#RECORDED} once loaded from a bundle
 * @param recordedOn the backend that the run was made on
 * @param startedAt wall-clock time of the "go"
 * @param bootId {@code /proc/sys/kernel/random/boot_id} of the machine it ran on
 * @param kernelRelease {@code uname -r} of the machine it ran on
 * @param pageBytes page size of that machine
 * @param expectedVictim pid of the allocating child
 * @param victim pid that the kernel's kill record names, or a guard's log, where there is one
 * @param threadIds kernel thread ids of the victim that were seen while it lived
 * @param waitStatus how the child ended; empty if a guest's kernel panicked before it did
 * @param verdict what that means, with evidence
 * @param terminal the lines the experiment prints, in order
 * @param allocations the victim's announcements
 * @param recording its memory while it lived
 * @param peakRssBytes VmHWM as last read; empty if it was never read
 * @param limitBytes the limit that held, read back from the cgroup; in a guest without one, the RAM
 *     that its kernel manages
 * @param clock relation of the kernel log's clock to the run's, where both could be read
 * @param killNanos the kill at the kernel's own timestamp, on the run's clock
 * @param deathNanos when the wait returned: nanoseconds since the run's start
 * @param kernelLog kernel-log records from the run's start to its end; empty when the log is
 *     unreadable
 * @param kernelLogGap why the kernel log is missing or has holes, in a sentence
 * @param report the report parsed from {@link #kernelLog}
 * @param wallMillis the whole run, spawn and clean-up included
 * @param predictions what the reader expected, sealed when the run began; empty if nothing was
 */
public record Run(
    Experiment experiment,
    Backend backend,
    Backend recordedOn,
    Instant startedAt,
    String bootId,
    String kernelRelease,
    long pageBytes,
    int expectedVictim,
    OptionalInt victim,
    List<Integer> threadIds,
    Optional<WaitStatus> waitStatus,
    Verdict verdict,
    List<String> terminal,
    List<Allocation> allocations,
    Recording recording,
    OptionalLong peakRssBytes,
    OptionalLong limitBytes,
    Optional<ClockOffset> clock,
    OptionalLong killNanos,
    long deathNanos,
    List<LogRecord> kernelLog,
    Optional<String> kernelLogGap,
    Optional<OomReport> report,
    long wallMillis,
    Optional<SealedPredictions> predictions) {
  /**
   * Saves the run as a bundle: {@code run.json}, {@code samples.csv}, {@code tracks.csv}, {@code
   * kmsg.log} in the format of {@code /dev/kmsg}, {@code terminal.txt}. It appears at once or not
   * at all.
   *
   * @param directory a new or empty directory
   * @throws ExperimentException if the directory holds something, or cannot be written
   */
  public void save(Path directory) {
    RunBundle.save(this, directory);
  }

  /**
   * Saves as {@link #save} does, also in the place of a run that was saved there before.
   *
   * @throws ExperimentException if the directory holds anything but a run, or cannot be written
   */
  public void saveOver(Path directory) {
    RunBundle.saveOver(this, directory);
  }

  /** Says why a run cannot be saved in this directory, in a sentence; empty if it can. */
  public static Optional<String> saveRefusal(Path directory) {
    return RunBundle.refusal(directory);
  }

  /**
   * Loads a saved run. It equals the one that was saved, but for its backend, which is {@link
   * Backend#RECORDED}.
   *
   * @throws ExperimentException if the bundle is missing, incomplete or damaged: says what and
   *     where
   */
  public static Run load(Path directory) {
    return RunBundle.load(directory);
  }

  /**
   * Loads a run that somebody else handed in: as {@link #load} does, but only from regular files,
   * through no link, and none larger than a run can make it.
   *
   * @throws ExperimentException if the bundle is missing, incomplete, damaged or too large: says
   *     what and where
   */
  public static Run loadHandedIn(Path directory) {
    return RunBundle.loadHandedIn(directory);
  }

  /**
   * Returns every report in {@link #kernelLog}, in order: with decoys, the victim's is the last of
   * several.
   */
  public List<OomReport> reports() {
    return OomReports.parse(kernelLog);
  }

  /**
   * Returns the same run with what its reader expected, sealed.
   *
   * @param answers predictions that were made before the run
   */
  public Run predicted(List<Prediction> answers) {
    return with(Optional.of(SealedPredictions.of(answers, this)));
  }

  /** Whether the sealed predictions are as they were when the run began; true if there are none. */
  public boolean predictionsUnchanged() {
    return predictions.map(kept -> kept.fits(this)).orElse(true);
  }

  private Run with(Optional<SealedPredictions> sealed) {
    return new Run(
        experiment,
        backend,
        recordedOn,
        startedAt,
        bootId,
        kernelRelease,
        pageBytes,
        expectedVictim,
        victim,
        threadIds,
        waitStatus,
        verdict,
        terminal,
        allocations,
        recording,
        peakRssBytes,
        limitBytes,
        clock,
        killNanos,
        deathNanos,
        kernelLog,
        kernelLogGap,
        report,
        wallMillis,
        sealed);
  }

  /** Whether the process that died is the one that was expected to. */
  public boolean expectedDied() {
    return victim.isPresent() && victim.getAsInt() == expectedVictim;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("run on ").append(backend.label());
    if (backend == Backend.RECORDED) {
      text.append(" (made on ").append(recordedOn.label()).append(')');
    }
    text.append(", Linux ").append(kernelRelease).append('\n');
    text.append("  ").append(experiment).append('\n');
    text.append("  process ").append(expectedVictim).append(": ").append(verdict).append('\n');
    peakRssBytes.ifPresent(
        peak -> text.append("  peak resident memory ").append(Bytes.text(peak)).append('\n'));
    text.append("  ").append(recording.series()).append('\n');
    kernelLogGap.ifPresent(gap -> text.append("  kernel log: ").append(gap).append('\n'));
    return text.append("  took ").append(wallMillis).append(" ms").toString();
  }
}
