package oomlab.internal.proc;

/** What both CSV forms share. */
final class CsvText {
  private CsvText() {}

  /** Parses a whole number, or names the line that has none. */
  static long number(String cell, int line) {
    try {
      return Long.parseLong(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "line %d: \"%s\" is not a whole number".formatted(line, cell), e);
    }
  }
}
