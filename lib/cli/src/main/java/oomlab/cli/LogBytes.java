package oomlab.cli;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts and finds in the bytes of a log without decoding them: the compiler turns the two loops
 * over eight bytes at a time into ones over a vector at a time.
 */
final class LogBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long EVEN = 0x00ff00ff00ff00ffL;
  private static final long SECOND_BYTE = 0x80L << 8;
  private static final long LAST_BYTE = 0x80L << 56;
  private static final int CORE = 3;

  /** From the most frequent on; capitals, digits and signs are rarer. */
  private static final String FREQUENT = " etaoinsrhldcumfpgwybvkxjqz";

  /** Long enough for vectors, and short enough that one hit costs little. */
  private static final int STRETCH = 128 * Long.BYTES;

  private final byte[][] markers;
  private final int[] offsets;
  private final byte[] core;
  private final long firsts;
  private final long seconds;
  private final long thirds;

  private LogBytes(List<String> markers) {
    String common = core(markers).orElseThrow();
    this.core = common.getBytes(StandardCharsets.US_ASCII);
    this.firsts = ONES * core[0];
    this.seconds = ONES * core[1];
    this.thirds = ONES * core[2];
    this.offsets = markers.stream().mapToInt(m -> m.indexOf(common)).toArray();
    this.markers =
        markers.stream().map(m -> m.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
  }

  /** Returns searches that together find any of the markers, which are ASCII. */
  static List<LogBytes> of(List<String> markers) {
    List<List<String>> alike = new ArrayList<>();
    for (String marker : markers) {
      List<String> group =
          alike.stream()
              .filter(g -> core(Stream.concat(g.stream(), Stream.of(marker)).toList()).isPresent())
              .findFirst()
              .orElseGet(ArrayList::new);
      if (group.isEmpty()) {
        alike.add(group);
      }
      group.add(marker);
    }
    return alike.stream().map(LogBytes::new).toList();
  }

  /** Returns the rarest letters that stand together in all of the markers. */
  private static Optional<String> core(List<String> markers) {
    String first = markers.get(0);
    return IntStream.rangeClosed(0, first.length() - CORE)
        .mapToObj(i -> first.substring(i, i + CORE))
        .filter(c -> markers.stream().allMatch(m -> m.contains(c)))
        .max(Comparator.comparingInt(c -> c.chars().map(LogBytes::rarity).sum()));
  }

  private static int rarity(int letter) {
    int place = FREQUENT.indexOf(letter);
    return place < 0 ? FREQUENT.length() : place;
  }

  /**
   * Returns the start of the first marker that is wholly in the range; its end if there is none.
   */
  int find(byte[] bytes, int from, int to) {
    int at = from;
    while (at + STRETCH <= to) {
      int stretch = at;
      int end = at + STRETCH;
      long hits = 0;
      for (; at < end; at += Long.BYTES) {
        hits += hits((long) LONG.get(bytes, at)) >>> 7;
      }
      for (int word = stretch; hits != 0 && word < end; word += Long.BYTES) {
        if (hits((long) LONG.get(bytes, word)) != 0) {
          int found = among(bytes, Math.max(from, word - CORE), word + Long.BYTES, from, to);
          if (found < to) {
            return found;
          }
        }
      }
    }
    return among(bytes, Math.max(from, at - CORE), to, from, to);
  }

  /** Whether a core may be in the word, or two of its letters at the border to another word. */
  private long hits(long word) {
    long first = zeros(word ^ firsts);
    long second = zeros(word ^ seconds);
    long third = zeros(word ^ thirds);
    long firstTwo = (first << 8) & second;
    long lastTwo = (second << 8) & SECOND_BYTE;
    return (((firstTwo << 8) | lastTwo) & third) | (firstTwo & LAST_BYTE);
  }

  /**
   * Sets the high bit of each byte that is zero, and perhaps of some in the same word if one is.
   */
  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGHS;
  }

  /** Looks at each place of a short range for a core, and for a marker around it. */
  private int among(byte[] bytes, int start, int end, int from, int to) {
    for (int at = start; at < Math.min(end, to - CORE + 1); at++) {
      if (bytes[at] == core[0] && bytes[at + 1] == core[1] && bytes[at + 2] == core[2]) {
        for (int i = 0; i < markers.length; i++) {
          int marker = at - offsets[i];
          if (marker >= from && starts(bytes, marker, to, markers[i])) {
            return marker;
          }
        }
      }
    }
    return to;
  }

  private static boolean starts(byte[] bytes, int at, int to, byte[] marker) {
    if (at + marker.length > to) {
      return false;
    }
    for (int i = 0; i < marker.length; i++) {
      if (bytes[at + i] != marker[i]) {
        return false;
      }
    }
    return true;
  }

  /** Counts the newlines in the range. */
  static int newlines(byte[] bytes, int from, int to) {
    int count = 0;
    int at = from;
    while (at + STRETCH <= to) {
      int end = at + STRETCH;
      long sums = 0; // of each of the eight places in a word
      for (; at < end; at += Long.BYTES) {
        long different = (long) LONG.get(bytes, at) ^ (ONES * '\n');
        sums += (~(((different & ~HIGHS) + ~HIGHS) | different) & HIGHS) >>> 7;
      }
      long pairs = (sums & EVEN) + ((sums >>> 8) & EVEN);
      count += (int) ((pairs * (EVEN / 0xff)) >>> 48);
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
