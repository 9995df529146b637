package oomlab.guest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.internal.proc.Recording;
import oomlab.report.LogRecord;

/**
 * What came out of a guest.
 *
 * @param recording the victim's memory, on the guest's clock, from the experiment's start
 * @param lines what the experiment printed
 * @param threads thread ids of the victim
 * @param log the kernel's log since the start: from {@code /dev/kmsg} in the guest, or what the
 *     console showed if the machine panicked
 * @param clock how printk's clock relates to the samples'; empty if the guest did not get to it
 * @param kills growth of {@code oom_kill} in the guest's {@code /proc/vmstat}
 * @param console all of the kernel's console
 * @param panic the line in which the kernel said that it panics
 * @param limitNanos when the victim was killed because its time was over
 * @param endNanos end of the experiment since its start, on the guest's clock
 * @param release {@code uname -r} of the guest
 * @param bootId the guest's {@code boot_id}
 * @param memoryBytes MemTotal: the RAM that the guest's kernel manages
 * @param pageBytes page size of the guest
 */
public record Observation(
    Recording recording,
    List<Said> lines,
    List<Integer> threads,
    List<LogRecord> log,
    Optional<Relation> clock,
    OptionalLong kills,
    List<String> console,
    Optional<String> panic,
    OptionalLong limitNanos,
    long endNanos,
    String release,
    String bootId,
    long memoryBytes,
    long pageBytes) {
  /** Copies the lists. */
  public Observation {
    lines = List.copyOf(lines);
    threads = List.copyOf(threads);
    log = List.copyOf(log);
    console = List.copyOf(console);
  }

  /**
   * A line that the experiment printed.
   *
   * @param nanos since the start, on the guest's clock
   * @param text the line
   */
  public record Said(long nanos, String text) {}

  /**
   * One moment on two clocks.
   *
   * @param nanos since the experiment's start, which may be negative
   * @param logMicros the same moment on printk's clock
   * @param halfNanos the two may be apart by this much
   */
  public record Relation(long nanos, long logMicros, long halfNanos) {}
}
