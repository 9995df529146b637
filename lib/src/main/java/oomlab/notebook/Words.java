package oomlab.notebook;

import java.util.Locale;

/** Numbers in words: sizes and times with their unit. */
final class Words {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Words() {}

  /** Returns bytes in the unit that gives a short number: {@code 256 MiB}, {@code 1.5 GiB}. */
  static String bytes(double bytes) {
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return number(value) + " " + UNITS[unit];
  }

  /** Returns nanoseconds as µs, ms or s. */
  static String nanos(double nanos) {
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
