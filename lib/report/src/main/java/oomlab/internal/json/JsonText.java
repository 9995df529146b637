package oomlab.internal.json;

import java.util.List;
import java.util.Map;

/**
 * Writes maps, lists, texts, numbers and truth values as indented JSON, in the bytes that Jackson
 * writes. It needs no reflection, which a browser does not have.
 */
public final class JsonText {
  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  /** Returns the value as JSON, without a newline at the end. */
  public static String of(Object value) {
    return of(value, 0);
  }

  /**
   * Returns the value as it stands inside of other objects and lists.
   *
   * @param depth of how many
   */
  public static String of(Object value, int depth) {
    JsonText text = new JsonText();
    text.value(value, depth);
    return text.out.toString();
  }

  private void value(Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      out.append('{');
      String before = "";
      for (Map.Entry<?, ?> field : map.entrySet()) {
        out.append(before);
        line(depth + 1);
        string(String.valueOf(field.getKey()));
        out.append(" : ");
        value(field.getValue(), depth + 1);
        before = ",";
      }
      end(map.isEmpty(), depth).append('}');
    } else if (value instanceof List<?> list) {
      out.append('[');
      String before = "";
      for (Object item : list) {
        out.append(before);
        line(depth + 1);
        value(item, depth + 1);
        before = ",";
      }
      end(list.isEmpty(), depth).append(']');
    } else if (value instanceof String text) {
      string(text);
    } else {
      out.append(value);
    }
  }

  private StringBuilder end(boolean empty, int depth) {
    if (empty) {
      return out.append(' ');
    }
    line(depth);
    return out;
  }

  private void line(int depth) {
    out.append('\n').append("  ".repeat(depth));
  }

  /** RFC 8259, section 7: quotation mark, backslash and what is below a blank. */
  private void string(String text) {
    out.append('"');
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(text, done, i).append(escaped(c));
        done = i + 1;
      }
    }
    out.append(text, done, text.length()).append('"');
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default -> "\\u00" + HEX.charAt(c >> 4) + HEX.charAt(c & 0xf);
    };
  }

  private static final String HEX = "0123456789ABCDEF";
}
