package oomlab.explain;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.report.OomReport;

/** A kernel's release as numbers: {@code 2.6.39-rc1} is 2, 6, 39. */
record KernelRelease(int major, int minor, int patch) implements Comparable<KernelRelease> {
  private static final Comparator<KernelRelease> ORDER =
      Comparator.comparingInt(KernelRelease::major)
          .thenComparingInt(KernelRelease::minor)
          .thenComparingInt(KernelRelease::patch);
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,5}))?.*");

  /** Returns the release that a report names. */
  static Optional<KernelRelease> of(OomReport report) {
    return report.kernel().flatMap(KernelRelease::parse);
  }

  /** Returns the release that a text begins with. */
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

  boolean atLeast(int otherMajor, int otherMinor) {
    return compareTo(new KernelRelease(otherMajor, otherMinor, 0)) >= 0;
  }

  /** Returns the formula of this mainline release. */
  Formula formula() {
    return Stream.of(Formula.values())
        .filter(f -> f != Formula.PER_MILLE_RUNNING_OVER)
        .filter(f -> parse(f.releases()).map(first -> compareTo(first) >= 0).orElse(true))
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  @Override
  public int compareTo(KernelRelease other) {
    return ORDER.compare(this, other);
  }
}
