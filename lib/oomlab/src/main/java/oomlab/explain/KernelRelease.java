package oomlab.explain;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.report.OomReport;

/** A kernel's release as numbers: {@code 2.6.39-rc1} is 2, 6, 39. */
record KernelRelease(int major, int minor, int patch) {
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
    return atLeast(new KernelRelease(otherMajor, otherMinor, 0));
  }

  private boolean atLeast(KernelRelease other) {
    return Arrays.compare(numbers(), other.numbers()) >= 0;
  }

  private int[] numbers() {
    return new int[] {major, minor, patch};
  }

  /** Returns the formula of this mainline release. */
  Formula formula() {
    return Stream.of(Formula.values())
        .filter(f -> f != Formula.PER_MILLE_RUNNING_OVER)
        .filter(f -> parse(f.releases()).map(this::atLeast).orElse(true))
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }
}
