package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogRecordTest {
  @Test
  void readsARecord() {
    assertThat(LogRecord.parse("6,343,1369061,-;EXT4-fs (vda): mounted; ok"))
        .contains(new LogRecord(343, 1369061, 6, "EXT4-fs (vda): mounted; ok"));
  }

  @Test
  void readsMoreFieldsThanItKnows() {
    assertThat(LogRecord.parse("4,7,9,c,caller=T12;x")).contains(new LogRecord(7, 9, 4, "x"));
  }

  @Test
  void undoesEscapesByteByByte() {
    assertThat(LogRecord.parse("4,1,2,-;a\\x0ab \\x5c \\xe6\\x97\\xa5 \\x zz \\x1").orElseThrow())
        .extracting(LogRecord::text)
        .isEqualTo("a\nb \\ 日 \\x zz \\x1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " SUBSYSTEM=pci", "nonsense", " 6,1,2,-;one", "6,1,x,-;one", "6,1,2"})
  void otherLinesAreNoRecords(String line) {
    assertThat(LogRecord.parse(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "tab\tand\nline", "back\\slash \\x41", "ü 日本 \u007f"})
  void writesWhatItReads(String text) {
    LogRecord record = new LogRecord(5, 1_000_001, 4, text);
    String line = record.line();
    assertThat(line).doesNotContain("\n").matches("\\p{ASCII}*");
    assertThat(LogRecord.parse(line)).contains(record);
  }
}
