package oomlab.report;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the fields of a log record in JSON text of one line, at any depth: no parser, because the
 * text may be cut anywhere.
 */
final class JsonScan {
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
      if (colon >= line.length() || line.charAt(colon) != ':') {
        at = end + 1;
        continue;
      }
      String name = line.substring(at + 1, Math.min(end, line.length()));
      int value = skipBlanks(line, colon + 1);
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
