package oomlab.internal.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.ClockOffset;
import oomlab.internal.klog.ClockMark;
import oomlab.internal.klog.KernelLog;
import oomlab.internal.klog.KillRecord;
import oomlab.internal.posix.NativeAccessException;
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
      try {
        records.addAll(log.get().read());
      } catch (IOException e) {
        problem = Optional.of("the kernel log cannot be read any more: " + e.getMessage());
      }
    }
  }

  /**
   * Waits for the record of a kill, which the kernel may write a moment after the signal.
   *
   * @param atMostMillis how long to wait for it
   */
  void awaitKillOf(int pid, long atMostMillis) throws InterruptedException {
    long deadline = System.nanoTime() + atMostMillis * 1_000_000;
    poll();
    while (log.isPresent()
        && problem.isEmpty()
        && System.nanoTime() < deadline
        && kills().stream().noneMatch(k -> k.pid() == pid)) {
      Thread.sleep(5);
      poll();
    }
  }

  List<LogRecord> records() {
    return List.copyOf(records);
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
   * Relates the log's clock to the run's: by the mark written before the start, else by the kill
   * itself, which lies between the last sample of the living child and the end of the wait.
   */
  Optional<ClockOffset> clock(
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
