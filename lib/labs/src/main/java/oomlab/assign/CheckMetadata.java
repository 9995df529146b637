package oomlab.assign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import oomlab.ipynb.Cell;
import oomlab.ipynb.GradeMark;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import tools.jackson.databind.JsonNode;

/** Checks each cell's mark against nbgrader's schema 3: {@code nbgraderformat/v3.json, v3.py}. */
final class CheckMetadata implements Step {
  private static final Set<String> FIELDS =
      Set.of(
          "schema_version",
          "grade",
          "solution",
          "locked",
          "task",
          "grade_id",
          "points",
          "checksum",
          "cell_type");
  private static final Pattern GRADE_ID = Pattern.compile("[a-zA-Z0-9_\\-]*");
  private static final Pattern CELL_TYPE = Pattern.compile("raw|code|markdown");
  private static final int SCHEMA = 3;
  private static final int MD5_CHARS = 32;

  @Override
  public Notebook apply(Notebook notebook) throws NotebookException {
    Map<String, Integer> numbers = new HashMap<>();
    int number = 0;
    for (Cell cell : notebook.cells()) {
      number++;
      Optional<String> problem = problem(cell);
      if (problem.isPresent()) {
        throw new NotebookException(CellStep.name(cell, number) + ": " + problem.get());
      }
      if (named(cell)) {
        Integer first = numbers.putIfAbsent(cell.gradeId(), number);
        if (first != null) {
          throw new NotebookException(duplicate(cell, first, number));
        }
      }
    }
    return notebook;
  }

  static String duplicate(Cell cell, int first, int second) {
    return "cells %d and %d have the same grade_id, %s".formatted(first, second, cell.gradeId());
  }

  /** Returns whether the cell needs a grade_id of its own. */
  static boolean named(Cell cell) {
    return cell.mark().filter(m -> m.grade() || m.solution() || m.locked()).isPresent();
  }

  /** Returns what is wrong with the cell's mark, seen alone. */
  static Optional<String> problem(Cell cell) {
    if (cell.mark().isEmpty()) {
      return Optional.empty();
    }
    GradeMark mark = cell.mark().get();
    JsonNode json = cell.metadata().path("nbgrader");
    return schema(mark, json).or(() -> kind(cell, mark));
  }

  private static Optional<String> schema(GradeMark mark, JsonNode json) {
    if (mark.schemaVersion() != SCHEMA) {
      return Optional.of(
          "nbgrader's metadata has schema %d, not 3; nbgrader update changes old ones"
              .formatted(mark.schemaVersion()));
    }
    for (String name : List.of("grade", "solution", "locked")) {
      if (!json.has(name)) {
        return Optional.of("nbgrader's metadata does not say " + name);
      }
    }
    Set<String> unknown = new TreeSet<>(json.propertyNames());
    unknown.removeAll(FIELDS);
    if (!unknown.isEmpty()) {
      return Optional.of("nbgrader's metadata has no field " + String.join(", ", unknown));
    }
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (field.getValue().isNull()) {
        return Optional.of("%s in nbgrader's metadata is null".formatted(field.getKey()));
      }
    }
    if (!GRADE_ID.matcher(mark.gradeId()).matches()) {
      return Optional.of("a grade_id has only letters, digits, - and _");
    }
    double points = mark.points().orElse(0);
    if (!(points >= 0) || Double.isInfinite(points)) {
      return Optional.of("points are " + points + ", not a number from 0 on");
    }
    if (mark.checksum().filter(c -> c.codePointCount(0, c.length()) != MD5_CHARS).isPresent()) {
      return Optional.of("the checksum has not 32 characters");
    }
    if (mark.cellType().filter(t -> !CELL_TYPE.matcher(t).matches()).isPresent()) {
      return Optional.of("cell_type in nbgrader's metadata is not code, markdown or raw");
    }
    return Optional.empty();
  }

  private static Optional<String> kind(Cell cell, GradeMark mark) {
    if (named(cell) && mark.gradeId().isEmpty()) {
      return Optional.of("a cell marked for grading needs a grade_id");
    }
    if (mark.grade() && mark.points().isEmpty()) {
      return Optional.of("a cell that is graded needs points");
    }
    boolean markdown = cell.type() == Cell.Type.MARKDOWN;
    if (mark.task() && !markdown) {
      return Optional.of("a task is a markdown cell");
    }
    if (!mark.task() && markdown && mark.grade() != mark.solution()) {
      return Optional.of(
          mark.grade()
              ? "a markdown cell cannot hold tests; mark it as manually graded"
              : "an answer in markdown is graded by a person; mark it so, with points");
    }
    return Optional.empty();
  }
}
