package oomlab.grade;

/**
 * Something an instructor should know about a submission; it changes no score by itself.
 *
 * @param gradeId the cell; empty for the whole submission
 * @param kind a short word that stays the same, such as {@code duplicate-cell}
 * @param sentence what was seen
 */
public record Remark(String gradeId, String kind, Weight weight, String sentence) {
  /** How much it matters. */
  public enum Weight {
    /** Good to know. */
    NOTE,
    /** Something is wrong with the submission, perhaps by accident. */
    WARNING,
    /** An attempt at points that were not earned. */
    CHEAT
  }
}
