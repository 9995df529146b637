package oomlab.ipynb;

import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What nbgrader writes on a cell ({@code metadata.nbgrader}): what the cell is for, and its worth.
 * Names are nbgrader's.
 *
 * @param schemaVersion 3 in all that nbgrader 0.6 to 0.9 write; 0 if it is missing
 * @param gradeId the cell's name in the assignment; empty if it is missing
 * @param grade whether the cell gives points
 * @param solution whether the student writes here
 * @param locked as stored; what counts is {@link #isLocked()}
 * @param task whether it is a manually graded task
 * @param points what a grade or task cell is worth
 * @param checksum md5 of what must not change, see {@link Checksum}
 * @param cellType the type of the cell when the checksum was taken
 */
public record GradeMark(
    int schemaVersion,
    String gradeId,
    boolean grade,
    boolean solution,
    boolean locked,
    boolean task,
    OptionalDouble points,
    Optional<String> checksum,
    Optional<String> cellType) {

  /** What a cell is for, as the "Create Assignment" panel of JupyterLab names it. */
  public enum Kind {
    /** The student's code, graded by a test cell. */
    ANSWER,
    /** Tests; their outputs decide the score. */
    TESTS,
    /** The student's code or text, graded by a person. */
    MANUAL,
    /** A task; the student answers in cells of their own, and a person grades it. */
    TASK,
    /** Text or code that students must not change. */
    READ_ONLY,
    /** A cell that nbgrader leaves alone. */
    NONE
  }

  /** Returns what the cell is for. */
  public Kind kind() {
    if (grade) {
      return solution ? Kind.MANUAL : Kind.TESTS;
    }
    if (solution) {
      return Kind.ANSWER;
    }
    return task ? Kind.TASK : locked ? Kind.READ_ONLY : Kind.NONE;
  }

  /**
   * Returns whether the source is put back if it was changed: of test cells always, of answers
   * never, whatever the stored flag says ({@code utils.is_locked}).
   */
  public boolean isLocked() {
    return !solution && (grade || locked);
  }

  /** Returns it with the checksum and the cell type it was taken of. */
  public GradeMark withChecksum(String md5, String type) {
    return new GradeMark(
        schemaVersion,
        gradeId,
        grade,
        solution,
        locked,
        task,
        points,
        Optional.of(md5),
        Optional.of(type));
  }

  /** Returns the mark in a cell's metadata; null there counts as missing. */
  static Optional<GradeMark> read(JsonNode metadata, String where) throws NotebookException {
    JsonNode node = metadata.path("nbgrader");
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    if (!(node instanceof ObjectNode mark)) {
      throw new NotebookException(where + ": metadata.nbgrader is no object");
    }
    Fields fields = new Fields(mark, where);
    double version = fields.number("schema_version").orElse(0);
    if (version != (int) version) {
      throw new NotebookException(where + ": metadata.nbgrader.schema_version is no whole number");
    }
    return Optional.of(
        new GradeMark(
            (int) version,
            fields.text("grade_id").orElse(""),
            fields.flag("grade"),
            fields.flag("solution"),
            fields.flag("locked"),
            fields.flag("task"),
            fields.number("points"),
            fields.text("checksum"),
            fields.text("cell_type")));
  }

  /** Writes the mark over an older one, whose other fields and whose spelling of points stay. */
  void write(ObjectNode mark) {
    mark.put("schema_version", schemaVersion);
    if (!gradeId.isEmpty() || mark.has("grade_id")) {
      mark.put("grade_id", gradeId);
    }
    mark.put("grade", grade).put("solution", solution).put("locked", locked);
    if (task || mark.has("task")) {
      mark.put("task", task);
    }
    if (points.isEmpty()) {
      mark.remove("points");
    } else if (!mark.path("points").isNumber()
        || mark.path("points").doubleValue() != points.getAsDouble()) {
      double value = points.getAsDouble();
      if (value == (int) value) {
        mark.put("points", (int) value);
      } else {
        mark.put("points", value);
      }
    }
    checksum.ifPresentOrElse(md5 -> mark.put("checksum", md5), () -> mark.remove("checksum"));
    cellType.ifPresentOrElse(type -> mark.put("cell_type", type), () -> mark.remove("cell_type"));
  }

  private record Fields(ObjectNode mark, String where) {
    Optional<String> text(String name) throws NotebookException {
      JsonNode value = mark.path(name);
      if (value.isMissingNode() || value.isNull()) {
        return Optional.empty();
      }
      return Optional.of(check(value.isString(), name, "text", value).stringValue());
    }

    boolean flag(String name) throws NotebookException {
      JsonNode value = mark.path(name);
      return !value.isMissingNode()
          && !value.isNull()
          && check(value.isBoolean(), name, "true or false", value).booleanValue();
    }

    OptionalDouble number(String name) throws NotebookException {
      JsonNode value = mark.path(name);
      if (value.isMissingNode() || value.isNull()) {
        return OptionalDouble.empty();
      }
      return OptionalDouble.of(
          PythonNumbers.value(check(value.isNumber(), name, "a number", value)));
    }

    private JsonNode check(boolean fits, String name, String what, JsonNode value)
        throws NotebookException {
      if (!fits) {
        throw new NotebookException(
            "%s: metadata.nbgrader.%s is %s, not %s"
                .formatted(where, name, PythonNumbers.typeOf(value), what));
      }
      return value;
    }
  }
}
