package oomlab.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Undoes what log writers do to bytes they do not want to print. */
final class Escapes {
  private Escapes() {}

  /**
   * Undoes {@code \xNN} of /dev/kmsg (Documentation/ABI/testing/dev-kmsg): each stands for one
   * byte, and the bytes together are UTF-8.
   */
  static String kmsg(String text) {
    return bytes(text, "\\x", "0123456789abcdefABCDEF");
  }

  /** Writes what is not printable ASCII as {@code \xNN}, a byte at a time, as printk.c does. */
  static String toKmsg(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b < ' ' || b == 127 || b == '\\') {
        out.append("\\x%02x".formatted(b & 0xff));
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }

  /**
   * Undoes {@code =3D} of a mail's source (RFC 2045, 6.7): as in /dev/kmsg, but digits are capital.
   */
  static String quotedPrintable(String text) {
    return bytes(text, "=", "0123456789ABCDEF");
  }

  /** Puts the bytes in place that are spelled as a mark and two digits. */
  private static String bytes(String text, String mark, String digits) {
    if (!text.contains(mark)) {
      return text;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    int i = 0;
    while (i < text.length()) {
      int at = i + mark.length();
      boolean spelled =
          text.startsWith(mark, i)
              && at + 1 < text.length()
              && digits.indexOf(text.charAt(at)) >= 0
              && digits.indexOf(text.charAt(at + 1)) >= 0;
      int next = spelled ? at + 2 : text.offsetByCodePoints(i, 1);
      if (spelled) {
        out.write(hex(text, at, 2));
      } else {
        byte[] plain = text.substring(i, next).getBytes(StandardCharsets.UTF_8);
        out.write(plain, 0, plain.length);
      }
      i = next;
    }
    return out.toString(StandardCharsets.UTF_8);
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
}
