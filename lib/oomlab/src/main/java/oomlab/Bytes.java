package oomlab;

import oomlab.internal.text.ByteSize;

/** Sizes as people write them: {@code 256M} is 256 MiB, as in cgroup files. */
public final class Bytes {
  private Bytes() {}

  /**
   * Reads a size such as {@code 4096}, {@code 10M}, {@code 1 GiB}; the units are powers of 1024.
   *
   * @throws IllegalArgumentException if the text is no size, or too large for 63 bits
   */
  public static long parse(String text) {
    return ByteSize.parse(text);
  }

  /** Writes a size with the largest unit that keeps it at 1 or more, such as {@code 255.3 MiB}. */
  public static String text(long bytes) {
    return ByteSize.text(bytes);
  }
}
