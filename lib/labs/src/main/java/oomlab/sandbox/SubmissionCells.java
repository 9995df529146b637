package oomlab.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.kernel.RemoteSession;

/**
 * The code cells of one submission, in the order in which they run.
 *
 * @param name the submission's name
 * @param cells the code cells
 * @param trusted what the instructor's cells declare and use
 * @param files mounted in its work folder
 */
public record SubmissionCells(
    String name,
    List<CodeCell> cells,
    RemoteSession.TrustedSources trusted,
    List<ReadOnlyMount> files) {
  /** Makes the lists unmodifiable. */
  public SubmissionCells {
    cells = List.copyOf(cells);
    files = List.copyOf(files);
  }

  /** What a cell is for, and whose it is. */
  public enum CellRole {
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
   * @param reasonNotToRun why it is not to be run
   */
  public record CodeCell(
      String name, String source, CellRole role, Optional<String> reasonNotToRun) {
    /** Makes a cell to be run. */
    public CodeCell(String name, String source, CellRole role) {
      this(name, source, role, Optional.empty());
    }

    CodeCell with(String other) {
      return new CodeCell(name, other, role, reasonNotToRun);
    }

    CodeCell reasonNotToRun(String why) {
      return new CodeCell(name, source, role, Optional.of(why));
    }
  }

  /** Returns the same with one cell that is not to be run. */
  SubmissionCells without(int number, String why) {
    List<CodeCell> changed = new ArrayList<>(cells);
    changed.set(number, cells.get(number).reasonNotToRun(why));
    return new SubmissionCells(name, changed, trusted, files);
  }
}
