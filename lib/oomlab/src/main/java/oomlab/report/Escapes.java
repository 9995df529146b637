package oomlab.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Undoes what log writers do to bytes they do not want to print. */
final class Escapes {
  private Escapes() {}

  /**
   * Undoes {@code \xNN} of /dev/kmsg (Documentation/ABI/testing/dev-kmsg): each stands for one
   * byte, and the bytes together are UTF-8.
   */
  static String kmsg(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    List<Integer> bytes = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      int value = i + 3 < text.length() && text.startsWith("\\x", i) ? hex(text, i + 2, 2) : -1;
      if (value >= 0) {
        bytes.add(value);
        i += 4;
      } else {
        utf8(bytes, out);
        out.append(text.charAt(i++));
      }
    }
    utf8(bytes, out);
    return out.toString();
  }

  /** Undoes the escapes of a JSON string. What is not an escape stays as it is. */
  static String json(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 >= text.length()) {
        out.append(c);
        continue;
      }
      char next = text.charAt(++i);
      int code = next == 'u' ? hex(text, i + 1, 4) : -1;
      if (code >= 0) {
        out.append((char) code);
        i += 4;
      } else {
        switch (next) {
          case 'n' -> out.append('\n');
          case 't' -> out.append('\t');
          case 'r' -> out.append('\r');
          case 'b' -> out.append('\b');
          case 'f' -> out.append('\f');
          case '"', '\\', '/' -> out.append(next);
          default -> out.append(c).append(next);
        }
      }
    }
    return out.toString();
  }

  private static int hex(String text, int from, int digits) {
    if (from + digits > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  private static void utf8(List<Integer> bytes, StringBuilder out) {
    if (bytes.isEmpty()) {
      return;
    }
    byte[] raw = new byte[bytes.size()];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = bytes.get(i).byteValue();
    }
    out.append(new String(raw, StandardCharsets.UTF_8));
    bytes.clear();
  }
}
