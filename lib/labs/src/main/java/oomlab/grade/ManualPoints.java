package oomlab.grade;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The points that a person gives: what {@code manual.csv} holds. */
public final class ManualPoints {
  static final String FILE = "manual.csv";
  static final ManualPoints NONE = new ManualPoints(Map.of());

  private static final List<String> HEADER =
      List.of("submission", "grade_id", "max_score", "score", "comment");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9}");

  private final Map<Key, Row> rows;

  private ManualPoints(Map<Key, Row> rows) {
    this.rows = rows;
  }

  /** Names as the table has them, safe for spreadsheets. */
  private record Key(String submission, String gradeId) {
    static Key of(String submission, String gradeId) {
      return new Key(CsvFile.text(submission), CsvFile.text(gradeId));
    }
  }

  private record Row(int line, double max, String score, String comment) {
    boolean typed() {
      return !score.isEmpty() || !comment.isEmpty();
    }
  }

  /**
   * Reads the table.
   *
   * @throws GradeException if it is no such table, or a score in it no number from 0 to its maximum
   */
  public static ManualPoints parse(String csv) throws GradeException {
    List<List<String>> table = CsvFile.parse(csv);
    if (table.isEmpty() || !table.get(0).equals(HEADER)) {
      throw new GradeException(
          FILE
              + " does not begin with the line "
              + String.join(",", HEADER)
              + "; save it with commas between its columns, or move it away.");
    }
    Map<Key, Row> rows = new LinkedHashMap<>();
    for (int i = 1; i < table.size(); i++) {
      List<String> cells = table.get(i);
      if (cells.stream().allMatch(String::isBlank)) {
        continue;
      }
      if (cells.size() != HEADER.size()) {
        throw new GradeException(
            "%s, row %d: %d columns, not %d.".formatted(FILE, i + 1, cells.size(), HEADER.size()));
      }
      String max = cells.get(2).strip();
      if (!NUMBER.matcher(max).matches()) {
        throw new GradeException(
            "%s, row %d: max_score is \"%s\", no number.".formatted(FILE, i + 1, max));
      }
      Row row = new Row(i + 1, Double.parseDouble(max), cells.get(3).strip(), cells.get(4).strip());
      Key key = Key.of(cells.get(0), cells.get(1));
      points(key, row, row.max());
      if (rows.put(key, row) != null) {
        throw new GradeException(
            "%s, row %d: %s of %s stands there twice."
                .formatted(FILE, i + 1, key.gradeId(), key.submission()));
      }
    }
    return new ManualPoints(rows);
  }

  private static OptionalDouble points(Key key, Row row, double max) throws GradeException {
    if (row.score().isEmpty()) {
      return OptionalDouble.empty();
    }
    double points = NUMBER.matcher(row.score()).matches() ? Double.parseDouble(row.score()) : -1;
    if (points < 0 || points > max) {
      throw new GradeException(
          "%s, row %d: the score \"%s\" of %s for %s is no number from 0 to %s."
              .formatted(
                  FILE,
                  row.line(),
                  row.score(),
                  key.submission(),
                  key.gradeId(),
                  CsvFile.number(max)));
    }
    return OptionalDouble.of(points);
  }

  /**
   * Returns the submission with the points and comments typed for it.
   *
   * @throws GradeException if a score is above what the cell is worth
   */
  public Graded apply(Graded graded) throws GradeException {
    List<CellScore> marks = new ArrayList<>();
    for (CellScore mark : graded.marks()) {
      Key key = Key.of(graded.submission(), mark.gradeId());
      Row row = rows.get(key);
      if (row == null || !row.typed()) {
        marks.add(mark);
        continue;
      }
      OptionalDouble points = points(key, row, mark.max());
      String comment = row.comment().isEmpty() ? mark.comment() : row.comment();
      marks.add(
          new CellScore(
              mark.gradeId(),
              mark.kind(),
              points.orElse(mark.score()),
              mark.max(),
              points.isEmpty() && mark.needsManual(),
              comment));
    }
    return new Graded(
        graded.submission(),
        graded.status(),
        graded.why(),
        marks,
        graded.remarks(),
        graded.seconds(),
        graded.key());
  }

  /**
   * Returns the table for these submissions: what waits, with what is typed, and all else that was
   * typed, also for submissions that are not among them.
   */
  ManualPoints list(Iterable<Graded> graded) {
    Map<Key, Row> listed = new LinkedHashMap<>();
    for (Graded one : graded) {
      for (CellScore mark : one.marks()) {
        Key key = Key.of(one.submission(), mark.gradeId());
        Row old = rows.get(key);
        if (mark.needsManual() || (old != null && old.typed())) {
          String score = old == null ? "" : old.score();
          listed.put(key, new Row(0, mark.max(), score, old == null ? "" : old.comment()));
        }
      }
    }
    rows.forEach(
        (key, row) -> {
          if (row.typed()) {
            listed.putIfAbsent(key, row);
          }
        });
    return new ManualPoints(listed);
  }

  /** Returns the table; a comment that a spreadsheet takes for a formula gets an apostrophe. */
  public String csv() {
    StringBuilder csv = new StringBuilder(CsvFile.row(HEADER));
    rows.forEach(
        (key, row) ->
            csv.append(
                CsvFile.row(
                    List.of(
                        key.submission(),
                        key.gradeId(),
                        CsvFile.number(row.max()),
                        row.score(),
                        CsvFile.text(row.comment())))));
    return csv.toString();
  }
}
