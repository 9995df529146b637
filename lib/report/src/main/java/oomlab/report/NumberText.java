package oomlab.report;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads numbers that may be too large. */
final class NumberText {
  private NumberText() {}

  /** Returns the number, or empty if it is none or does not fit. */
  static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException noneOrTooLarge) {
      return OptionalLong.empty();
    }
  }

  /** Returns the number under this name, if there is one. */
  static OptionalLong named(Map<String, Long> numbers, String name) {
    Long value = numbers.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Whether both numbers are there and the first is larger. */
  static boolean exceeds(OptionalLong one, OptionalLong other) {
    return one.isPresent() && other.isPresent() && one.getAsLong() > other.getAsLong();
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
