package oomlab.report;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads numbers that may be too large, without exceptions. */
final class NumberText {
  private NumberText() {}

  /** Returns the number, or empty if it is none or does not fit. */
  static OptionalLong number(String text) {
    int length = text.length();
    int i = length > 1 && text.charAt(0) == '-' ? 1 : 0;
    if (i == length) {
      return OptionalLong.empty();
    }
    for (int j = i; j < length; j++) {
      char c = text.charAt(j);
      if (c < '0' || c > '9') {
        return OptionalLong.empty();
      }
    }
    if (length - i > 19) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }

  /** Returns the number, or empty if it is none or does not fit into an int. */
  static OptionalInt small(String text) {
    return small(number(text));
  }

  /** Returns the number, or empty if it does not fit into an int. */
  static OptionalInt small(OptionalLong value) {
    return value.isPresent() && (int) value.getAsLong() == value.getAsLong()
        ? OptionalInt.of((int) value.getAsLong())
        : OptionalInt.empty();
  }
}
