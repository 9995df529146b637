package oomlab.handin;

import java.util.Optional;
import java.util.OptionalLong;
import oomlab.Backend;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.proc.Series;
import oomlab.report.OomReport;

/**
 * A run with what was to be handed in.
 *
 * @param run the run
 * @param expected the experiment that it should be of
 */
record HandedInRun(Run run, Experiment expected) {
  static final long MIB = 1L << 20;

  Series series() {
    return run.recording().series();
  }

  boolean hasSamples() {
    return series().size() > 0;
  }

  /** The page size, also where a forger wrote none. */
  long pageBytes() {
    return Math.max(1, run.pageBytes());
  }

  /** Whether it was made in a memory cgroup of this machine, not in a guest. */
  boolean onHost() {
    return run.recordedOn() == Backend.CGROUP_V1 || run.recordedOn() == Backend.CGROUP_V2;
  }

  /**
   * How far two of the kernel's figures for the same memory may lie apart: per-CPU counters hold
   * pages back (lib/percpu_counter.c: 32 pages or twice the CPUs, on each CPU), and a thread's own
   * counters did before 6.2. A guest has few CPUs.
   */
  long counterBytes() {
    return onHost() ? 8 * MIB : 3 * MIB;
  }

  /** What a victim holds beside its chunks: a small JVM, or next to nothing in a guest. */
  long besideBytes() {
    return onHost() ? 32 * MIB : 8 * MIB;
  }

  /** Whether memory that was once taken stayed: nothing could be swapped out. */
  boolean memoryStays() {
    return !run.experiment().swap();
  }

  /** The record in the kernel log that says that the expected victim was killed. */
  Optional<KillRecord> ownKill() {
    return KillRecord.scan(run.kernelLog()).stream()
        .filter(kill -> kill.pid() == run.expectedVictim())
        .findFirst();
  }

  /** The same in the parsed report. */
  Optional<OomReport.Kill> reportedKill() {
    return run.report().stream()
        .flatMap(report -> report.kills().stream())
        .filter(kill -> kill.pid() == run.expectedVictim())
        .findFirst();
  }

  /** The expected victim's row in the report's task table. */
  Optional<OomReport.Task> row() {
    return run.report().stream()
        .flatMap(report -> report.tasks().stream())
        .filter(task -> task.pid() == run.expectedVictim())
        .findFirst();
  }

  /** Resident memory in the kill line, in bytes. */
  static OptionalLong rssBytes(OomReport.Kill kill) {
    return kill.anonRssKb().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            1024
                * (kill.anonRssKb().getAsLong()
                    + kill.fileRssKb().orElse(0)
                    + kill.shmemRssKb().orElse(0)));
  }
}
