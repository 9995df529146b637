package oomlab.cli;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.report.OomReport;

/** A moment that reports are compared with: by the kernel's clock, or by the log's dates. */
final class Since {
  /** Where a report is, seen from the moment. */
  enum Place {
    BEFORE,
    AFTER,
    UNKNOWN
  }

  private final OptionalLong micros;
  private final Instant moment;
  private final LogDates dates;

  private Since(OptionalLong micros, Instant moment, LogDates dates) {
    this.micros = micros;
    this.moment = moment;
    this.dates = dates;
  }

  /**
   * Reads seconds such as {@code 1234.5}, or a date such as {@code 2026-11-22}; empty if it is
   * neither.
   *
   * @param clock says the year of dates without one, and the zone of those without an offset
   */
  static Optional<Since> parse(String when, Clock clock) {
    LogDates dates = new LogDates(clock);
    if (when.matches("\\d{1,10}(?:\\.\\d{1,9})?")) {
      long micros = new BigDecimal(when).movePointRight(6).longValue();
      return Optional.of(new Since(OptionalLong.of(micros), Instant.EPOCH, dates));
    }
    return dates.iso(when).map(moment -> new Since(OptionalLong.empty(), moment, dates));
  }

  Place place(OomReport report) {
    return place(report.source().micros(), report.source().date());
  }

  Place place(OptionalLong reportMicros, Optional<String> reportDate) {
    if (micros.isPresent()) {
      return reportMicros.isEmpty()
          ? Place.UNKNOWN
          : place(reportMicros.getAsLong() < micros.getAsLong());
    }
    return reportDate
        .flatMap(dates::read)
        .map(date -> place(date.isBefore(moment)))
        .orElse(Place.UNKNOWN);
  }

  private static Place place(boolean before) {
    return before ? Place.BEFORE : Place.AFTER;
  }
}
