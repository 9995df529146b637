package oomlab.sandbox;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error output that the grader adds to a cell itself (nbformat 4, {@code output_type: error}).
 */
final class ErrorOutput {
  private static final JsonMapper JSON = new JsonMapper();

  private ErrorOutput() {}

  /** Returns the output as a notebook's JSON keeps it. */
  static String json(String name, String message) {
    ObjectNode error = JSON.createObjectNode();
    error.put("output_type", "error");
    error.put("ename", name);
    error.put("evalue", message);
    error.putPOJO("traceback", List.of(name + ": " + message));
    return error.toString();
  }
}
