package oomlab.assign;

import java.util.List;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;

/**
 * The way from an assignment's source notebook to the student version: {@code
 * GenerateAssignment.preprocessors} of nbgrader 0.9.5, without the header (off there, too), tests
 * made by templates (not for Java) and the database.
 */
public final class Release {
  /** The steps to what nbgrader keeps in its database; see {@link #prepared}. */
  static final List<Step> PREPARE =
      List.of(
          new LockCells(),
          new ClearSolutions(),
          new ClearOutput(),
          new CheckMetadata(),
          new ComputeChecksums());

  /** The steps from there to the student version. */
  static final List<Step> STRIP =
      List.of(
          new ClearHiddenTests(),
          new ClearMarkScheme(),
          new ComputeChecksums(),
          new CheckMetadata());

  private Release() {}

  /**
   * Returns the source with solutions cleared, and with hidden tests, mark schemes and the
   * checksums of these cells: what locked cells are restored to, and what an unchanged answer is
   * compared with.
   *
   * @throws NotebookException if a step cannot be done; the message says where and why
   */
  public static Notebook prepared(Notebook source) throws NotebookException {
    return through(PREPARE, source);
  }

  /**
   * Returns the student version: no solution, no hidden test, no mark scheme, with the checksums of
   * what is left.
   *
   * @throws NotebookException if a step cannot be done; the message says where and why
   */
  public static Notebook student(Notebook source) throws NotebookException {
    return through(STRIP, prepared(source));
  }

  private static Notebook through(List<Step> steps, Notebook source) throws NotebookException {
    Notebook notebook = source;
    for (Step step : steps) {
      notebook = step.apply(notebook);
    }
    return notebook;
  }
}
