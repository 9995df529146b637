package oomlab.grade;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import oomlab.assign.Release;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An assignment of a few cells, and submissions of it. */
final class TinyLab {
  static final String NAME = "tiny";
  static final String RIGHT = "int twice(int n) { return 2 * n; }";
  static final String WRONG = "int twice(int n) { return 5; }";
  private static final JsonMapper JSON = new JsonMapper();

  private TinyLab() {}

  static byte[] source() {
    ObjectNode notebook = JSON.createObjectNode();
    notebook.put("nbformat", 4).put("nbformat_minor", 5);
    ObjectNode kernel = notebook.putObject("metadata").putObject("kernelspec");
    kernel.put("name", "java").put("display_name", "Java").put("language", "java");
    ((ObjectNode) notebook.path("metadata"))
        .putObject("oomlab")
        .putArray("withheld")
        .add("oomlab.explain")
        .add("oomlab.graded");
    ArrayNode cells = notebook.putArray("cells");
    String check = "if (!fits) throw new IllegalStateException(what);";
    cell(cells, "code", "setup", false, false, 0)
        .put("source", "int given = 7;\nvoid check(boolean fits, String what) { " + check + " }");
    cell(cells, "code", "q1", false, true, 0)
        .put(
            "source",
            "int twice(int n) {\n  // BEGIN SOLUTION\n  return 2 * n;\n  // END SOLUTION\n}");
    cell(cells, "code", "q1_test", true, false, 3)
        .put(
            "source",
            "check(Math.abs(twice(2)) == 4, \"twice(2)\");\n// BEGIN HIDDEN TESTS\n"
                + "check(twice(given) == 14, \"another number\");\n// END HIDDEN TESTS");
    cell(cells, "code", "q2", false, true, 0)
        .put("source", "double part() {\n  // BEGIN SOLUTION\n  return 2.5;\n  // END SOLUTION\n}");
    cell(cells, "code", "q2_test", true, false, 2.5).put("source", "part()");
    cell(cells, "markdown", "q3", true, true, 4).put("source", "An example.");
    cell(cells, "markdown", "t4", false, false, 4).put("source", "Do something.");
    cellScore(cells.get(6)).put("task", true);
    cell(cells, "code", "q5_test", true, false, 1).put("source", "check(given == 7, \"given\");");
    return bytes(notebook);
  }

  private static ObjectNode cell(
      ArrayNode cells, String type, String id, boolean grade, boolean solution, double points) {
    ObjectNode cell = cells.addObject().put("cell_type", type).put("id", id.replace('_', '-'));
    ObjectNode cellScore = cell.putObject("metadata").putObject("nbgrader");
    cellScore.put("schema_version", 3).put("grade_id", id).put("grade", grade);
    cellScore.put("solution", solution).put("locked", !solution).put("task", false);
    if (points > 0) {
      cellScore.put("points", points);
    }
    if (type.equals("code")) {
      cell.putNull("execution_count").putArray("outputs");
    }
    return cell;
  }

  static ObjectNode cellScore(JsonNode cell) {
    return (ObjectNode) cell.path("metadata").path("nbgrader");
  }

  /** Returns a submission with this answer to the first question, changed further. */
  static byte[] submission(String q1, String q2, Consumer<ArrayNode> change)
      throws NotebookException {
    Notebook release = Release.student(Notebook.parse(source(), NotebookLimits.SUBMISSION));
    ObjectNode notebook =
        (ObjectNode) JSON.readTree(new String(release.bytes(), StandardCharsets.UTF_8));
    ArrayNode cells = (ArrayNode) notebook.path("cells");
    find(cells, "q1").put("source", q1);
    find(cells, "q2").put("source", q2);
    find(cells, "q3").put("source", "My words.");
    change.accept(cells);
    return bytes(notebook);
  }

  static ObjectNode find(ArrayNode cells, String id) {
    List<ObjectNode> found = new ArrayList<>();
    cells.forEach(
        cell -> {
          if (cell.path("metadata").path("nbgrader").path("grade_id").asString("").equals(id)) {
            found.add((ObjectNode) cell);
          }
        });
    return found.get(found.size() - 1);
  }

  private static byte[] bytes(ObjectNode notebook) {
    return notebook.toString().getBytes(StandardCharsets.UTF_8);
  }
}
