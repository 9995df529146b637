package oomlab.lms;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a late submission costs. A late day that has begun counts whole; it ends when the due time
 * of day comes again in the due time's zone, so with a region's zone it has 23 or 25 hours when the
 * clocks change. The grace moves the end of each of them.
 *
 * @param perDay what each late day costs
 * @param grace how long after the due time a submission still counts as in time
 * @param maxDays how many late days are accepted; a later submission loses all its points
 */
public record LateRule(ZonedDateTime due, Cost perDay, Duration grace, OptionalInt maxDays) {
  private static final Pattern COST = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?) ?(%?)");

  /**
   * Points, or a share of the maximum.
   *
   * @param amount points; or percent, 0 to 100
   */
  public record Cost(double amount, boolean percent) {
    /** Nothing: late days are only counted. */
    public static final Cost NONE = new Cost(0, false);

    /**
     * Reads {@code 1.5} points or {@code 10%} of the maximum.
     *
     * @throws LmsException if it is neither
     */
    public static Cost parse(String text) throws LmsException {
      Matcher parts = COST.matcher(text.strip());
      boolean fits = parts.matches();
      double amount = fits ? Double.parseDouble(parts.group(1)) : 0;
      boolean percent = fits && !parts.group(2).isEmpty();
      if (!fits || (percent && amount > 100)) {
        throw new LmsException(
            "\"%s\" is no penalty for a day: give points, such as 1.5, or a share of the maximum,"
                    .formatted(text)
                + " such as 10%.");
      }
      return new Cost(amount, percent);
    }

    double points(double max) {
      return percent ? max * amount / 100 : amount;
    }
  }

  /**
   * Returns what a submission loses.
   *
   * @param time of the hand-in, if known
   * @param markedLate whether the platform says that it is late
   * @param markKnown whether the platform would have said so
   * @param score its points as graded, of {@code max}
   */
  public LatePenalty penalty(
      Optional<Instant> time, boolean markedLate, boolean markKnown, double score, double max) {
    if (time.isEmpty()) {
      boolean inTime = markKnown && !markedLate;
      return inTime ? LatePenalty.NONE : new LatePenalty(LatePenalty.Kind.UNKNOWN, 0, 0);
    }
    int days = days(time.get());
    if (days == 0) {
      return LatePenalty.NONE;
    }
    if (maxDays.isPresent() && days > maxDays.getAsInt()) {
      return new LatePenalty(LatePenalty.Kind.TOO_LATE, days, score);
    }
    return new LatePenalty(LatePenalty.Kind.LATE, days, Math.min(score, perDay.points(max) * days));
  }

  /** Returns how many late days have begun; 0 for a submission in time. */
  int days(Instant time) {
    ZonedDateTime at = time.atZone(due.getZone()).minus(grace);
    if (!at.isAfter(due)) {
      return 0;
    }
    // The zone's clocks may make it one more or less; more than that they never change.
    long days = Math.max(0, ChronoUnit.DAYS.between(due, at) - 1);
    while (at.isAfter(due.plusDays(days))) {
      days++;
    }
    return (int) Math.min(days, Integer.MAX_VALUE);
  }
}
