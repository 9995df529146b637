package oomlab.check;

import java.util.List;
import java.util.Optional;

/** Factors that come from units, not from the machine. */
public final class Factors {
  private record Factor(double times, String lies) {}

  private static final List<Factor> KNOWN =
      List.of(
          new Factor(4, "between kB and pages of 4 KiB"),
          new Factor(4096, "between bytes and pages of 4 KiB"),
          new Factor(1024, "between bytes, KiB and MiB"),
          new Factor(1024 * 1024, "between bytes and MiB, or KiB and GiB"),
          new Factor(256, "between pages of 4 KiB and MiB"));

  private Factors() {}

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
        .map(f -> "a factor of %s lies %s".formatted((long) f.times(), f.lies()))
        .findFirst();
  }
}
