package oomlab.internal.text;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's release as numbers: {@code 2.6.39-rc1} is 2, 6, 39.
 *
 * @param major 2 of it
 * @param minor 6
 * @param patch 39; 0 where there is none
 */
public record KernelRelease(int major, int minor, int patch) {
  /** The older first. */
  public static final Comparator<KernelRelease> ORDER =
      Comparator.comparingInt(KernelRelease::major)
          .thenComparingInt(KernelRelease::minor)
          .thenComparingInt(KernelRelease::patch);

  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,5}))?.*");

  /** Returns the release that a text begins with. */
  public static Optional<KernelRelease> parse(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    return numbers.matches()
        ? Optional.of(
            new KernelRelease(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                numbers.group(3) == null ? 0 : Integer.parseInt(numbers.group(3))))
        : Optional.empty();
  }

  /** Whether it is this release or a later one. */
  public boolean atLeast(int otherMajor, int otherMinor) {
    return atLeast(new KernelRelease(otherMajor, otherMinor, 0));
  }

  /** Whether it is this release or a later one. */
  public boolean atLeast(KernelRelease other) {
    return ORDER.compare(this, other) >= 0;
  }
}
