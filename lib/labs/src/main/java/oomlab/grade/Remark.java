package oomlab.grade;

/**
 * What the instructor should know of a submission.
 *
 * @param gradeId the cell; empty means the whole submission
 * @param kind a short word that stays the same, such as {@code duplicate-cell}
 * @param weight how much it matters
 * @param sentence for people
 */
public record Remark(String gradeId, String kind, Weight weight, String sentence) {

  /** How much a remark matters. */
  public enum Weight {
    /** Nothing to do. */
    NOTE,
    /** Something went wrong. */
    WARNING,
    /** It looks like an attempt to get points that were not earned. */
    CHEAT
  }
}
