package oomlab.ipynb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Writes JSON the way nbformat does, byte by byte: Python's {@code json.dumps} with an indentation
 * of one, sorted keys, and characters outside ASCII as they are.
 */
final class NotebookWriter {
  private final StringBuilder out = new StringBuilder();

  private NotebookWriter() {}

  static byte[] write(JsonNode root) {
    NotebookWriter writer = new NotebookWriter();
    writer.value(root, 0);
    return writer.out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(JsonNode value, int depth) {
    if (value.isObject()) {
      object(value, depth);
    } else if (value.isArray()) {
      list(value, depth);
    } else if (value.isString()) {
      text(value.stringValue());
    } else if (value.isNumber()) {
      out.append(PythonNumbers.json(value));
    } else {
      out.append(value.isBoolean() ? String.valueOf(value.booleanValue()) : "null");
    }
  }

  private void object(JsonNode object, int depth) {
    List<String> names =
        object.propertyNames().stream().sorted(NotebookWriter::codePointOrder).toList();
    out.append('{');
    String between = "";
    for (String name : names) {
      out.append(between);
      newLine(depth + 1);
      text(name);
      out.append(": ");
      value(object.path(name), depth + 1);
      between = ",";
    }
    if (!names.isEmpty()) {
      newLine(depth);
    }
    out.append('}');
  }

  private void list(JsonNode list, int depth) {
    out.append('[');
    for (Iterator<JsonNode> values = list.iterator(); values.hasNext(); ) {
      newLine(depth + 1);
      value(values.next(), depth + 1);
      out.append(values.hasNext() ? "," : "");
    }
    if (!list.isEmpty()) {
      newLine(depth);
    }
    out.append(']');
  }

  private void newLine(int depth) {
    out.append('\n').append(" ".repeat(depth));
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Bytes of UTF-8 are in the order of code points; chars of Java are not. */
  private static int codePointOrder(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
