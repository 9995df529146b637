package oomlab.graded;

import java.util.List;
import java.util.function.Predicate;
import oomlab.internal.text.Words;

/**
 * What a graded notebook's tests are made of. Java's own {@code assert} does nothing in a notebook.
 *
 * <p>Tests call these by their full name: {@code oomlab.graded.Require.that(...)}.
 */
public final class Require {
  private Require() {}

  /**
   * Does nothing if the condition holds.
   *
   * @param expected what was expected, in a sentence, without the right answer; said in the
   *     reader's language where the book has it
   * @throws IllegalStateException with this sentence if it does not hold
   */
  public static void that(boolean condition, String expected) {
    if (!condition) {
      throw new IllegalStateException(Words.translated(expected));
    }
  }

  /**
   * Returns a part of the points: as large as the part of the cases that hold, rounded down to
   * hundredths, and prints how many did. A case that throws does not hold.
   *
   * @param points for all cases; above 0
   */
  public static <T> double share(double points, List<T> cases, Predicate<? super T> holds) {
    long right = cases.stream().filter(c -> holds(c, holds)).count();
    System.out.println(Words.translated("%d of %d cases").formatted(right, cases.size()));
    return Math.floor(points * 100 * right / cases.size()) / 100;
  }

  private static <T> boolean holds(T one, Predicate<? super T> holds) {
    try {
      return holds.test(one);
    } catch (RuntimeException | StackOverflowError | LinkageError thrown) {
      // What went wrong in a hidden case is not told; the visible ones show it.
      return false;
    }
  }
}
