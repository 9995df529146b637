package oomlab.grade;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An output of a code cell, as nbformat 4 knows them. */
public sealed interface Output {
  /**
   * Text on a stream.
   *
   * @param name {@code stdout} or {@code stderr}
   */
  record Stream(String name, String text) implements Output {}

  /** Something shown; {@code data} by media type. */
  record Display(ObjectNode data, ObjectNode metadata) implements Output {}

  /** The value of the cell's last expression; {@code data} by media type. */
  record Result(ObjectNode data, ObjectNode metadata) implements Output {}

  /** An exception, or code that does not compile. */
  @SuppressWarnings("JavaLangClash") // nbformat's word
  record Error(String ename, String evalue, List<String> traceback) implements Output {
    /** Keeps its own list. */
    public Error {
      traceback = List.copyOf(traceback);
    }
  }

  /** Returns nbformat's form, texts joined; a result has no execution count. */
  default ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (this instanceof Stream stream) {
      json.put("output_type", "stream").put("name", stream.name()).put("text", stream.text());
    } else if (this instanceof Display display) {
      json.put("output_type", "display_data");
      json.set("data", display.data().deepCopy());
      json.set("metadata", display.metadata().deepCopy());
    } else if (this instanceof Result result) {
      json.put("output_type", "execute_result").putNull("execution_count");
      json.set("data", result.data().deepCopy());
      json.set("metadata", result.metadata().deepCopy());
    } else if (this instanceof Error error) {
      json.put("output_type", "error").put("ename", error.ename()).put("evalue", error.evalue());
      ArrayNode lines = json.putArray("traceback");
      error.traceback().forEach(lines::add);
    }
    return json;
  }

  /**
   * Reads nbformat's form; lists of lines are joined, except in {@code data}.
   *
   * @throws IllegalArgumentException if it is none of nbformat's four types
   */
  static Output fromJson(JsonNode json) {
    String type = json.path("output_type").asString("");
    return switch (type) {
      case "stream" -> new Stream(json.path("name").asString(""), joined(json.path("text")));
      case "display_data" -> new Display(object(json, "data"), object(json, "metadata"));
      case "execute_result" -> new Result(object(json, "data"), object(json, "metadata"));
      case "error" -> {
        List<String> traceback = new ArrayList<>();
        json.path("traceback").forEach(line -> traceback.add(line.asString("")));
        yield new Error(
            json.path("ename").asString(""), json.path("evalue").asString(""), traceback);
      }
      default -> throw new IllegalArgumentException("an output of unknown type \"" + type + "\"");
    };
  }

  private static ObjectNode object(JsonNode json, String name) {
    return json.path(name) instanceof ObjectNode node
        ? node.deepCopy()
        : JsonNodeFactory.instance.objectNode();
  }

  private static String joined(JsonNode text) {
    if (!text.isArray()) {
      return text.asString("");
    }
    StringBuilder all = new StringBuilder();
    text.forEach(line -> all.append(line.asString("")));
    return all.toString();
  }
}
