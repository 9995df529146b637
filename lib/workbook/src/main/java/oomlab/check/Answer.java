package oomlab.check;

import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the reader wrote, read with some patience: {@code 1_412_546}, {@code "1,412,546"} and {@code
 * 1412546.0} are the same number.
 *
 * @param text lower case, without space around it; empty if there is no answer yet
 * @param number its value, if it is a number
 */
record Answer(String text, OptionalDouble number) {
  static Answer of(@Nullable Object written) {
    if (written == null || written == Question.YOURS) {
      return new Answer("", OptionalDouble.empty());
    }
    if (written instanceof Boolean yes) {
      return of(yes ? "yes" : "no");
    }
    if (written instanceof Number number) {
      return new Answer(normal(written.toString()), OptionalDouble.of(number.doubleValue()));
    }
    String text = normal(String.valueOf(written));
    return new Answer(text, number(text));
  }

  boolean missing() {
    return text.isEmpty();
  }

  static String normal(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  private static OptionalDouble number(String text) {
    String plain = text.replaceAll("(?<=\\d)[,_'](?=\\d{3}(?!\\d))", "");
    try {
      return plain.matches("[-+]?[\\d.]+(e[-+]?\\d+)?")
          ? OptionalDouble.of(Double.parseDouble(plain))
          : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
