package oomlab.explain;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kernel's release as numbers: {@code 2.6.39-rc1} is 2, 6, 39. */
record KernelRelease(int major, int minor, int patch) implements Comparable<KernelRelease> {
  private static final Comparator<KernelRelease> ORDER =
      Comparator.comparingInt(KernelRelease::major)
          .thenComparingInt(KernelRelease::minor)
          .thenComparingInt(KernelRelease::patch);
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,5}))?.*");

  static Optional<KernelRelease> parse(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    return numbers.matches()
        ? Optional.of(
            new KernelRelease(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                numbers.group(3) == null ? 0 : Integer.parseInt(numbers.group(3))))
        : Optional.empty();
  }

  static KernelRelease of(int major, int minor) {
    return new KernelRelease(major, minor, 0);
  }

  boolean atLeast(int otherMajor, int otherMinor) {
    return compareTo(of(otherMajor, otherMinor)) >= 0;
  }

  /** Returns the formula of this mainline release. */
  Formula formula() {
    if (compareTo(new KernelRelease(2, 6, 36)) < 0) {
      return Formula.TIME_BASED;
    }
    if (compareTo(new KernelRelease(2, 6, 39)) < 0) {
      return Formula.PER_MILLE;
    }
    if (!atLeast(3, 5)) {
      return Formula.PER_MILLE_WITH_TABLES;
    }
    if (!atLeast(3, 14)) {
      return Formula.ROOT_MINUS_30;
    }
    if (!atLeast(4, 17)) {
      return Formula.ROOT_MINUS_3_PERCENT;
    }
    return atLeast(5, 9) ? Formula.SIGNED : Formula.NO_ROOT_BONUS;
  }

  @Override
  public int compareTo(KernelRelease other) {
    return ORDER.compare(this, other);
  }
}
