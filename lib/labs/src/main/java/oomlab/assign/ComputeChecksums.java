package oomlab.assign;

import java.util.Optional;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.GradeMark;

/** Writes the checksum and the type of each cell that gives points, is answered, or is locked. */
final class ComputeChecksums implements CellStep {
  @Override
  public Cell apply(Cell cell) {
    Optional<GradeMark> mark = cell.mark().filter(m -> m.grade() || m.solution() || m.isLocked());
    return mark.isEmpty()
        ? cell
        : cell.withMark(
            Optional.of(mark.get().withChecksum(Checksum.of(cell), cell.type().word())));
  }
}
