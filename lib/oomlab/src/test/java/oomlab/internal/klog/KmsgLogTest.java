package oomlab.internal.klog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import oomlab.internal.posix.ErrnoException;
import oomlab.internal.posix.Errnos;
import oomlab.report.LogRecord;
import org.junit.jupiter.api.Test;

class KmsgLogTest {
  private static final String OVERWRITTEN = "EPIPE";

  private static KmsgLog log(String... reads) {
    Deque<String> left = new ArrayDeque<>(java.util.List.of(reads));
    return new KmsgLog(
        () -> {
          String next = left.poll();
          if (OVERWRITTEN.equals(next)) {
            throw Errnos.of(ErrnoException.EPIPE);
          }
          return Optional.ofNullable(next).map(s -> s.getBytes(StandardCharsets.UTF_8));
        },
        () -> {});
  }

  @Test
  void consecutiveNumbersLeaveNoGap() throws Exception {
    KmsgLog log = log("6,7,1,-;a\n", "6,8,2,-;b\n KEY=1\n");
    assertThat(log.read()).extracting(LogRecord::sequence).containsExactly(7L, 8L);
    assertThat(log.gap()).isEmpty();
  }

  @Test
  void jumpOfTheNumberIsCounted() throws Exception {
    KmsgLog log = log("6,7,1,-;a\n", "6,11,2,-;b\n");
    assertThat(log.read()).hasSize(2);
    assertThat(log.gap().orElseThrow()).startsWith("3 kernel-log records were overwritten");
  }

  @Test
  void overwriteIsToldEvenWithoutANextRecord() throws Exception {
    KmsgLog log = log(OVERWRITTEN);
    assertThat(log.read()).isEmpty();
    assertThat(log.gap()).isPresent();
  }

  @Test
  void readingGoesOnAfterAnOverwrite() throws Exception {
    KmsgLog log = log("6,7,1,-;a\n", OVERWRITTEN, "6,9,2,-;b\n");
    assertThat(log.read()).extracting(LogRecord::text).containsExactly("a", "b");
    assertThat(log.gap().orElseThrow()).startsWith("1 kernel-log records");
  }
}
