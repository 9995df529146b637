package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of the kernel log are read as the text that dmesg makes of them. */
class RecordsTest {
  private static final String KILL =
      "Out of memory: Killed process 7 (a) total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB";

  static List<String> logs() {
    return Goldens.names(Goldens.LOG);
  }

  private static List<LogRecord> records(int priority, String... texts) {
    List<LogRecord> records = new ArrayList<>();
    for (String text : texts) {
      records.add(new LogRecord(records.size(), 5_000_000 + records.size(), priority, text));
    }
    return records;
  }

  @ParameterizedTest
  @MethodSource("logs")
  void readsTheSameFromRecordsAsFromDmesg(String name) {
    String[] texts =
        OomReports.parse(Goldens.text(name, Goldens.LOG)).stream()
            .flatMap(report -> report.lines().stream())
            .map(OomReport.Line::text)
            .toArray(String[]::new);
    List<LogRecord> records = records(4, texts);
    String dmesg =
        records.stream()
            .flatMap(r -> r.text().lines().map(line -> dmesg(r.micros(), line)))
            .collect(Collectors.joining());
    assertThat(OomReports.parse(records)).isNotEmpty().isEqualTo(OomReports.parse(dmesg));
  }

  private static String dmesg(long micros, String line) {
    return String.format(
        Locale.ROOT, "[%5d.%06d] %s\n", micros / 1_000_000, micros % 1_000_000, line);
  }

  @Test
  void recordWithNewlinesIsSeveralLines() {
    OomReport report =
        OomReports.parse(records(4, "one\ntwo", "Mem-Info:\nactive_anon:1\n" + KILL)).get(0);
    assertThat(report.lines()).extracting(OomReport.Line::number).containsExactly(3, 4, 5);
    assertThat(report.kills().get(0).micros()).hasValue(5_000_001);
  }

  @Test
  void textThatLooksLikeAPrefixIsTheKernels() {
    String name = "[    1.000000] ";
    OomReport report = OomReports.parse(records(4, name + " invoked oom-killer: order=0")).get(0);
    assertThat(report.trigger().orElseThrow().comm()).isEqualTo(name);
  }

  @Test
  void lineThatAProgramWroteIsNoKill() {
    assertThat(OomReports.parse(records(14, KILL))).isEmpty();
    assertThat(OomReports.parse(records(4, KILL))).hasSize(1);
  }
}
