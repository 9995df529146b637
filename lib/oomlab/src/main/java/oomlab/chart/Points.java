package oomlab.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The points of a curve or of a polygon, in data coordinates. */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers; nobody compares two curves
record Points(double[] xs, double[] ys) {
  int size() {
    return xs.length;
  }

  /**
   * Returns a curve of about so many points at most that looks the same: of each stretch it keeps
   * the first, the lowest, the highest and the last point, so that no peak is lost.
   */
  Points thinned(int most) {
    if (size() <= most) {
      return this;
    }
    int buckets = Math.max(1, most / 4);
    List<Integer> kept = new ArrayList<>();
    for (int b = 0; b < buckets; b++) {
      int from = (int) ((long) b * size() / buckets);
      int to = (int) ((long) (b + 1) * size() / buckets);
      int low = from;
      int high = from;
      for (int i = from; i < to; i++) {
        low = ys[i] < ys[low] ? i : low;
        high = ys[i] > ys[high] ? i : high;
      }
      int[] four = {from, low, high, to - 1};
      Arrays.stream(four).sorted().distinct().forEach(kept::add);
    }
    return new Points(
        kept.stream().mapToDouble(i -> xs[i]).toArray(),
        kept.stream().mapToDouble(i -> ys[i]).toArray());
  }
}
