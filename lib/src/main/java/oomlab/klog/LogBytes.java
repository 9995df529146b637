package oomlab.klog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Counts and finds in the bytes of a log, eight at a time: decoding all of it costs far more. */
final class LogBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private final byte[][] markers;
  private final int[] pairs;
  private final long pair;

  /**
   * Makes a search for any of the markers.
   *
   * @param markers ASCII, with a letter that stands twice in a row in all of them
   */
  LogBytes(List<String> markers) {
    this.markers =
        markers.stream()
            .map(m -> m.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
    int letter =
        markers.get(0).chars()
            .filter(c -> markers.stream().allMatch(m -> m.contains(Character.toString(c).repeat(2))))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no common pair in " + markers));
    String both = Character.toString(letter).repeat(2);
    this.pairs = markers.stream().mapToInt(m -> m.indexOf(both)).toArray();
    this.pair = ONES * letter;
  }

  /** Returns the start of the first marker that is wholly in the range; its end if there is none. */
  int find(byte[] bytes, int from, int to) {
    long last = 0;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long different = (long) LONG.get(bytes, at) ^ pair;
      // A high bit where the letter is; wrong hits above a right one are looked at below.
      long letters = (different - ONES) & ~different & HIGHS;
      long second = letters & (letters << 8 | last);
      last = letters >>> 56;
      while (second != 0) {
        int found = at(bytes, from, at + (Long.numberOfTrailingZeros(second) >> 3) - 1, to);
        if (found < to) {
          return found;
        }
        second &= second - 1;
      }
    }
    for (; at < to; at++) {
      int found = at(bytes, from, at - 1, to);
      if (found < to) {
        return found;
      }
    }
    return to;
  }

  /** Returns the start of a marker whose pair is at this place; the end of the range if none. */
  private int at(byte[] bytes, int from, int place, int to) {
    for (int i = 0; i < markers.length; i++) {
      byte[] marker = markers[i];
      int start = place - pairs[i];
      if (start >= from && start + marker.length <= to && matches(bytes, start, marker)) {
        return start;
      }
    }
    return to;
  }

  private static boolean matches(byte[] bytes, int start, byte[] marker) {
    for (int i = 0; i < marker.length; i++) {
      if (bytes[start + i] != marker[i]) {
        return false;
      }
    }
    return true;
  }

  /** Counts the newlines in the range. */
  static int newlines(byte[] bytes, int from, int to) {
    int count = 0;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long different = (long) LONG.get(bytes, at) ^ (ONES * '\n');
      // Exact in each byte: no carry leaves the low seven bits.
      long low = (different & ~HIGHS) + ~HIGHS;
      count += Long.bitCount(~(low | different) & HIGHS);
    }
    for (; at < to; at++) {
      count += bytes[at] == '\n' ? 1 : 0;
    }
    return count;
  }

  /** Returns the place of the next newline, the end of the range if there is none. */
  static int newline(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Returns the start of the line that this place is in, but nothing before the range. */
  static int lineStart(byte[] bytes, int from, int place) {
    int at = place;
    while (at > from && bytes[at - 1] != '\n') {
      at--;
    }
    return at;
  }
}
