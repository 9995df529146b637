package oomlab.lms;

/**
 * What a submission loses for being late; its scores stay as they are.
 *
 * @param days late days that have begun
 * @param points from 0 to the submission's score
 */
public record LatePenalty(Kind kind, int days, double points) {
  /** How late it is. */
  public enum Kind {
    /** In time. */
    IN_TIME,
    /** Some late days. */
    LATE,
    /** After the last late day that is accepted. */
    TOO_LATE,
    /** Nobody knows when it was handed in. */
    UNKNOWN
  }

  /** Of a submission in time. */
  public static final LatePenalty NONE = new LatePenalty(Kind.IN_TIME, 0, 0);
}
