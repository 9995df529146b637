package oomlab.lms;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The times of submissions, from a table with the columns {@code student} and {@code time}. A
 * student is named by the platform's id, the submission's name, or the student's own. Moodle's
 * grading worksheet in English will do, too: it has {@code Identifier} and {@code Last modified
 * (submission)}, in the time zone of who has downloaded it.
 */
public final class SubmissionTimes {
  /** Moodle's {@code strftimedaydatetime}, in its English and its American language pack. */
  private static final DateTimeFormatter MOODLE =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("[EEEE, d MMMM uuuu, h:mm a][EEEE, MMMM d, uuuu, h:mm a]")
          .toFormatter(Locale.ENGLISH);

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
    int student = Math.max(header.indexOf("student"), header.indexOf("identifier"));
    int time = Math.max(header.indexOf("time"), header.indexOf("last modified (submission)"));
    if (student < 0 || time < 0) {
      throw new LmsException(file + " has no columns \"student\" and \"time\" in its first line.");
    }
    DeliveryIndex index = new DeliveryIndex(deliveries);
    Map<String, Instant> times = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    for (int i = 1; i < table.rows(); i++) {
      String name = table.get(i, student).strip();
      String text = table.get(i, time).strip();
      if ((name.isEmpty() && text.isEmpty()) || text.equals("-")) {
        continue;
      }
      Optional<Instant> read = Timestamps.parse(text, zone).or(() -> moodle(text, zone));
      if (read.isEmpty()) {
        throw new LmsException(
            "%s, row %d: \"%s\" is no time; write it as 2026-03-01T23:59+01:00."
                .formatted(file, i + 1, EntryPaths.shown(text)));
      }
      Optional<Delivery> whose =
          index.ofId(name.replaceFirst("\\D* (?=\\d+$)", "")).or(() -> index.ofName(name));
      if (whose.isEmpty()) {
        unknown.add(EntryPaths.shown(name));
      } else {
        // Of several rows of one student, the last hand-in.
        times.merge(whose.get().name(), read.get(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    return new Read(times, unknown);
  }

  private static Optional<Instant> moodle(String text, ZoneId zone) {
    try {
      return Optional.of(LocalDateTime.parse(text, MOODLE).atZone(zone).toInstant());
    } catch (DateTimeParseException other) {
      return Optional.empty();
    }
  }
}
