package oomlab.assign;

import oomlab.ipynb.Cell;
import oomlab.ipynb.NbgraderMetadata;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps Jupyter from deleting cells with nbgrader metadata, and from editing tests and read-only
 * ones.
 */
final class LockCells implements CellPreprocessor {
  @Override
  public Cell apply(Cell cell) {
    if (cell.nbgrader().isEmpty()) {
      return cell;
    }
    NbgraderMetadata nbgrader = cell.nbgrader().get();
    if (!nbgrader.solution() && !nbgrader.isLocked()) {
      return cell;
    }
    ObjectNode metadata = cell.metadata();
    metadata.put("deletable", false);
    if (nbgrader.isLocked()) {
      metadata.put("editable", false);
    }
    return cell.withMetadata(metadata);
  }
}
