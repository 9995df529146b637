package oomlab.internal.proc;

import static oomlab.internal.text.Words.words;

/** What both CSV forms share. */
final class CsvText {
  private CsvText() {}

  /** Parses a whole number, or names the line that has none. */
  static long number(String cell, int line) {
    try {
      return Long.parseLong(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          words("line %d: \"%s\" is not a whole number", line, cell), e);
    }
  }
}
