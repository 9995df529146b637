package oomlab.assign;

import java.util.ArrayList;
import java.util.List;
import oomlab.ipynb.Cell;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;
import oomlab.trusted.SourceCell;

/** The code cells of an assignment's source, by which its tests are compiled. */
public final class SourceCells {
  private SourceCells() {}

  /** Returns those that have a mark, with what each is for. */
  public static List<SourceCell> of(Notebook source) {
    List<SourceCell> cells = new ArrayList<>();
    for (Cell cell : source.cells()) {
      if (cell.type() == Cell.Type.CODE && cell.kind() != Kind.NONE) {
        SourceCell.Role role =
            switch (cell.kind()) {
              case READ_ONLY -> SourceCell.Role.SETUP;
              case TESTS -> SourceCell.Role.TEST;
              default -> SourceCell.Role.ANSWER;
            };
        cells.add(new SourceCell(cell.gradeId(), cell.source(), role));
      }
    }
    return cells;
  }
}
