package oomlab.handin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds runs that were handed in twice in a class, also with other names, shifted or stretched
 * times, scaled sizes, and rows that are missing or in another order.
 *
 * <p>Two honest runs of one machine, or of guests from one image, share none of these numbers: they
 * come from when a computer got round to something, to the nanosecond. Who copied from whom, no run
 * can tell. Not found: a copy whose every number was changed a little by a program.
 */
public final class Copies {
  private Copies() {}

  /**
   * Two submissions with the same run.
   *
   * @param one the first name in the alphabet
   * @param other the second
   * @param reason what they have in common, with the numbers
   */
  public record Copy(String one, String other, String reason) {
    @Override
    public String toString() {
      return "%s and %s handed in the same run: %s".formatted(one, other, reason);
    }
  }

  /**
   * Finds all pairs; those who handed in a recorded run of the book are no copies of each other.
   *
   * @param handedIn the fingerprint of each submission, by its name
   * @return ordered by name
   */
  public static List<Copy> find(Map<String, Fingerprint> handedIn) {
    SortedMap<String, Fingerprint> own = new TreeMap<>(handedIn);
    own.values().removeIf(print -> BookRuns.name(print).isPresent());
    List<String> names = List.copyOf(own.keySet());
    List<Fingerprint> prints = List.copyOf(own.values());
    List<Copy> copies = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        String one = names.get(i);
        String other = names.get(j);
        reason(prints.get(i), prints.get(j))
            .ifPresent(reason -> copies.add(new Copy(one, other, reason)));
      }
    }
    return List.copyOf(copies);
  }

  /** Says why two runs are one; empty if they are two. */
  static Optional<String> reason(Fingerprint one, Fingerprint other) {
    if (one.digest().equals(other.digest())) {
      return Optional.of("every number is the same.");
    }
    List<String> reasons = new ArrayList<>();
    if (one.identity().equals(other.identity())) {
      reasons.add("both are of " + one.identity());
    }
    for (Strand strand : Strand.values()) {
      int[] a = one.strand(strand);
      int[] b = other.strand(strand);
      int common = Fingerprint.common(a, b);
      int smaller = Math.min(a.length, b.length);
      if (strand.tells(common, smaller)) {
        reasons.add("%d of %d %s are the same".formatted(common, smaller, strand.words()));
      }
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons) + ".");
  }
}
