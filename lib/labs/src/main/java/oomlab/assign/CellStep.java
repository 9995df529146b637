package oomlab.assign;

import java.util.ArrayList;
import java.util.List;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;

/** A step that looks at each cell alone. */
interface CellStep extends Step {
  /**
   * Returns the cell after this step.
   *
   * @throws NotebookException if the step cannot be done; which cell it is need not be said
   */
  Cell apply(Cell cell) throws NotebookException;

  @Override
  default Notebook apply(Notebook notebook) throws NotebookException {
    List<Cell> cells = new ArrayList<>();
    for (Cell cell : notebook.cells()) {
      try {
        cells.add(apply(cell));
      } catch (NotebookException e) {
        throw new NotebookException(name(cell, cells.size() + 1) + ": " + e.getMessage());
      }
    }
    return notebook.withCells(cells);
  }

  /** Returns how a cell is called in a sentence; people count from 1. */
  static String name(Cell cell, int number) {
    return "cell " + number + (cell.gradeId().isEmpty() ? "" : " (" + cell.gradeId() + ")");
  }
}
