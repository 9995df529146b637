package oomlab.exam;

import java.util.List;
import oomlab.kernel.RemoteSession;

/**
 * What one submission has to run: cells in their order.
 *
 * @param name the submission's name
 * @param steps the code cells
 * @param owner what the instructor's cells declare and use
 * @param files what it sees in its own folder
 */
public record Paper(String name, List<Step> steps, RemoteSession.Owner owner, List<Mounted> files) {
  /** Makes the lists unmodifiable. */
  public Paper {
    steps = List.copyOf(steps);
    files = List.copyOf(files);
  }

  /** Whose cell it is. */
  public enum Whose {
    /** The instructor's, and what it declares must stay as it is. */
    SETUP,
    /** The instructor's, and it tries what the student has declared. */
    TEST,
    /** The student's. */
    STUDENT
  }

  /**
   * One code cell.
   *
   * @param name what errors call it, such as {@code cell 4}
   */
  public record Step(String name, String source, Whose whose) {}
}
