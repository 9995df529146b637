package oomlab.sandbox;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** AddedOutputs of a cell that the grader adds itself. */
final class AddedOutputs {
  private static final JsonMapper JSON = new JsonMapper();

  private AddedOutputs() {}

  /** Returns an error as a notebook keeps it. */
  static String error(String name, String message) {
    ObjectNode error = JSON.createObjectNode();
    error.put("output_type", "error");
    error.put("ename", name);
    error.put("evalue", message);
    error.putPOJO("traceback", List.of(name + ": " + message));
    return error.toString();
  }
}
