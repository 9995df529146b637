package oomlab.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.internal.text.Language;
import oomlab.trusted.SourceCell;

/**
 * The code cells of one submission, in the order in which they run.
 *
 * @param name the submission's name
 * @param cells the code cells
 * @param assignment the assignment's source, against which its tests are compiled; empty to run
 *     tests in the student's process
 * @param files mounted in its work folder
 * @param language in which the library speaks where the student's cells run
 */
public record SubmissionCells(
    String name,
    List<CodeCell> cells,
    List<SourceCell> assignment,
    List<ReadOnlyMount> files,
    Language language) {
  /** Makes the lists unmodifiable. */
  public SubmissionCells {
    cells = List.copyOf(cells);
    assignment = List.copyOf(assignment);
    files = List.copyOf(files);
  }

  /** Takes a submission in English. */
  public SubmissionCells(
      String name, List<CodeCell> cells, List<SourceCell> assignment, List<ReadOnlyMount> files) {
    this(name, cells, assignment, files, Language.ENGLISH);
  }

  /** What a cell is for, and whose it is. */
  public enum CellRole {
    /** The instructor's, and it declares what others use. */
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
    return new SubmissionCells(name, changed, assignment, files, language);
  }
}
