package oomlab.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers along an axis. */
final class Ticks {
  private Ticks() {}

  /** Returns multiples of 1, 2 or 5 times a power of ten from 0 to {@code max}: about so many. */
  static List<Double> upTo(double max, int about) {
    double rough = max / about;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step =
        power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10);
    return every(step, max);
  }

  /** Returns multiples of a power of two from 0 to {@code max}, as memory comes. */
  static List<Double> binaryUpTo(double max, int about) {
    double step = Math.pow(2, Math.rint(Math.log(max / about) / Math.log(2)));
    return every(step, max);
  }

  private static List<Double> every(double step, double max) {
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i * step <= max * 1.0001; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Prints a number without a trailing {@code .0}. */
  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    return String.format(Locale.ROOT, "%.3f", value).replaceAll("0+$", "");
  }
}
