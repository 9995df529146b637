package oomlab.notebook;

import java.util.Locale;

/** Numbers in words: times with their unit. */
final class Words {
  private Words() {}

  /** Returns nanoseconds as µs, ms or s. */
  static String nanos(long count) {
    double nanos = (double) count;
    return nanos < 1e6
        ? number(nanos / 1e3) + " µs"
        : nanos < 10e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
  }

  /** Returns a number with at most one decimal and thousands separated. */
  static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%,.1f", value);
  }
}
