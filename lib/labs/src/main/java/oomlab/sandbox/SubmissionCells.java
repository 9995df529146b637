package oomlab.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.kernel.RemoteSession;

/**
 * What one submission has to run: cells in their order.
 *
 * @param name the submission's name
 * @param steps the code cells
 * @param owner what the instructor's cells declare and use
 * @param files what it sees in its own folder
 */
public record SubmissionCells(
    String name, List<Step> steps, RemoteSession.Owner owner, List<Mounted> files) {
  /** Makes the lists unmodifiable. */
  public SubmissionCells {
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
   * @param barred why it is not to be run
   */
  public record Step(String name, String source, Whose whose, Optional<String> barred) {
    /** Makes a step to be run. */
    public Step(String name, String source, Whose whose) {
      this(name, source, whose, Optional.empty());
    }

    Step with(String other) {
      return new Step(name, other, whose, barred);
    }

    Step barred(String why) {
      return new Step(name, source, whose, Optional.of(why));
    }
  }

  /** Returns the same with one step that is not to be run. */
  SubmissionCells without(int number, String why) {
    List<Step> changed = new ArrayList<>(steps);
    changed.set(number, steps.get(number).barred(why));
    return new SubmissionCells(name, changed, owner, files);
  }
}
