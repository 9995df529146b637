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
public record Gradebook(List<String> gradeIds, List<Graded> graded) {
  /** Keeps its own lists. */
  public Gradebook {
    gradeIds = List.copyOf(gradeIds);
    graded = List.copyOf(graded);
  }

  /** Returns the gradebook of an assignment's cells and these submissions. */
  public static Gradebook of(List<String> gradeIds, List<Graded> graded) {
    return new Gradebook(gradeIds, graded);
  }

  /**
   * Returns {@code scores.csv}: a row a cell, for programs; {@code needs_manual} is 0 or 1. Of a
   * failed submission the numbers are empty. Text stands as it is.
   */
  public String scoresCsv() {
    StringBuilder csv = new StringBuilder();
    csv.append(
        CsvFile.row(
            List.of("submission", "status", "grade_id", "score", "max_score", "needs_manual")));
    for (Graded one : graded) {
      Map<String, CellScore> marks = marks(one);
      for (String id : gradeIds) {
        List<String> row = new ArrayList<>(List.of(one.submission(), status(one), id));
        CellScore mark = marks.get(id);
        row.addAll(
            mark == null
                ? List.of("", "", "")
                : List.of(
                    CsvFile.number(mark.score()),
                    CsvFile.number(mark.max()),
                    mark.needsManual() ? "1" : "0"));
        csv.append(CsvFile.row(row));
      }
    }
    return csv.toString();
  }

  /** Returns {@code remarks.csv}: a row a remark, what weighs most first in each submission. */
  public String remarksCsv() {
    StringBuilder csv = new StringBuilder();
    csv.append(CsvFile.row(List.of("submission", "weight", "kind", "grade_id", "remark")));
    for (Graded one : graded) {
      List<Remark> remarks = new ArrayList<>(one.remarks());
      if (one.status() == Graded.Status.FAILED) {
        remarks.add(new Remark("", "failed", Remark.Weight.WARNING, one.why()));
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
    StringBuilder csv = new StringBuilder();
    List<String> header = new ArrayList<>();
    header.addAll(List.of("submission", "status", "total", "max", "needs_manual"));
    gradeIds.forEach(id -> header.add(CsvFile.text(id)));
    header.add("remarks");
    csv.append(CsvFile.row(header));
    for (Graded one : graded) {
      boolean failed = one.status() == Graded.Status.FAILED;
      Map<String, CellScore> marks = marks(one);
      List<String> row = new ArrayList<>(List.of(CsvFile.text(one.submission()), status(one)));
      row.add(failed ? "" : CsvFile.number(one.total()));
      row.add(failed ? "" : CsvFile.number(one.max()));
      row.add(
          failed
              ? ""
              : String.valueOf(one.marks().stream().filter(CellScore::needsManual).count()));
      for (String id : gradeIds) {
        CellScore mark = marks.get(id);
        row.add(mark == null ? "" : CsvFile.number(mark.score()));
      }
      row.add(String.valueOf(one.remarks().size()));
      csv.append(CsvFile.row(row));
    }
    return csv.toString();
  }

  private static Map<String, CellScore> marks(Graded graded) {
    return graded.marks().stream()
        .collect(
            Collectors.toMap(CellScore::gradeId, Function.identity(), (first, again) -> first));
  }

  private static String status(Graded graded) {
    return graded.status() == Graded.Status.GRADED ? "graded" : "failed";
  }
}
