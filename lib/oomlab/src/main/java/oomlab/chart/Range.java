package oomlab.chart;

import java.util.List;
import java.util.stream.LongStream;

/**
 * What an axis shows.
 *
 * @param logarithmic whether these are the decimal logarithms of what is written at the axis
 */
record Range(double min, double max, boolean logarithmic) {
  Range(double min, double max) {
    this(min, max, false);
  }

  static Range upTo(double max) {
    return new Range(0, max);
  }

  /** Returns about so many multiples of 1, 2 or 5 times a power of ten. */
  List<Double> ticks(int about) {
    double rough = (max - min) / about;
    if (logarithmic && max - min >= 1) {
      return every(Math.ceil(rough));
    }
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    return every(power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10));
  }

  /** Returns about so many multiples of a power of two, as memory comes. */
  List<Double> binaryTicks(int about) {
    return every(Math.pow(2, Math.rint(Math.log((max - min) / about) / Math.log(2))));
  }

  /** What is written at a tick. */
  String label(double tick) {
    return Numerals.number(logarithmic ? Math.pow(10, tick) : tick);
  }

  private List<Double> every(double step) {
    long first = (long) Math.ceil(min / step - 1e-6);
    long last = (long) Math.floor(max / step + 1e-6);
    return LongStream.rangeClosed(first, last).mapToObj(i -> i * step).toList();
  }
}
