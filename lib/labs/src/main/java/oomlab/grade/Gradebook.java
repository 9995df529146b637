package oomlab.grade;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tables of a class. Their columns depend on the assignment alone, so the tables of a class
 * that was graded in parts can be joined; each has one header line.
 *
 * @param gradeIds the cells that give points, in the assignment's order
 * @param graded the submissions, in the order of the rows
 */
public record Gradebook(List<String> gradeIds, List<GradedSubmission> graded) {
  /**
   * A further column of {@code gradebook.csv}.
   *
   * @param value what a submission has there
   */
  public record Column(String title, Function<GradedSubmission, String> value) {}

  /** Keeps its own lists. */
  public Gradebook {
    gradeIds = List.copyOf(gradeIds);
    graded = List.copyOf(graded);
  }

  /** Returns the gradebook of an assignment's cells and these submissions. */
  public static Gradebook of(List<String> gradeIds, List<GradedSubmission> graded) {
    return new Gradebook(gradeIds, graded);
  }

  /**
   * Returns {@code scores.csv}: a row a cell, for programs; {@code needs_manual} is 0 or 1. Of a
   * submission that is not {@code graded} the numbers are empty. Names that a spreadsheet takes for
   * formulas begin with an apostrophe.
   */
  public String scoresCsv() {
    StringBuilder csv = new StringBuilder();
    csv.append(
        CsvFile.row(
            List.of("submission", "status", "grade_id", "score", "max_score", "needs_manual")));
    for (GradedSubmission one : graded) {
      Map<String, CellScore> marks = marks(one);
      for (String id : gradeIds) {
        List<String> row =
            new ArrayList<>(List.of(CsvFile.text(one.submission()), one.status().word(), id));
        CellScore cellScore = marks.get(id);
        row.addAll(
            cellScore == null
                ? List.of("", "", "")
                : List.of(
                    CsvFile.number(cellScore.score()),
                    CsvFile.number(cellScore.max()),
                    cellScore.needsManual() ? "1" : "0"));
        csv.append(CsvFile.row(row));
      }
    }
    return csv.toString();
  }

  /** Returns {@code remarks.csv}: a row a remark, what weighs most first in each submission. */
  public String remarksCsv() {
    StringBuilder csv = new StringBuilder();
    csv.append(CsvFile.row(List.of("submission", "weight", "kind", "grade_id", "remark")));
    for (GradedSubmission one : graded) {
      List<Remark> remarks = new ArrayList<>(one.remarks());
      if (!one.graded()) {
        remarks.add(new Remark("", one.status().word(), Remark.Weight.WARNING, one.why()));
      }
      remarks.sort(Comparator.comparing(Remark::weight).reversed());
      for (Remark each : remarks) {
        csv.append(
            CsvFile.row(
                List.of(
                    CsvFile.text(one.submission()),
                    each.weight().name().toLowerCase(Locale.ROOT),
                    each.kind(),
                    CsvFile.text(each.gradeId()),
                    CsvFile.text(each.sentence()))));
      }
    }
    return csv.toString();
  }

  /**
   * Returns {@code gradebook.csv}: a row a submission, for people; {@code needs_manual} counts the
   * cells that wait. Names that a spreadsheet takes for formulas begin with an apostrophe.
   */
  public String csv() {
    return csv(List.of());
  }

  /** Returns the same with more columns behind it. */
  public String csv(List<Column> more) {
    StringBuilder csv = new StringBuilder();
    List<String> header = new ArrayList<>();
    header.addAll(List.of("submission", "status", "total", "max", "needs_manual"));
    gradeIds.forEach(id -> header.add(CsvFile.text(id)));
    header.add("remarks");
    more.forEach(column -> header.add(column.title()));
    csv.append(CsvFile.row(header));
    for (GradedSubmission one : graded) {
      Map<String, CellScore> marks = marks(one);
      List<String> row =
          new ArrayList<>(List.of(CsvFile.text(one.submission()), one.status().word()));
      row.add(one.graded() ? CsvFile.number(one.total()) : "");
      row.add(one.graded() ? CsvFile.number(one.max()) : "");
      row.add(
          one.graded()
              ? String.valueOf(one.marks().stream().filter(CellScore::needsManual).count())
              : "");
      for (String id : gradeIds) {
        CellScore cellScore = marks.get(id);
        row.add(cellScore == null ? "" : CsvFile.number(cellScore.score()));
      }
      row.add(String.valueOf(one.remarks().size()));
      more.forEach(column -> row.add(CsvFile.text(column.value().apply(one))));
      csv.append(CsvFile.row(row));
    }
    return csv.toString();
  }

  private static Map<String, CellScore> marks(GradedSubmission graded) {
    return graded.marks().stream()
        .collect(
            Collectors.toMap(CellScore::gradeId, Function.identity(), (first, again) -> first));
  }
}
