package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.OptionalLong;
import oomlab.Backend;
import oomlab.Run;
import oomlab.Run.ClockOffset;
import oomlab.report.LogRecord;

/**
 * The kernel's records follow each other without a hole that the run does not own up to, lie within
 * the run by the clock that it was matched with, and give the time of the kill.
 */
final class LogCheck implements Check {
  /** Two CPUs may stamp their records a little out of order. */
  private static final long DISORDER_MICROS = 50_000;

  private static final long SLACK_NANOS = 2_000_000_000L;

  @Override
  public String subject() {
    return words("the kernel log, its clock, the time of the kill");
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    Run run = handedIn.run();
    sequence(run, findings);
    run.clock().ifPresent(clock -> within(run, clock, findings));
    kill(run, findings);
  }

  private static void sequence(Run run, Findings findings) {
    List<LogRecord> log = run.kernelLog();
    for (int i = 1; i < log.size(); i++) {
      LogRecord before = log.get(i - 1);
      LogRecord record = log.get(i);
      boolean follows = record.sequence() == before.sequence() + 1;
      if (record.sequence() <= before.sequence() || (!follows && run.kernelLogGap().isEmpty())) {
        findings.fault(
            "log-sequence",
            later("Kernel-log record %d follows record %d, and the run says of no loss."),
            record.sequence(),
            before.sequence());
        return;
      }
      if (record.micros() < before.micros() - DISORDER_MICROS) {
        findings.fault(
            "log-times",
            later("Kernel-log record %d is from %.6f s, and the one before it from %.6f s."),
            record.sequence(),
            record.micros() / 1e6,
            before.micros() / 1e6);
        return;
      }
    }
  }

  private static void within(Run run, ClockOffset clock, Findings findings) {
    long wall = run.wallMillis() * 1_000_000;
    boolean guest = run.experiment().guest().isPresent();
    for (LogRecord record : run.kernelLog()) {
      long nanos = clock.runNanos(record.micros());
      long least = guest && run.waitStatus().isEmpty() ? -clock.offsetNanos() : -wall;
      if (nanos < least - SLACK_NANOS || nanos > Math.max(wall, run.deathNanos()) + SLACK_NANOS) {
        findings.fault(
            "log-times",
            later("Kernel-log record %d is from %.3f s of the run, which took %.3f s."),
            record.sequence(),
            nanos / 1e9,
            wall / 1e9);
        return;
      }
    }
  }

  private static void kill(Run run, Findings findings) {
    OptionalLong killed = run.killNanos();
    if (killed.isPresent() && run.recordedOn() != Backend.RECORDED) {
      long slack = 20_000_000 + run.clock().map(ClockOffset::uncertaintyNanos).orElse(0L);
      if (killed.getAsLong() > run.deathNanos() + slack || killed.getAsLong() < -slack) {
        findings.fault(
            "kill-time",
            later(
                "By the kernel's log the kill was at %.6f ms, and the process lived from 0 to %.3f ms."),
            killed.getAsLong() / 1e6,
            run.deathNanos() / 1e6);
      }
    }
  }
}
