package oomlab.grade;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Reads a number as Python's {@code float()} does ({@code PyFloat_FromString}). */
final class PythonFloat {
  private static final String DIGITS = "[0-9](?:_?[0-9])*+";
  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(?:DIGITS(?:\\.(?:DIGITS)?)?|\\.DIGITS)(?:e[+-]?DIGITS)?"
              .replace("DIGITS", DIGITS));
  private static final Pattern WORD = Pattern.compile("[+-]?(?:inf(?:inity)?|nan)");

  private PythonFloat() {}

  /** Returns the number, which may be infinite or NaN; empty where Python raises ValueError. */
  static OptionalDouble parse(String text) {
    String plain = ascii(text);
    int from = 0;
    int to = plain.length();
    while (from < to && space(plain.charAt(from))) {
      from++;
    }
    while (to > from && space(plain.charAt(to - 1))) {
      to--;
    }
    plain = plain.substring(from, to).toLowerCase(Locale.ROOT);
    if (NUMBER.matcher(plain).matches()) {
      return OptionalDouble.of(Double.parseDouble(plain.replace("_", "")));
    }
    if (!WORD.matcher(plain).matches()) {
      return OptionalDouble.empty();
    }
    if (plain.endsWith("nan")) {
      return OptionalDouble.of(Double.NaN);
    }
    return OptionalDouble.of(
        plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
  }

  private static boolean space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Turns every script's digits and blanks into ASCII's; anything else beyond ASCII into "?". */
  private static String ascii(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                plain.append((char) c);
              } else if (c == 0x85 || Character.isSpaceChar(c)) {
                plain.append(' ');
              } else {
                plain.append(Character.isDigit(c) ? (char) ('0' + Character.digit(c, 10)) : '?');
              }
            });
    return plain.toString();
  }
}
