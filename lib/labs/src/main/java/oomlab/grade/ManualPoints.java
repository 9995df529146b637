package oomlab.grade;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
  record Key(String submission, String gradeId) {
    static Key of(String submission, String gradeId) {
      return new Key(CsvFile.text(submission), CsvFile.text(gradeId));
    }
  }

  record Row(int line, double max, String score, String comment) {
    boolean typed() {
      return !score.isEmpty() || !comment.isEmpty();
    }
  }

  /**
   * What is typed for an answer.
   *
   * @param score as typed; empty for none
   */
  record Entry(String score, String comment) {
    static final Entry NONE = new Entry("", "");
  }

  /**
   * Reads the table.
   *
   * @throws GradeException if it is no such table, or a score in it no number from 0 to its maximum
   */
  public static ManualPoints parse(String csv) throws GradeException {
    return parse(csv, FILE);
  }

  /**
   * Reads the table of another grader.
   *
   * @throws GradeException if it is no such table; it names the file
   */
  public static ManualPoints read(Path file) throws GradeException, IOException {
    return read(file, file.toString());
  }

  /** As the other; {@code shown} is what sentences call the table. */
  static ManualPoints read(Path file, String shown) throws GradeException, IOException {
    try {
      return parse(Files.readString(file), shown);
    } catch (NoSuchFileException e) {
      throw new GradeException("there is no file " + shown + ".");
    } catch (CharacterCodingException e) {
      throw new GradeException(shown + " is no UTF-8; save it as CSV in UTF-8.");
    }
  }

  /** As the other; {@code file} is what sentences call the table. */
  static ManualPoints parse(String csv, String file) throws GradeException {
    List<List<String>> table = CsvFile.parse(csv);
    if (table.isEmpty() || !table.get(0).equals(HEADER)) {
      throw new GradeException(
          file
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
            "%s, row %d: %d columns, not %d.".formatted(file, i + 1, cells.size(), HEADER.size()));
      }
      String max = cells.get(2).strip();
      if (!NUMBER.matcher(max).matches()) {
        throw new GradeException(
            "%s, row %d: max_score is \"%s\", no number.".formatted(file, i + 1, max));
      }
      Row row = new Row(i + 1, Double.parseDouble(max), cells.get(3).strip(), cells.get(4).strip());
      Key key = Key.of(cells.get(0), cells.get(1));
      points(key, row, row.max(), file);
      if (rows.put(key, row) != null) {
        throw new GradeException(
            "%s, row %d: %s of %s stands there twice."
                .formatted(file, i + 1, key.gradeId(), key.submission()));
      }
    }
    return new ManualPoints(rows);
  }

  private static OptionalDouble points(Key key, Row row, double max, String file)
      throws GradeException {
    if (row.score().isEmpty()) {
      return OptionalDouble.empty();
    }
    double points = NUMBER.matcher(row.score()).matches() ? Double.parseDouble(row.score()) : -1;
    if (points < 0 || points > max) {
      throw new GradeException(
          "%s, row %d: the score \"%s\" of %s for %s is no number from 0 to %s."
              .formatted(
                  file,
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
  public GradedSubmission apply(GradedSubmission graded) throws GradeException {
    List<CellScore> marks = new ArrayList<>();
    for (CellScore cellScore : graded.marks()) {
      Key key = Key.of(graded.submission(), cellScore.gradeId());
      Row row = rows.get(key);
      if (row == null || !row.typed()) {
        marks.add(cellScore);
        continue;
      }
      OptionalDouble points = points(key, row, cellScore.max(), FILE);
      String comment = row.comment().isEmpty() ? cellScore.comment() : row.comment();
      marks.add(
          new CellScore(
              cellScore.gradeId(),
              cellScore.kind(),
              points.orElse(cellScore.score()),
              cellScore.max(),
              points.isEmpty() && cellScore.needsManual(),
              comment));
    }
    return new GradedSubmission(
        graded.submission(),
        graded.status(),
        graded.why(),
        marks,
        graded.remarks(),
        graded.seconds(),
        graded.key());
  }

  /** Returns the row of an answer in the table, from 2 on; 1 if it has none. */
  public int row(String submission, String gradeId) {
    return 2 + List.copyOf(rows.keySet()).indexOf(Key.of(submission, gradeId));
  }

  /** Returns what is typed for an answer. */
  Entry entry(String submission, String gradeId) {
    Row row = rows.get(Key.of(submission, gradeId));
    return row == null ? Entry.NONE : new Entry(row.score(), row.comment());
  }

  /**
   * Returns the table with this typed for an answer.
   *
   * @throws GradeException if the score is no number from 0 to the maximum
   */
  ManualPoints with(String submission, String gradeId, double max, Entry entry)
      throws GradeException {
    Key key = Key.of(submission, gradeId);
    Row old = rows.get(key);
    String comment = CsvFile.text(entry.comment().strip());
    Row row =
        new Row(old == null ? rows.size() + 2 : old.line(), max, entry.score().strip(), comment);
    points(key, row, max, FILE);
    Map<Key, Row> changed = new LinkedHashMap<>(rows);
    changed.put(key, row);
    return new ManualPoints(changed);
  }

  /** Returns the rows in their order, for what compares tables. */
  Map<Key, Row> rows() {
    return Collections.unmodifiableMap(rows);
  }

  static ManualPoints of(Map<Key, Row> rows) {
    return new ManualPoints(new LinkedHashMap<>(rows));
  }

  /**
   * Returns the table for these submissions: what waits, with what is typed, and all else that was
   * typed, also for submissions that are not among them.
   */
  public ManualPoints list(Iterable<GradedSubmission> graded) {
    Map<Key, Row> listed = new LinkedHashMap<>();
    for (GradedSubmission one : graded) {
      for (CellScore cellScore : one.marks()) {
        Key key = Key.of(one.submission(), cellScore.gradeId());
        Row old = rows.get(key);
        if (cellScore.needsManual() || (old != null && old.typed())) {
          String score = old == null ? "" : old.score();
          listed.put(key, new Row(0, cellScore.max(), score, old == null ? "" : old.comment()));
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
