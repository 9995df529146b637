package oomlab.internal.run;

import static oomlab.internal.text.Words.english;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.Run;
import oomlab.Run.ClockOffset;
import oomlab.internal.klog.ClockMark;
import oomlab.internal.klog.KernelLog;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.posix.NativeAccessException;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Words;
import oomlab.report.LogRecord;

/** Follows the kernel log during a run, where it can be read. */
public final class KernelWatch implements AutoCloseable {
  private final Optional<KernelLog> log;
  private final Optional<ClockMark> mark;
  private Optional<String> problem;
  private final List<LogRecord> records = new ArrayList<>();

  private KernelWatch(Optional<KernelLog> log, Optional<ClockMark> mark, Optional<String> problem) {
    this.log = log;
    this.mark = mark;
    this.problem = problem;
  }

  public static KernelWatch open(Path root) {
    // The run keeps why it cannot be read.
    return Words.in(Catalog.ENGLISH, () -> opened(root));
  }

  private static KernelWatch opened(Path root) {
    try {
      KernelLog log = KernelLog.open(root);
      try {
        return new KernelWatch(Optional.of(log), ClockMark.take(root, log), Optional.empty());
      } catch (IOException e) {
        log.close();
        return without(String.valueOf(e.getMessage()));
      }
    } catch (IOException | NativeAccessException e) {
      return without(String.valueOf(e.getMessage()));
    }
  }

  /** A watch that sees nothing, for this reason. */
  static KernelWatch without(String why) {
    return new KernelWatch(Optional.empty(), Optional.empty(), Optional.of(why));
  }

  /** Takes in what arrived. */
  void poll() {
    if (log.isPresent() && problem.isEmpty()) {
      problem = Words.in(Catalog.ENGLISH, () -> read(log.get()));
    }
  }

  private Optional<String> read(KernelLog from) {
    try {
      records.addAll(from.read());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          english("the kernel log cannot be read any more: %s", String.valueOf(e.getMessage())));
    }
  }

  /**
   * Waits for the record of a kill, which the kernel may write a moment after the signal.
   *
   * @param group name of the child's cgroup
   * @param counted kills in there; once there are so many records, there is nothing to wait for
   * @param atMostMillis how long to wait for it
   */
  void awaitKillOf(int pid, String group, long counted, long atMostMillis)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMostMillis * 1_000_000;
    poll();
    while (log.isPresent()
        && problem.isEmpty()
        && System.nanoTime() < deadline
        && KillRecord.of(records, pid).isEmpty()
        && (counted == 0 || killsIn(group) < counted)) {
      Thread.sleep(5);
      poll();
    }
  }

  private long killsIn(String group) {
    return kills().stream()
        .filter(kill -> kill.cgroup().filter(path -> path.contains("/" + group)).isPresent())
        .count();
  }

  /** Returns the paths of the groups that were killed as a whole. */
  List<String> wholeGroups() {
    return KillRecord.wholeGroups(records);
  }

  List<KillRecord> kills() {
    return KillRecord.scan(records);
  }

  /** Why the log could not be read. */
  Optional<String> problem() {
    return problem;
  }

  /** Why the log that was read has holes. */
  Optional<String> gap() {
    return log.flatMap(KernelLog::gap);
  }

  /**
   * Returns the log so far, its clock related to the run's: by the mark written before the start,
   * else by the kill itself, which lies between the last sample of the living child and the end of
   * the wait.
   */
  Run.Log log(
      long originNanoTime, Optional<KillRecord> kill, long lastAliveNanos, long deathNanos) {
    return Run.Log.of(
        records, problem.or(this::gap), clock(originNanoTime, kill, lastAliveNanos, deathNanos));
  }

  private Optional<ClockOffset> clock(
      long originNanoTime, Optional<KillRecord> kill, long lastAliveNanos, long deathNanos) {
    if (mark.isPresent()) {
      ClockMark m = mark.get();
      return Optional.of(
          new ClockOffset(
              m.kernelNanos() + originNanoTime - m.nanoTime(),
              m.uncertaintyNanos(),
              "a line written to the kernel log before the start"));
    }
    return kill.map(
        k -> {
          long half = (deathNanos - lastAliveNanos) / 2;
          return new ClockOffset(
              k.record().micros() * 1000 - lastAliveNanos - half,
              half,
              "the kill lies between the last sample and the end of the wait");
        });
  }

  @Override
  public void close() {
    log.ifPresent(KernelLog::close);
  }
}
