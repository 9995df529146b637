package oomlab.lms;

/**
 * What a submission gets in the end.
 *
 * @param failed whether it could not be graded; the numbers mean nothing then
 * @param waiting how many of its answers a person has still to mark
 * @param raw its points as graded
 * @param max the most that could be had
 */
public record FinalScore(
    String submission, boolean failed, int waiting, double raw, double max, LatePenalty penalty) {
  /** Returns the points that count: never below 0. */
  public double score() {
    return Math.max(0, raw - penalty.points());
  }
}
