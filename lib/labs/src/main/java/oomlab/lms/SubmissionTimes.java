package oomlab.lms;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The times of submissions, from a table with the columns {@code student} and {@code time}. A
 * student is named by the platform's id, the submission's name, or the student's own.
 */
public final class SubmissionTimes {
  private SubmissionTimes() {}

  /**
   * What a table says.
   *
   * @param byName times by the submission's name
   * @param unknown students in the table who handed in nothing, or whose name fits several
   */
  public record Read(Map<String, Instant> byName, List<String> unknown) {}

  /**
   * Reads a table.
   *
   * @param file its name, for messages
   * @param zone of times that name none
   * @throws LmsException if it has other columns, or a time that is none
   */
  public static Read parse(String file, byte[] bytes, Collection<Delivery> deliveries, ZoneId zone)
      throws LmsException {
    CsvTable table = CsvTable.parse(file, bytes);
    List<String> header =
        table.rows() == 0
            ? List.of()
            : table.row(0).stream().map(each -> each.strip().toLowerCase(Locale.ROOT)).toList();
    int student = header.indexOf("student");
    int time = header.indexOf("time");
    if (student < 0 || time < 0) {
      throw new LmsException(file + " has no columns \"student\" and \"time\" in its first line.");
    }
    DeliveryIndex index = new DeliveryIndex(deliveries);
    Map<String, Instant> times = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    for (int i = 1; i < table.rows(); i++) {
      String name = table.get(i, student).strip();
      String text = table.get(i, time).strip();
      if (name.isEmpty() && text.isEmpty()) {
        continue;
      }
      Optional<Instant> read = Timestamps.parse(text, zone);
      if (read.isEmpty()) {
        throw new LmsException(
            "%s, row %d: \"%s\" is no time; write it as 2026-03-01T23:59+01:00."
                .formatted(file, i + 1, EntryPaths.shown(text)));
      }
      Optional<Delivery> whose = index.ofId(name).or(() -> index.ofName(name));
      if (whose.isEmpty()) {
        unknown.add(EntryPaths.shown(name));
      } else {
        // Of several rows of one student, the last hand-in.
        times.merge(whose.get().name(), read.get(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    return new Read(times, unknown);
  }
}
