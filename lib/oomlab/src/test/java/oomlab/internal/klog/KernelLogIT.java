package oomlab.internal.klog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import oomlab.report.LogRecord;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;

class KernelLogIT {
  private static final Path ROOT = Path.of("/");

  @Test
  void readsOnlyWhatComesAfterTheOpening() throws Exception {
    Path device = ROOT.resolve("dev/kmsg");
    Needs.that(Files.isWritable(device), "/dev/kmsg is not writable for this user");
    Needs.that(KernelLog.access(ROOT).readable(), KernelLog.access(ROOT).reason());
    String early = "oomlab test: early " + System.nanoTime();
    Files.writeString(device, "<15>" + early + "\n");
    try (KernelLog log = KernelLog.open(ROOT)) {
      String late = "oomlab test: late " + System.nanoTime();
      Files.writeString(device, "<15>" + late + "\n");
      assertThat(log.read()).extracting(LogRecord::text).contains(late).doesNotContain(early);
      assertThat(log.gap()).isEmpty();
    }
  }

  @Test
  void twoClockMarksAgreeWithinTheirUncertainty() throws Exception {
    Needs.that(
        Files.isWritable(ROOT.resolve("dev/kmsg")), "/dev/kmsg is not writable for this user");
    try (KernelLog log = KernelLog.open(ROOT)) {
      ClockMark a = ClockMark.take(ROOT, log).orElseThrow();
      ClockMark b = ClockMark.take(ROOT, log).orElseThrow();
      long kernel = b.kernelNanos() - a.kernelNanos();
      long ours = b.nanoTime() - a.nanoTime();
      assertThat(Math.abs(kernel - ours))
          .isLessThanOrEqualTo(a.uncertaintyNanos() + b.uncertaintyNanos());
    }
  }

  @Test
  void missingDeviceIsToldWithTheFixWhereTheJournalIsNoHelpEither(
      @org.junit.jupiter.api.io.TempDir Path root) {
    LogAccess access = KernelLog.access(root);
    if (access.readable()) {
      assertThat(access.source()).contains("journalctl");
    } else {
      assertThat(access.reason()).contains("there is no");
      assertThat(access.fix()).contains("--device /dev/kmsg");
    }
  }
}
