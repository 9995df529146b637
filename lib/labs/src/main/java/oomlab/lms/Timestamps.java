package oomlab.lms;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people and programs write them: {@code 2026-03-01T23:59+01:00}, {@code 2026-03-01
 * 23:59:00.123 UTC}, {@code 2026-03-01T23:59[Europe/Berlin]}. The second is what nbgrader writes
 * into {@code timestamp.txt} ({@code nbgrader/exchange/abc/exchange.py}: {@code %Y-%m-%d
 * %H:%M:%S.%f %Z}).
 */
public final class Timestamps {
  private static final Pattern TIME =
      Pattern.compile(
          "(?<date>\\d{4}-\\d\\d-\\d\\d)[T ](?<time>\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)"
              + " ?(?<offset>Z|UTC|[+-]\\d\\d:?\\d\\d)?"
              + " ?(?:\\[?(?<region>[A-Za-z]\\w*(?:/[\\w+-]+)+|UTC|GMT|CET|EET|WET|MET)\\]?)?");

  private Timestamps() {}

  /**
   * Reads a time.
   *
   * @param otherwise the zone of a time that names none
   * @return empty if it is no time; of a local time that comes twice, the earlier one
   */
  static Optional<Instant> parse(String text, ZoneId otherwise) {
    Matcher parts = TIME.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      Optional<String> offset = Optional.ofNullable(parts.group("offset"));
      ZoneId zone =
          offset.isPresent() ? ZoneOffset.of(offset(offset.get())) : zone(parts).orElse(otherwise);
      return Optional.of(local(parts).atZone(zone).toInstant());
    } catch (DateTimeException wrong) {
      return Optional.empty();
    }
  }

  /**
   * Reads the time at which something is due. A region's zone, such as {@code [Europe/Berlin]},
   * makes a late day end at the same time of day, also over a change of the clocks; with an offset
   * a late day has 24 hours. Of a local time that comes twice, the later one counts.
   *
   * @throws LmsException if it is no time, names no zone, or is skipped by the clocks
   */
  public static ZonedDateTime due(String text) throws LmsException {
    Matcher parts = TIME.matcher(text.strip());
    String example =
        "write it as 2026-03-01T23:59+01:00, or 2026-03-01T23:59[Europe/Berlin] for clocks that"
            + " change.";
    if (!parts.matches()) {
      throw new LmsException("\"" + text + "\" is no time with a date; " + example);
    }
    try {
      LocalDateTime local = local(parts);
      ZoneId zone =
          zone(parts).orElseThrow(() -> new LmsException(text + " names no time zone; " + example));
      List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
      if (offsets.isEmpty()) {
        throw new LmsException(
            "%s does not exist in %s: the clocks skip it.".formatted(local, zone));
      }
      boolean told = parts.group("offset") != null && parts.group("region") != null;
      ZoneOffset last = offsets.get(offsets.size() - 1);
      ZoneOffset offset = told ? ZoneOffset.of(offset(parts.group("offset"))) : last;
      if (!offsets.contains(offset)) {
        throw new LmsException("%s is not the time in %s on that day.".formatted(text, zone));
      }
      return ZonedDateTime.ofLocal(local, zone, offset);
    } catch (DateTimeException wrong) {
      throw new LmsException("\"" + text + "\" is no time; " + example);
    }
  }

  private static LocalDateTime local(Matcher parts) {
    return LocalDateTime.parse(parts.group("date") + "T" + parts.group("time"));
  }

  private static Optional<ZoneId> zone(Matcher parts) {
    Optional<ZoneId> region = Optional.ofNullable(parts.group("region")).map(ZoneId::of);
    return region.isPresent()
        ? region
        : Optional.ofNullable(parts.group("offset")).map(each -> ZoneOffset.of(offset(each)));
  }

  private static String offset(String text) {
    return text.equals("UTC") ? "Z" : text;
  }
}
