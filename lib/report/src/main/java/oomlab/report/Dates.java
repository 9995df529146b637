package oomlab.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Turns the times of logs into others. */
final class Dates {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Dates() {}

  /** Reads "12.345678" as 12,345,678 microseconds. */
  static OptionalLong micros(String stamp) {
    int dot = stamp.indexOf('.');
    String whole = dot < 0 ? stamp : stamp.substring(0, dot);
    String fraction = dot < 0 ? "" : stamp.substring(dot + 1);
    String six = fraction.length() == 6 ? fraction : (fraction + "000000").substring(0, 6);
    return NumberText.number(whole + six);
  }

  /** Writes microseconds since 1970 as ISO 8601 in UTC, with microseconds. */
  static Optional<String> iso(OptionalLong epochMicros) {
    if (epochMicros.isEmpty()
        || epochMicros.getAsLong() < 0
        || epochMicros.getAsLong() > 250_000_000_000_000_000L) {
      return Optional.empty();
    }
    return Optional.of(ISO.format(Instant.EPOCH.plus(epochMicros.getAsLong(), ChronoUnit.MICROS)));
  }
}
