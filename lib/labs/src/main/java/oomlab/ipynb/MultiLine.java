package oomlab.ipynb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Texts of several lines, which files hold as lists of lines: joined after reading, split before
 * writing; nbformat's {@code v4/rwbase.py}. What is of another type is left as it is.
 */
final class MultiLine {
  /** Where Python's {@code str.splitlines} ends a line, besides CR LF. */
  private static final String ENDS = "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029";

  private MultiLine() {}

  /** Joins lines in a cell's source, attachments and outputs, in place. */
  static void join(ObjectNode cell) {
    joined(cell.path("source")).ifPresent(text -> cell.put("source", text));
    cell.path("attachments").values().forEach(MultiLine::joinBundle);
    for (JsonNode output : code(cell) ? cell.path("outputs") : List.<JsonNode>of()) {
      String type = output.path("output_type").asString("");
      if (bundled(type)) {
        joinBundle(output.path("data"));
      } else if (output instanceof ObjectNode stream) {
        joined(stream.path("text")).ifPresent(text -> stream.put("text", text));
      }
    }
  }

  /** Splits what {@link #join} joined, in place. */
  static void split(ObjectNode cell) {
    split(cell, "source");
    cell.path("attachments").values().forEach(MultiLine::splitBundle);
    for (JsonNode output : code(cell) ? cell.path("outputs") : List.<JsonNode>of()) {
      String type = output.path("output_type").asString("");
      if (bundled(type)) {
        splitBundle(output.path("data"));
      } else if (type.equals("stream") && output instanceof ObjectNode stream) {
        split(stream, "text");
      }
    }
  }

  /** Returns the lines with their ends, as Python's {@code str.splitlines(True)}. */
  static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (ENDS.indexOf(text.charAt(i)) >= 0) {
        if (text.startsWith("\r\n", i)) {
          i++;
        }
        lines.add(text.substring(from, i + 1));
        from = i + 1;
      }
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  private static boolean code(ObjectNode cell) {
    return cell.path("cell_type").asString("").equals("code");
  }

  private static boolean bundled(String outputType) {
    return outputType.equals("execute_result") || outputType.equals("display_data");
  }

  private static Optional<String> joined(JsonNode value) {
    if (!value.isArray()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode line : value) {
      if (!line.isString()) {
        return Optional.empty();
      }
      text.append(line.stringValue());
    }
    return Optional.of(text.toString());
  }

  private static void joinBundle(JsonNode bundle) {
    if (bundle instanceof ObjectNode types) {
      for (String type : List.copyOf(types.propertyNames())) {
        boolean json =
            type.equals("application/json")
                || (type.startsWith("application/") && type.endsWith("+json"));
        if (!json) {
          joined(types.path(type)).ifPresent(text -> types.put(type, text));
        }
      }
    }
  }

  private static void splitBundle(JsonNode bundle) {
    if (bundle instanceof ObjectNode types) {
      for (String type : List.copyOf(types.propertyNames())) {
        if (type.startsWith("text/")
            || type.equals("application/javascript")
            || type.equals("image/svg+xml")) {
          split(types, type);
        }
      }
    }
  }

  private static void split(ObjectNode parent, String name) {
    JsonNode value = parent.path(name);
    if (value.isString()) {
      ArrayNode lines = parent.putArray(name);
      lines(value.stringValue()).forEach(lines::add);
    }
  }
}
