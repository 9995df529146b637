package oomlab.grade;

/**
 * The points of one cell.
 *
 * @param gradeId the cell's name in the assignment
 * @param kind how the points come about
 * @param score points, from 0 to max
 * @param max the most that can be had
 * @param needsManual whether a person has to look
 * @param comment for the student; empty if there is nothing to say
 */
public record CellScore(
    String gradeId, Kind kind, double score, double max, boolean needsManual, String comment) {

  /** How points come about. */
  public enum Kind {
    /** A test cell's outputs. */
    TESTS,
    /** A person reads a written answer. */
    MANUAL,
    /** A person reads what was done for a task. */
    TASK
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the score is no number from 0 to max
   */
  public CellScore {
    if (!(score >= 0 && score <= max && Double.isFinite(max))) {
      throw new IllegalArgumentException(
          "%s: %s points are not in 0 to %s".formatted(gradeId, score, max));
    }
  }
}
