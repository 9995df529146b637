package oomlab.chart;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The points of a curve or of a polygon, in data coordinates. */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers; nobody compares two curves
record Points(double[] xs, double[] ys) {
  static Points of(IntStream indices, IntToDoubleFunction x, IntToDoubleFunction y) {
    int[] all = indices.toArray();
    return new Points(
        Arrays.stream(all).mapToDouble(x).toArray(), Arrays.stream(all).mapToDouble(y).toArray());
  }

  int size() {
    return xs.length;
  }

  double highest() {
    return Arrays.stream(ys).max().orElse(0);
  }

  /**
   * Returns a curve of about so many points at most that looks the same: of each stretch it keeps
   * the first, the lowest, the highest and the last point, so that no peak is lost.
   */
  Points thinned(int most) {
    if (size() <= most) {
      return this;
    }
    int stretches = Math.max(1, most / 4);
    IntStream kept =
        IntStream.range(0, stretches)
            .flatMap(
                s ->
                    extremes(
                        (int) ((long) s * size() / stretches),
                        (int) ((long) (s + 1) * size() / stretches)));
    return of(kept, i -> xs[i], i -> ys[i]);
  }

  private IntStream extremes(int from, int to) {
    int low = from;
    int high = from;
    for (int i = from; i < to; i++) {
      low = ys[i] < ys[low] ? i : low;
      high = ys[i] > ys[high] ? i : high;
    }
    return IntStream.of(from, low, high, to - 1).sorted().distinct();
  }
}
