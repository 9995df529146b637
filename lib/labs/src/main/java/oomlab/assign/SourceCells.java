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

  /**
   * Returns the packages that students' code does not get while it is graded, from {@code
   * metadata.oomlab.withheld}.
   */
  public static List<String> withheld(Notebook source) {
    List<String> packages = new ArrayList<>();
    source
        .metadata()
        .path("oomlab")
        .path("withheld")
        .forEach(each -> packages.add(each.asString("")));
    return packages;
  }

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
