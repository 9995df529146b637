package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Any bytes at all: a result, never an exception, and no line lost on the way.
 *
 * <p>{@code mvn -Pfuzz test -Dtest=ReportFuzzTest} replays the inputs in {@code
 * ReportFuzzTestInputs}; with {@code JAZZER_FUZZ=1} in the environment it looks for new ones.
 */
class ReportFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void survivesAnyBytes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    long lines = text.chars().filter(c -> c == '\n').count() + 1;
    List<OomReport> reports = OomReports.parse(text);
    for (OomReport report : reports) {
      assertThat(report.firstLine()).isPositive();
      assertThat((long) report.lastLine()).isBetween((long) report.firstLine(), lines);
      assertThat(report.unread())
          .hasSize((int) report.lines().stream().filter(l -> l.kind() == LineKind.UNREAD).count());
      assertThat(report.trigger().isPresent() || !report.problems().isEmpty()).isTrue();
    }
  }
}
