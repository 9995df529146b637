package oomlab.report;

import java.util.Optional;
import java.util.OptionalLong;

/** Turns the times of logs into others. */
final class Dates {
  private static final long DAY_MICROS = 86_400_000_000L;

  private Dates() {}

  /** Reads "12.345678" as 12,345,678 microseconds. */
  static OptionalLong micros(String stamp) {
    int dot = stamp.indexOf('.');
    String whole = dot < 0 ? stamp : stamp.substring(0, dot);
    String fraction = (dot < 0 ? "" : stamp.substring(dot + 1)) + "000000";
    return Numbers.number(whole + fraction.substring(0, 6));
  }

  /** Writes microseconds since 1970 as ISO 8601 in UTC, with microseconds. */
  static Optional<String> iso(OptionalLong epochMicros) {
    if (epochMicros.isEmpty()
        || epochMicros.getAsLong() < 0
        || epochMicros.getAsLong() > 250_000_000_000_000_000L) {
      return Optional.empty();
    }
    long micros = epochMicros.getAsLong();
    // Days from civil: the year begins in March, so that a leap day comes last.
    long days = micros / DAY_MICROS + 719_468;
    long era = days / 146_097;
    long dayOfEra = days % 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long shifted = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * shifted + 2) / 5 + 1;
    long month = shifted < 10 ? shifted + 3 : shifted - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    long second = micros % DAY_MICROS / 1_000_000;
    return Optional.of(
        "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ"
            .formatted(
                year,
                month,
                day,
                second / 3600,
                second / 60 % 60,
                second % 60,
                micros % 1_000_000));
  }
}
