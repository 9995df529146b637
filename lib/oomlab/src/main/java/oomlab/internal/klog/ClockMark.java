package oomlab.internal.klog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import oomlab.report.LogRecord;

/**
 * One moment on two clocks: the kernel log's and {@link System#nanoTime}.
 *
 * @param kernelNanos the moment on the kernel log's clock
 * @param nanoTime the same moment on this JVM's monotonic clock
 * @param uncertaintyNanos the two may be apart by this much
 */
public record ClockMark(long kernelNanos, long nanoTime, long uncertaintyNanos) {
  private static final int TRIES = 3;

  /**
   * Writes a debug-level line to {@code /dev/kmsg}, with the time read before and after, and finds
   * the time that the kernel gave it. The narrowest of three tries counts.
   *
   * @return the mark, or empty if this process may not write to the kernel log
   */
  public static Optional<ClockMark> take(Path root, KernelLog log) throws IOException {
    Optional<ClockMark> best = Optional.empty();
    for (int i = 0; i < TRIES; i++) {
      String token =
          "oomlab: clock mark " + ProcessHandle.current().pid() + "." + System.nanoTime();
      // <15>: facility user, level debug, which no console prints.
      byte[] line = ("<15>" + token + "\n").getBytes(StandardCharsets.UTF_8);
      long before;
      long after;
      try (var out = Files.newByteChannel(root.resolve("dev/kmsg"), StandardOpenOption.WRITE)) {
        var buffer = java.nio.ByteBuffer.wrap(line);
        before = System.nanoTime();
        int ignored = out.write(buffer);
        after = System.nanoTime();
      } catch (IOException notAllowed) {
        return Optional.empty();
      }
      Optional<ClockMark> mark = find(log.read(), token, before, after);
      if (best.isEmpty()
          || (mark.isPresent() && mark.get().uncertaintyNanos < best.get().uncertaintyNanos)) {
        best = mark;
      }
    }
    return best;
  }

  static Optional<ClockMark> find(List<LogRecord> records, String token, long before, long after) {
    return records.stream()
        .filter(r -> r.text().equals(token))
        .findFirst()
        .map(
            r ->
                new ClockMark(
                    // The log cuts to microseconds: the true time lies half a one later, give or
                    // take half a one.
                    r.micros() * 1000 + 500,
                    before + (after - before) / 2,
                    (after - before) / 2 + 500));
  }
}
