package oomlab.check;

import static oomlab.internal.text.Words.words;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import oomlab.report.OomReport;

/**
 * A line that shows the right answer.
 *
 * @param line its number in the report's input, if it stands in a report
 * @param text the line
 */
public record EvidenceLine(OptionalInt line, String text) {
  /** Returns a line of something that is no report. */
  public static EvidenceLine of(String text) {
    return new EvidenceLine(OptionalInt.empty(), text);
  }

  /** Returns the lines of a report that hold every one of these words, at most five. */
  public static List<EvidenceLine> lines(OomReport report, String... words) {
    return report.lines().stream()
        .filter(line -> List.of(words).stream().allMatch(line.text()::contains))
        .sorted(Comparator.comparingInt(OomReport.Line::number))
        .limit(5)
        .map(line -> new EvidenceLine(OptionalInt.of(line.number()), line.text().strip()))
        .toList();
  }

  /** Returns the row of a process in the task table. */
  public static List<EvidenceLine> row(OomReport report, int pid) {
    return report.lines().stream()
        .filter(line -> line.text().matches("(?s).*\\[\\s*" + pid + "\\]\\s.*"))
        .limit(1)
        .map(line -> new EvidenceLine(OptionalInt.of(line.number()), line.text().strip()))
        .toList();
  }

  @Override
  public String toString() {
    return line.isPresent() ? words("line %d: %s", line.getAsInt(), text) : text;
  }
}
