package oomlab.assign;

import java.util.List;
import oomlab.ipynb.Cell;
import oomlab.ipynb.GradeMark;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.Region;

/** Removes the tests that students do not see. */
final class ClearHiddenTests implements CellStep {
  @Override
  public Cell apply(Cell cell) throws NotebookException {
    String source = Region.HIDDEN_TESTS.replace(cell.source(), List.of());
    if (Region.HIDDEN_TESTS.isIn(cell.source()) && cell.mark().filter(GradeMark::grade).isEmpty()) {
      throw new NotebookException(
          Region.HIDDEN_TESTS.begin() + " stands in a cell that gives no points");
    }
    return cell.withSource(source);
  }
}
