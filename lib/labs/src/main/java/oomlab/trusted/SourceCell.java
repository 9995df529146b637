package oomlab.trusted;

/**
 * A code cell of an assignment's source, with solutions and hidden tests.
 *
 * @param name its {@code grade_id}
 */
public record SourceCell(String name, String source, Role role) {
  /** What a cell is for. */
  public enum Role {
    /** The instructor's: it declares what others use. */
    SETUP,
    /** The student's; here with the solution. */
    ANSWER,
    /** The instructor's, and it gives points. */
    TEST
  }
}
