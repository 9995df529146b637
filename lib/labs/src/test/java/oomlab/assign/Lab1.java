package oomlab.assign;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import oomlab.ipynb.Cell;
import oomlab.ipynb.GradeMark;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;

/** A small assignment with every kind of cell. */
public final class Lab1 {
  private Lab1() {}

  /** Returns the source notebook. */
  public static Notebook source() throws NotebookException {
    return notebook(
        cell(Cell.Type.MARKDOWN, "intro", "L", 0, "# Lab 1"),
        cell(
            Cell.Type.CODE,
            "id",
            "S",
            0,
            """
            // As in  String studentId = "s1234567";
            // BEGIN SOLUTION
            String studentId = "instructor";
            // END SOLUTION"""),
        cell(
            Cell.Type.CODE,
            "q1",
            "S",
            0,
            """
            int square(int n) {
              // BEGIN SOLUTION
              return n * n;
              // END SOLUTION
            }"""),
        cell(
            Cell.Type.CODE,
            "q1_test",
            "GL",
            3,
            """
            check(square(2) == 4, "square(2)");
            // BEGIN HIDDEN TESTS
            check(square(-3) == 9, "square(-3)");
            // END HIDDEN TESTS"""),
        cell(Cell.Type.MARKDOWN, "q4", "GS", 5, "Because it is so."),
        cell(
            Cell.Type.MARKDOWN,
            "t1",
            "LT",
            4,
            """
            Draw a plan on paper.

            ### BEGIN MARK SCHEME
            4 points for a plan.
            ### END MARK SCHEME"""));
  }

  /** Returns a Java notebook of these cells. */
  public static Notebook notebook(Cell... cells) throws NotebookException {
    String empty =
        "{\"cells\": [], \"metadata\": {\"kernelspec\": {\"language\": \"java\"}},"
            + " \"nbformat\": 4, \"nbformat_minor\": 5}";
    return Notebook.parse(empty.getBytes(StandardCharsets.UTF_8), NotebookLimits.SUBMISSION)
        .withCells(List.of(cells));
  }

  /**
   * Returns a marked cell.
   *
   * @param flags of G (grade), S (solution), L (locked), T (task)
   * @param points none if 0
   */
  public static Cell cell(
      Cell.Type type, String gradeId, String flags, double points, String source) {
    return Cell.of(type, gradeId, source)
        .withMark(
            Optional.of(
                new GradeMark(
                    3,
                    gradeId,
                    flags.contains("G"),
                    flags.contains("S"),
                    flags.contains("L"),
                    flags.contains("T"),
                    points == 0 ? OptionalDouble.empty() : OptionalDouble.of(points),
                    Optional.empty(),
                    Optional.empty())));
  }

  /** Returns the cell with this grade_id. */
  public static Cell cell(Notebook notebook, String gradeId) {
    return notebook.cells().stream()
        .filter(cell -> cell.gradeId().equals(gradeId))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the notebook with one cell replaced. */
  public static Notebook with(Notebook notebook, String gradeId, Cell cell) {
    List<Cell> cells = new ArrayList<>(notebook.cells());
    cells.replaceAll(old -> old.gradeId().equals(gradeId) ? cell : old);
    return notebook.withCells(cells);
  }
}
