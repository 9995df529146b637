package oomlab.assign;

import java.util.List;
import oomlab.ipynb.Cell;
import oomlab.ipynb.DelimitedRegion;
import oomlab.ipynb.NbgraderMetadata;
import oomlab.ipynb.NotebookException;

/** Removes the tests that students do not see. */
final class ClearHiddenTests implements CellPreprocessor {
  @Override
  public Cell apply(Cell cell) throws NotebookException {
    String source = DelimitedRegion.HIDDEN_TESTS.replace(cell.source(), List.of());
    if (DelimitedRegion.HIDDEN_TESTS.isIn(cell.source())
        && cell.nbgrader().filter(NbgraderMetadata::grade).isEmpty()) {
      throw new NotebookException(
          DelimitedRegion.HIDDEN_TESTS.begin() + " stands in a cell that gives no points");
    }
    return cell.withSource(source);
  }
}
