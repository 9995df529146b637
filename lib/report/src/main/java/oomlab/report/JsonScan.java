package oomlab.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the fields of a log record in JSON text of one line, at any depth: no parser, because the
 * text may be cut anywhere.
 */
final class JsonScan {
  // ["1623442640000000000", "text"
  private static final Pattern PAIR = Pattern.compile("\\[\\s*\"(\\d{19})\"\\s*,\\s*\"");
  private static final int DEEPEST = 64;

  private JsonScan() {}

  /**
   * Returns the wanted fields that are strings, numbers, or arrays of byte values, the first of
   * each name. Escapes are undone.
   */
  static Map<String, String> fields(String line, int from, Set<String> wanted) {
    Map<String, String> found = new HashMap<>();
    int at = from;
    while (at < line.length()) {
      if (line.charAt(at) != '"') {
        at++;
        continue;
      }
      int end = end(line, at + 1);
      int colon = skipBlanks(line, end + 1);
      // Fluent Bit prints "name"=>"value".
      boolean arrow = line.startsWith("=>", colon);
      if (!arrow && (colon >= line.length() || line.charAt(colon) != ':')) {
        at = end + 1;
        continue;
      }
      String name = line.substring(at + 1, Math.min(end, line.length()));
      int value = skipBlanks(line, colon + (arrow ? 2 : 1));
      at = value;
      if (wanted.contains(name) && !found.containsKey(name)) {
        at = Math.max(value, read(line, value, name, found));
      } else if (value < line.length() && line.charAt(value) == '"') {
        at = end(line, value + 1) + 1;
      }
    }
    return found;
  }

  private static int read(String line, int value, String name, Map<String, String> found) {
    if (value >= line.length()) {
      return value;
    }
    char first = line.charAt(value);
    if (first == '"') {
      int close = end(line, value + 1);
      found.put(name, Escapes.json(line.substring(value + 1, Math.min(close, line.length()))));
      return close + 1;
    }
    if (first == '[') {
      int close = line.indexOf(']', value);
      String inside = line.substring(value + 1, close < 0 ? line.length() : close);
      bytes(inside).ifPresent(text -> found.put(name, text));
      return close < 0 ? line.length() : close + 1;
    }
    int stop = value;
    while (stop < line.length() && "+-.0123456789eE".indexOf(line.charAt(stop)) >= 0) {
      stop++;
    }
    if (stop > value) {
      found.put(name, line.substring(value, stop));
    }
    return stop;
  }

  /** Whether a line of JSON may hold several records: objects, or pairs of time and text. */
  static boolean mayHoldSeveral(String line) {
    int first = skipBlanks(line, 0);
    return first < line.length()
        && (line.charAt(first) == '{' || line.charAt(first) == '[')
        && (line.indexOf("[{", first) >= 0
            || line.indexOf("[[", first) >= 0
            || PAIR.matcher(line).region(first, line.length()).lookingAt());
  }

  /**
   * Returns the records that are elements of arrays in a line, each as a line of its own: objects
   * with one of these fields, and Loki's pairs of nanoseconds and text, with the labels of their
   * stream.
   */
  static List<String> records(String line, Set<String> messages) {
    List<String> found = new ArrayList<>();
    int[] open = new int[DEEPEST];
    int depth = 0;
    int arrays = 0;
    int taken = 0;
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '"') {
        int end = end(line, at + 1);
        int colon = skipBlanks(line, end + 1);
        boolean name = arrays == 0 && colon < line.length() && line.charAt(colon) == ':';
        if (name && messages.contains(line.substring(at + 1, end))) {
          int value = skipBlanks(line, colon + 1);
          if (value < line.length() && line.charAt(value) == '"') {
            return List.of(); // the line itself is a record
          }
        }
        at = end + 1;
        continue;
      }
      if (c == '{' || c == '[') {
        if (depth == DEEPEST) {
          return found;
        }
        open[depth++] = at;
        arrays += c == '[' ? 1 : 0;
      } else if ((c == '}' || c == ']') && depth > 0) {
        int start = open[--depth];
        arrays -= line.charAt(start) == '[' ? 1 : 0;
        if (taken <= start && (depth == 0 || line.charAt(open[depth - 1]) == '[')) {
          Optional<String> record =
              c == '}'
                  ? object(line.substring(start, at + 1), messages)
                  : pair(line, start, open, depth);
          if (record.isPresent()) {
            found.add(record.get());
            taken = at;
          }
        }
      }
      at++;
    }
    return found;
  }

  private static Optional<String> object(String text, Set<String> messages) {
    return fields(text, 0, messages).isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Returns the pair that begins here as an object with the labels that stand before it. */
  private static Optional<String> pair(String line, int start, int[] open, int depth) {
    Matcher pair = PAIR.matcher(line).region(start, line.length());
    if (!pair.lookingAt()) {
      return Optional.empty();
    }
    String labels = "";
    if (depth >= 2 && line.charAt(open[depth - 2]) == '{') {
      String before = line.substring(open[depth - 2] + 1, open[depth - 1]);
      labels = before.substring(0, before.lastIndexOf(',') + 1);
    }
    String text = line.substring(pair.end(), end(line, pair.end()));
    return Optional.of(
        "{" + labels + "\"time\":\"" + pair.group(1) + "\",\"line\":\"" + text + "\"}");
  }

  /** Returns the string that begins at this quotation mark, its escapes undone. */
  static String text(String line, int quote) {
    return Escapes.json(line.substring(quote + 1, end(line, quote + 1)));
  }

  /** Reads "104, 105" as "hi": journals write text that is not UTF-8 so. */
  static Optional<String> bytes(String numbers) {
    String[] parts = numbers.split(",", -1);
    byte[] raw = new byte[parts.length];
    int length = 0;
    for (String part : parts) {
      String digits = part.strip();
      int value = NumberText.small(digits).orElse(-1);
      if (value >= 0 && value < 256) {
        raw[length++] = (byte) value;
      } else if (!digits.isEmpty()) {
        return Optional.empty();
      }
    }
    return Optional.of(new String(raw, 0, length, StandardCharsets.UTF_8));
  }

  /** Returns where the string that begins here ends: its closing quote, or the end of the line. */
  static int end(String line, int from) {
    int to = from;
    while (to < line.length() && line.charAt(to) != '"') {
      to += line.charAt(to) == '\\' ? 2 : 1;
    }
    return Math.min(to, line.length());
  }

  private static int skipBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }
}
