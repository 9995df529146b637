package oomlab.grade;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.OptionalDouble;
import oomlab.grade.Remark.Weight;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.NbgraderMetadata;

/**
 * Scores a cell as nbgrader does ({@code utils.determine_grade}, {@code
 * preprocessors/saveautogrades.py}). Where nbgrader would lose the whole submission, the cell gets
 * 0 points and a remark.
 */
public final class Scoring {
  /** nbgrader's comment on an answer that was not touched. */
  public static final String NO_RESPONSE = later("No response.");

  static final String MISSING = later("The cell is missing.");

  private Scoring() {}

  /**
   * A mark and what led to it.
   *
   * @param remarks none in most cases
   */
  public record Scored(CellScore cellScore, List<Remark> remarks) {}

  /**
   * Scores a cell that gives points.
   *
   * @param cell the student's source under the assignment's mark: points, and the checksum that the
   *     cell had when it was handed out
   * @param outputs of a test cell, after {@link StreamMerger#merge} and {@link LimitOutput#apply}
   * @throws IllegalArgumentException if the cell gives no points
   */
  public static Scored score(Cell cell, List<Output> outputs) {
    return switch (cell.kind()) {
      case TESTS ->
          cell.type() == Cell.Type.CODE
              ? tests(cell.gradeId(), points(cell), outputs)
              : waiting(cell, CellScore.Kind.TESTS);
      case MANUAL -> manual(cell);
      case TASK -> waiting(cell, CellScore.Kind.TASK);
      default -> throw new IllegalArgumentException(cell.gradeId() + " gives no points");
    };
  }

  /** Scores a cell of the assignment that the submission does not have. */
  public static Scored missing(Cell assigned) {
    CellScore.Kind kind =
        switch (assigned.kind()) {
          case TESTS -> CellScore.Kind.TESTS;
          case MANUAL -> CellScore.Kind.MANUAL;
          case TASK -> CellScore.Kind.TASK;
          default -> throw new IllegalArgumentException(assigned.gradeId() + " gives no points");
        };
    String id = assigned.gradeId();
    return new Scored(
        new CellScore(id, kind, 0, points(assigned), true, MISSING),
        List.of(new Remark(id, "missing-cell", Weight.WARNING, words("Cell %s is missing.", id))));
  }

  /** Scores a test cell: the first error, text on standard error, or value decides. */
  static Scored tests(String gradeId, double max, List<Output> outputs) {
    for (Output output : outputs) {
      if (output instanceof Output.Error error) {
        return tested(gradeId, 0, max, FailureText.words(error), List.of());
      }
      if (output instanceof Output.Stream stream && stream.name().equals("stderr")) {
        return tested(gradeId, 0, max, FailureText.words(stream), List.of());
      }
      if (output instanceof Output.Result result) {
        PartialGrade.Worth worth = PartialGrade.of(result, max);
        if (worth instanceof PartialGrade.Worth.Points points) {
          return tested(gradeId, points.points(), max, "", List.of());
        }
        PartialGrade.Worth.Broken broken = (PartialGrade.Worth.Broken) worth;
        String sentence = words("Test cell %s gets 0: %s.", gradeId, broken.why());
        Remark remark = new Remark(gradeId, broken.kind(), Weight.WARNING, sentence);
        return tested(gradeId, 0, max, sentence, List.of(remark));
      }
    }
    return tested(gradeId, max, max, "", List.of());
  }

  private static Scored tested(
      String gradeId, double score, double max, String comment, List<Remark> remarks) {
    return new Scored(
        new CellScore(gradeId, CellScore.Kind.TESTS, score, max, false, comment), remarks);
  }

  /** Leaves an untouched answer to a person who looks at the student's own cells below it. */
  static Scored answeredBelow(Cell cell) {
    String sentence = words("nothing was written in it, but below it: that is to be marked");
    return new Scored(
        waiting(cell, CellScore.Kind.MANUAL).cellScore(),
        List.of(new Remark(cell.gradeId(), "answer-below", Weight.NOTE, sentence)));
  }

  private static Scored manual(Cell cell) {
    if (!Checksum.fits(cell)) {
      return waiting(cell, CellScore.Kind.MANUAL);
    }
    return new Scored(
        new CellScore(cell.gradeId(), CellScore.Kind.MANUAL, 0, points(cell), false, NO_RESPONSE),
        List.of());
  }

  private static Scored waiting(Cell cell, CellScore.Kind kind) {
    return new Scored(new CellScore(cell.gradeId(), kind, 0, points(cell), true, ""), List.of());
  }

  private static double points(Cell cell) {
    OptionalDouble points =
        cell.nbgrader().map(NbgraderMetadata::points).orElseGet(OptionalDouble::empty);
    return points.orElseThrow(
        () -> new IllegalArgumentException(cell.gradeId() + " says no points"));
  }
}
