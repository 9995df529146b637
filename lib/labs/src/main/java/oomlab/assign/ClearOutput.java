package oomlab.assign;

import java.util.List;
import java.util.OptionalInt;
import oomlab.ipynb.Cell;
import tools.jackson.databind.node.ObjectNode;

/** Removes what code cells have printed, and how it was folded; nbconvert's {@code ClearOutput}. */
final class ClearOutput implements CellStep {
  @Override
  public Cell apply(Cell cell) {
    if (cell.type() != Cell.Type.CODE) {
      return cell;
    }
    ObjectNode metadata = cell.metadata();
    metadata.remove(List.of("collapsed", "scrolled"));
    return cell.withMetadata(metadata).withOutputs(List.of(), OptionalInt.empty());
  }
}
