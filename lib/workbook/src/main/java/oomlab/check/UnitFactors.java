package oomlab.check;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;

/** Factors between units, such as pages and kB, by which answers are often wrong. */
public final class UnitFactors {
  private record Factor(double times, String clause) {}

  private static final List<Factor> KNOWN =
      List.of(
          new Factor(4, later("a factor of %s lies between kB and pages of 4 KiB")),
          new Factor(4096, later("a factor of %s lies between bytes and pages of 4 KiB")),
          new Factor(1024, later("a factor of %s lies between bytes, KiB and MiB")),
          new Factor(
              1024 * 1024, later("a factor of %s lies between bytes and MiB, or KiB and GiB")),
          new Factor(256, later("a factor of %s lies between pages of 4 KiB and MiB")));

  private UnitFactors() {}

  /**
   * Returns which factor lies between two numbers, as a clause; empty if it is none of those that
   * units bring.
   */
  public static Optional<String> between(double a, double b) {
    if (a <= 0 || b <= 0) {
      return Optional.empty();
    }
    double ratio = Math.max(a, b) / Math.min(a, b);
    return KNOWN.stream()
        .filter(f -> Math.abs(ratio / f.times() - 1) < 0.02)
        .map(f -> words(f.clause(), (long) f.times()))
        .findFirst();
  }
}
