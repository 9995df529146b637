package oomlab.internal.text;

import static oomlab.internal.text.Words.words;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 256M} is 256 MiB, as in cgroup files. */
public final class ByteSize {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15})\\s*([KMGT]?)(?:i?B)?", Pattern.CASE_INSENSITIVE);
  private static final String UNITS = "KMGT";

  private ByteSize() {}

  /**
   * Reads a size such as {@code 4096}, {@code 10M}, {@code 1 GiB}; the units are powers of 1024.
   *
   * @throws IllegalArgumentException if the text is no size, or too large for 63 bits
   */
  public static long parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(
          words("\"%s\" is no size: write a whole number and K, M, G or T, such as 256M", text));
    }
    int power = m.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(m.group(2).toUpperCase(Locale.ROOT));
    try {
      return Math.multiplyExact(Long.parseLong(m.group(1)), 1L << (10 * power));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(words("\"%s\" is more than 8 EiB", text), e);
    }
  }

  /** Writes a size with the largest unit that keeps it at 1 or more, such as {@code 255.3 MiB}. */
  public static String text(long bytes) {
    if (Math.abs(bytes) < 1024) {
      return words("%d bytes", bytes);
    }
    double value = bytes;
    int power = -1;
    while (Math.abs(value) >= 1024 && power + 1 < UNITS.length()) {
      value /= 1024;
      power++;
    }
    String number =
        value == Math.rint(value)
            ? String.format(Locale.ROOT, "%.0f", value)
            : String.format(Locale.ROOT, "%.1f", value);
    return number + " " + UNITS.charAt(power) + "iB";
  }
}
