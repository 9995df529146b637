package oomlab.cli;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds markers in the bytes of a log without decoding them, and without looking at most of them:
 * of every few places only the four bytes at one are looked up among the markers' own.
 */
final class LogBytes {
  private static final VarHandle FOUR = view(int[].class);
  private static final VarHandle EIGHT = view(long[].class);
  private static final int TABLE_BITS = 13;
  private static final int MIX = 0x9e3779b1; // 2^32 divided by the golden ratio
  private static final long NEWLINES = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  private final byte[][] markers;
  private final int[] table = new int[1 << TABLE_BITS]; // a bit for each marker that has the bytes
  private final int step;

  /**
   * Prepares a search.
   *
   * @param markers at most 32, in ASCII, of four letters or more: the longer the shortest of them,
   *     the faster
   */
  LogBytes(List<String> markers) {
    this.markers =
        markers.stream().map(m -> m.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
    int shortest = Arrays.stream(this.markers).mapToInt(m -> m.length).min().orElseThrow();
    step = shortest - Integer.BYTES + 1;
    for (int marker = 0; marker < this.markers.length; marker++) {
      for (int i = 0; i < step; i++) {
        table[slot(this.markers[marker], i)] |= 1 << marker;
      }
    }
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  private static int slot(byte[] bytes, int at) {
    return ((int) FOUR.get(bytes, at) * MIX) >>> (Integer.SIZE - TABLE_BITS);
  }

  /**
   * Returns the start of the first marker that is wholly in the range; its end if there is none.
   */
  int find(byte[] bytes, int from, int to) {
    for (int at = from; at <= to - Integer.BYTES; at += step) {
      int likely = table[slot(bytes, at)];
      for (int start = Math.max(from, at - step + 1); likely != 0 && start <= at; start++) {
        if (starts(bytes, start, to, likely)) {
          return start;
        }
      }
    }
    return to;
  }

  private boolean starts(byte[] bytes, int at, int to, int likely) {
    for (int left = likely; left != 0; left &= left - 1) {
      byte[] marker = markers[Integer.numberOfTrailingZeros(left)];
      int end = at + marker.length;
      if (end <= to && Arrays.equals(bytes, at, end, marker, 0, marker.length)) {
        return true;
      }
    }
    return false;
  }

  /** Counts the newlines in the range. */
  static int newlines(byte[] bytes, int from, int to) {
    int count = 0;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long zeros = (long) EIGHT.get(bytes, at) ^ NEWLINES;
      count += Long.BYTES - Long.bitCount((((zeros & LOW_BITS) + LOW_BITS) | zeros) & ~LOW_BITS);
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
