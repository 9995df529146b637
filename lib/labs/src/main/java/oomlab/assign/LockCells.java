package oomlab.assign;

import oomlab.ipynb.Cell;
import oomlab.ipynb.GradeMark;
import tools.jackson.databind.node.ObjectNode;

/** Keeps Jupyter from deleting marked cells, and from editing tests and read-only ones. */
final class LockCells implements CellStep {
  @Override
  public Cell apply(Cell cell) {
    if (cell.mark().isEmpty()) {
      return cell;
    }
    GradeMark mark = cell.mark().get();
    if (!mark.solution() && !mark.isLocked()) {
      return cell;
    }
    ObjectNode metadata = cell.metadata();
    metadata.put("deletable", false);
    if (mark.isLocked()) {
      metadata.put("editable", false);
    }
    return cell.withMetadata(metadata);
  }
}
