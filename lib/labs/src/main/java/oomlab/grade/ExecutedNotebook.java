package oomlab.grade;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;

/** Notebooks as they ran: what {@code executed} holds. */
public final class ExecutedNotebook {
  private ExecutedNotebook() {}

  /**
   * Reads one.
   *
   * @return empty if there is none, as of a submission that could not be read
   */
  public static Optional<Notebook> parse(byte[] bytes) {
    if (bytes.length == 0) {
      return Optional.empty();
    }
    try {
      // Our own file: as large as what ran may have become.
      NotebookLimits limits =
          new NotebookLimits(bytes.length, 10_000, 200, Integer.MAX_VALUE, Integer.MAX_VALUE);
      return Optional.of(Notebook.parse(bytes, limits));
    } catch (NotebookException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a cell's text is the student's. */
  static boolean isStudents(Cell cell) {
    return cell.metadata().path("oomlab").path("student").asBoolean(false);
  }

  /** Returns the notebook with the cells of these names as they ran later. */
  static Notebook replaced(Notebook notebook, Notebook later, Set<String> gradeIds) {
    List<Cell> cells =
        notebook.cells().stream()
            .map(cell -> gradeIds.contains(cell.gradeId()) ? named(later, cell) : cell)
            .toList();
    return notebook.withCells(cells);
  }

  private static Cell named(Notebook notebook, Cell otherwise) {
    return notebook.cells().stream()
        .filter(cell -> cell.gradeId().equals(otherwise.gradeId()))
        .findFirst()
        .orElse(otherwise);
  }
}
