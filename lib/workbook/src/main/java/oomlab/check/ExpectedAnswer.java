package oomlab.check;

import static oomlab.internal.text.Words.words;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The right answer, and how far from it an answer may be. */
public sealed interface ExpectedAnswer {
  /** Whether this answer is it. */
  boolean accepts(Answer answer);

  /**
   * A number.
   *
   * @param value the value
   * @param unit its unit, as it is written behind it; may be empty
   * @param tolerance how far off an answer may be, as a share of the value; 0 asks for the exact
   *     one
   */
  record Amount(double value, String unit, double tolerance) implements ExpectedAnswer {
    @Override
    public boolean accepts(Answer answer) {
      return answer.number().isPresent()
          && Math.abs(answer.number().getAsDouble() - value)
              <= Math.max(Math.abs(value) * tolerance, 1e-9);
    }

    /** Returns the unit in the reader's language; signs such as kB are the same in each. */
    String unitSaid() {
      return switch (unit) {
        case "pages" -> words("pages");
        case "bytes" -> words("bytes");
        case "blocks" -> words("blocks");
        case "chunks" -> words("chunks");
        case "announcements" -> words("announcements");
        case "faults" -> words("faults");
        case "processes" -> words("processes");
        case "rows" -> words("rows");
        case "seconds" -> words("seconds");
        case "microseconds" -> words("microseconds");
        default -> unit;
      };
    }

    @Override
    public String toString() {
      return (shown(value) + " " + unit).strip();
    }
  }

  /**
   * A word, such as a name or "yes", in any language that readers use. Upper and lower case are the
   * same.
   *
   * @param accepted every spelling that will do; the first one is shown
   */
  record Word(List<String> accepted) implements ExpectedAnswer {
    @Override
    public boolean accepts(Answer answer) {
      return accepted.stream().anyMatch(a -> Answer.normal(a).equals(answer.text()));
    }

    @Override
    public String toString() {
      return accepted.get(0);
    }
  }

  /** Returns a number that must be met exactly. */
  static ExpectedAnswer exactly(double value, String unit) {
    return new Amount(value, unit, 0);
  }

  /** Returns a whole number that must be met exactly. */
  static ExpectedAnswer exactly(long value, String unit) {
    return new Amount((double) value, unit, 0);
  }

  /** Returns a number that must be met within a hundredth: for answers that people round. */
  static ExpectedAnswer about(double value, String unit) {
    return new Amount(value, unit, 0.01);
  }

  /** Returns a word, and other spellings of it. */
  static ExpectedAnswer word(String first, String... others) {
    return new Word(Stream.concat(Stream.of(first), Stream.of(others)).toList());
  }

  /** Returns "yes" or "no". */
  static ExpectedAnswer yes(boolean holds) {
    return holds
        ? word("yes", "true", "是", "是的", "对", "有")
        : word("no", "false", "否", "不", "不是", "不对", "没有", "没");
  }

  /** Returns a whole number with its thousands set apart. */
  static String shown(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns a number as people write it: whole ones whole, others with four digits. */
  static String shown(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    BigDecimal exact = new BigDecimal(value);
    if (exact.stripTrailingZeros().scale() <= 0) {
      return String.format(Locale.ROOT, "%,d", exact.toBigInteger());
    }
    return exact.round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }
}
