package oomlab.internal.klog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalLogTest {
  private static byte[] entry(String cursor, long micros, String message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ("__CURSOR="
                + cursor
                + "\n__MONOTONIC_TIMESTAMP=99\nPRIORITY=3\n"
                + "_SOURCE_MONOTONIC_TIMESTAMP="
                + micros
                + "\nMESSAGE")
            .getBytes(StandardCharsets.UTF_8));
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    if (message.contains("\n")) {
      out.write('\n');
      out.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
    } else {
      out.write('=');
    }
    out.writeBytes(text);
    out.writeBytes("\n_TRANSPORT=kernel\n\n".getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  @Test
  void readsOneLineAndManyLineMessages() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(entry("s=1", 5_000_001, "a=b, ü"));
    text.writeBytes(entry("s=2", 5_000_002, "Mem-Info:\nactive_anon:1\n\n end"));
    assertThat(JournalExport.parse(text.toByteArray()))
        .containsExactly(
            new JournalExport.Entry("s=1", 5_000_001, 3, "a=b, ü"),
            new JournalExport.Entry("s=2", 5_000_002, 3, "Mem-Info:\nactive_anon:1\n\n end"));
  }

  @Test
  void everyPrefixIsReadWithoutFailure() {
    byte[] whole = entry("s=2", 5_000_002, "one\ntwo");
    for (int length = 0; length < whole.length; length++) {
      assertThat(JournalExport.parse(java.util.Arrays.copyOf(whole, length)).size())
          .isLessThanOrEqualTo(1);
    }
  }

  @Test
  void pastIsTheWholeBoot() throws IOException {
    List<String> asked = new ArrayList<>();
    List<LogRecord> past =
        JournalLog.past(
            arguments -> {
              asked.addAll(arguments);
              return entry("s=1", 5_000_001, "Killed process 42 (java)");
            });
    assertThat(past).containsExactly(new LogRecord(0, 5_000_001, 3, "Killed process 42 (java)"));
    assertThat(asked).contains("--dmesg", "--boot", "--lines=all");
    assertThatThrownBy(() -> JournalLog.past(arguments -> new byte[0]))
        .hasMessageContaining("shows no kernel message");
  }

  @Test
  void followsFromTheEntryThatWasLastAtTheStart() throws IOException {
    List<List<String>> asked = new ArrayList<>();
    JournalLog log =
        JournalLog.open(
            arguments -> {
              asked.add(arguments);
              return asked.size() == 1
                  ? entry("s=old", 1, "before")
                  : asked.size() == 2 ? entry("s=new", 2, "after") : new byte[0];
            });
    assertThat(log.read()).extracting(LogRecord::text).containsExactly("after");
    assertThat(log.read()).isEmpty();
    assertThat(asked.get(0)).contains("--lines=1", "--dmesg", "--output=export");
    assertThat(asked.get(1)).contains("--after-cursor=s=old");
    assertThat(asked.get(2)).contains("--after-cursor=s=new");
  }

  @Test
  void emptyJournalIsNoSource() {
    assertThatThrownBy(() -> JournalLog.open(arguments -> new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no kernel message");
  }
}
