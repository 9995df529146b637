package oomlab.assign;

import java.util.Optional;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.NbgraderMetadata;

/** Writes the checksum and the type of each cell that gives points, is answered, or is locked. */
final class ComputeChecksums implements CellPreprocessor {
  @Override
  public Cell apply(Cell cell) {
    Optional<NbgraderMetadata> nbgrader =
        cell.nbgrader().filter(m -> m.grade() || m.solution() || m.isLocked());
    return nbgrader.isEmpty()
        ? cell
        : cell.withNbgrader(
            Optional.of(nbgrader.get().withChecksum(Checksum.of(cell), cell.type().word())));
  }
}
