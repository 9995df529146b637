package oomlab.cli;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the dates that logs write before kernel lines: ISO 8601, seconds since 1970, and those of
 * syslog and {@code dmesg -T} with the month's name, in English, the user's language or any other.
 *
 * <p>A syslog date has no year: it is taken as the last such date that is not in the future. A date
 * without an offset is taken as one of the clock's zone.
 */
final class LogDates {
  private static final Pattern UNIX = Pattern.compile("\\d{9,10}(?:\\.\\d{1,9})?");
  private static final Pattern ISO =
      Pattern.compile(
          "(?:[^\\s\\d]+ )?(\\d{4}-\\d{2}-\\d{2})"
              + "(?:[T ](\\d{2}:\\d{2}(?::\\d{2})?)(?:[.,](\\d{1,9}))?"
              + " ?(Z|[+-]\\d{2}(?::?\\d{2})?|[A-Z]{3,4})?)?");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:([^\\s\\d]+),? +)?(\\d{0,2}[^\\s\\d]+(?:\\d{1,2}(?= +\\d))?) *(\\d{1,2})(?:,? (\\d{4}))?(?: @)?"
              + " (\\d{2}:\\d{2}(?::\\d{2})?)(?:[.,]\\d{1,9})?(?: (\\d{4}))?");
  private static final Pattern OFFSET = Pattern.compile("[+-]\\d{2}(?::?\\d{2})?");
  private static final int YEARS_BETWEEN_LEAP_DAYS = 8;

  private final Clock clock;
  private final Map<String, Month> months = new HashMap<>();

  /** Makes a reader for the clock's time and zone. */
  public LogDates(Clock clock) {
    this.clock = clock;
    for (Locale locale : List.of(Locale.getDefault(Locale.Category.FORMAT), Locale.ENGLISH)) {
      for (Month month : Month.values()) {
        for (TextStyle style : TextStyle.values()) {
          String name = key(month.getDisplayName(style, locale));
          if (name.length() > 1) { // narrow names are J, F, M, A, M, J
            months.put(name, month);
          }
        }
      }
    }
  }

  /** Returns the moment of a date as logs have it; empty if it cannot be read. */
  public Optional<Instant> read(String text) {
    if (UNIX.matcher(text).matches()) {
      long nanos = new BigDecimal(text).movePointRight(9).longValue();
      return Optional.of(Instant.EPOCH.plusNanos(nanos));
    }
    return iso(text).or(() -> named(text));
  }

  /** Returns the moment of an ISO date, midnight where it has no time; empty if it is none. */
  public Optional<Instant> iso(String text) {
    Matcher iso = ISO.matcher(text);
    if (!iso.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate date = LocalDate.parse(iso.group(1));
      LocalTime time = iso.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(iso.group(2));
      if (iso.group(3) != null) {
        time = time.withNano(Integer.parseInt((iso.group(3) + "00000000").substring(0, 9)));
      }
      ZoneId zone = iso.group(4) == null ? clock.getZone() : zone(iso.group(4));
      return Optional.of(date.atTime(time).atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ZoneId zone(String name) {
    return OFFSET.matcher(name).matches() || name.equals("Z")
        ? ZoneId.of(name)
        : DateTimeFormatter.ofPattern("z", Locale.ENGLISH).parse(name, ZoneId::from);
  }

  private Optional<Instant> named(String text) {
    Matcher named = NAMED.matcher(text);
    if (!named.matches()) {
      return Optional.empty();
    }
    try {
      int day = Integer.parseInt(named.group(3));
      LocalTime time = LocalTime.parse(named.group(5));
      String written = named.group(4) == null ? named.group(6) : named.group(4);
      Optional<Year> year = Optional.ofNullable(written).map(Year::parse);
      Optional<Month> month =
          Optional.ofNullable(months.get(key(named.group(2))))
              .or(
                  () ->
                      MonthNames.find(
                          named.group(2), Optional.ofNullable(named.group(1)), day, year));
      if (month.isEmpty()) {
        return Optional.empty();
      }
      return year.isEmpty()
          ? lastBeforeNow(month.get(), day, time)
          : at(year.get(), month.get(), day, time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<Instant> lastBeforeNow(Month month, int day, LocalTime time) {
    Instant now = clock.instant();
    int thisYear = now.atZone(clock.getZone()).getYear();
    for (int back = 0; back <= YEARS_BETWEEN_LEAP_DAYS; back++) {
      Year year = Year.of(thisYear - back);
      boolean exists = day <= month.length(year.isLeap());
      Optional<Instant> found = exists ? at(year, month, day, time) : Optional.empty();
      if (found.isPresent() && !found.get().isAfter(now)) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> at(Year year, Month month, int day, LocalTime time) {
    LocalDate date = year.atMonth(month).atDay(day);
    return Optional.of(date.atTime(time).atZone(clock.getZone()).toInstant());
  }

  private static String key(String monthName) {
    return MonthNames.key(monthName);
  }
}
