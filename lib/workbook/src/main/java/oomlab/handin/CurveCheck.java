package oomlab.handin;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.OptionalLong;
import oomlab.Experiment;
import oomlab.Recording.Series;
import oomlab.Run;
import oomlab.Run.ClockOffset;
import oomlab.report.OomReport.Kill;

/**
 * The curve leads to what the kernel's kill line says: what lies between the last sample and the
 * kill is no more than could grow in that time, twice over, and what the counters hold back.
 */
final class CurveCheck implements Check {
  /** glibc and the JVM reserve address space in pieces of this size. */
  private static final long ARENA_BYTES = 160 * HandedInRun.MIB;

  @Override
  public String subject() {
    return words("the curve against the kernel's report");
  }

  @Override
  public void look(HandedInRun handedIn, Findings findings) {
    if (handedIn.reportedKill().isEmpty() || !handedIn.hasSamples()) {
      return;
    }
    Kill kill = handedIn.reportedKill().get();
    resident(handedIn, kill, findings);
    peak(handedIn, kill, findings);
    address(handedIn, kill, findings);
    anonymous(handedIn, kill, findings);
  }

  private static void resident(HandedInRun handedIn, Kill kill, Findings findings) {
    Run run = handedIn.run();
    Series series = handedIn.series();
    OptionalLong line = HandedInRun.rssBytes(kill);
    if (line.isEmpty()) {
      return;
    }
    int last = series.size() - 1;
    long gap = Math.max(0, run.killNanos().orElse(run.deathNanos()) - series.nanos(last));
    long unsure = run.clock().map(ClockOffset::uncertaintyNanos).orElse(0L) + 1_000_000;
    double grown = run.recording().quality().growthBytesPerSecond() * (gap + unsure) / 1e9;
    long rest = line.getAsLong() - series.rssBytes(last);
    if (rest > 2 * grown + handedIn.counterBytes()) {
      findings.fault(
          "curve-report",
          later(
              "The report's kill line has %d bytes, the curve's last sample %d: %d bytes more in %.3f ms,"
                  + " in which %.0f could grow."),
          line.getAsLong(),
          series.rssBytes(last),
          rest,
          gap / 1e6,
          grown);
    }
    // Under memory pressure the kernel takes file pages back, and swaps where it may.
    long files = series.sharedPages(last) * series.pageBytes();
    if (handedIn.memoryStays() && -rest > files + handedIn.counterBytes()) {
      findings.fault(
          "curve-report",
          later("The curve's last sample has %d bytes, and the report's kill line only %d."),
          series.rssBytes(last),
          line.getAsLong());
    }
  }

  private static void peak(HandedInRun handedIn, Kill kill, Findings findings) {
    OptionalLong peak = handedIn.run().peakRssBytes();
    if (peak.isEmpty() || HandedInRun.rssBytes(kill).isEmpty() || !handedIn.memoryStays()) {
      return;
    }
    long files = 0;
    Series series = handedIn.series();
    for (int i = 0; i < series.size(); i++) {
      files = Math.max(files, series.sharedPages(i) * series.pageBytes());
    }
    long line = HandedInRun.rssBytes(kill).getAsLong();
    if (peak.getAsLong() > line + files + handedIn.counterBytes()) {
      findings.fault(
          "peak-report",
          later(
              "The peak is %d bytes, and the report's kill line has %d: anonymous memory cannot leave."),
          peak.getAsLong(),
          line);
    }
  }

  private static void address(HandedInRun handedIn, Kill kill, Findings findings) {
    if (kill.totalVmKb().isEmpty()) {
      return;
    }
    Run run = handedIn.run();
    Series series = handedIn.series();
    int last = series.size() - 1;
    long rest = (kill.totalVmKb().getAsLong() << 10) - series.totalPages(last) * series.pageBytes();
    long most = run.experiment().threads() * run.experiment().chunkBytes() + ARENA_BYTES;
    if (Math.abs(rest) > most) {
      findings.fault(
          "curve-address",
          later("The report's kill line has %d kB of address space, and the last sample %d pages."),
          kill.totalVmKb().getAsLong(),
          series.totalPages(last));
    } else if (rest != 0 && !chunks(rest, run.experiment())) {
      findings.remark(
          "curve-address",
          rest > 0
              ? later(
                  "The report's kill line has %d kB of address space, %d kB more than the last sample:"
                      + " rare, but possible.")
              : later(
                  "The report's kill line has %d kB of address space, %d kB less than the last sample:"
                      + " rare, but possible."),
          kill.totalVmKb().getAsLong(),
          Math.abs(rest) >> 10);
    }
  }

  /** Whether threads may have mapped that much in the meantime. */
  private static boolean chunks(long bytes, Experiment made) {
    return bytes > 0
        && bytes % made.chunkBytes() == 0
        && bytes <= made.threads() * made.chunkBytes();
  }

  /** Each announced chunk but the last of a thread was touched, and none that was not announced. */
  private static void anonymous(HandedInRun handedIn, Kill kill, Findings findings) {
    Run run = handedIn.run();
    if (!handedIn.memoryStays() || kill.anonRssKb().isEmpty()) {
      return;
    }
    long bytes = 1024 * (kill.anonRssKb().getAsLong() + kill.shmemRssKb().orElse(0));
    long chunk = run.experiment().chunkBytes();
    long chunks = run.allocations().size();
    long least = (chunks - run.experiment().threads()) * chunk - handedIn.counterBytes();
    long most = chunks * chunk + handedIn.besideBytes();
    if (bytes < least || bytes > most) {
      findings.fault(
          "chunks-report",
          later(
              "The report's kill line has %d bytes of anonymous memory, and %d announced chunks of %d"
                  + " bytes make %d to %d."),
          bytes,
          chunks,
          chunk,
          Math.max(0, least),
          most);
    }
    if (run.limitBytes().isPresent()
        && !run.experiment().wholeMachine()
        && bytes > run.limitBytes().getAsLong() + handedIn.counterBytes()) {
      findings.fault(
          "report-limit",
          later("The report's kill line has %d bytes of anonymous memory, above the limit of %d."),
          bytes,
          run.limitBytes().getAsLong());
    }
  }
}
