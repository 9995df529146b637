package oomlab.internal.klog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line format of {@code /dev/kmsg}: {@code priority,sequence,micros,flags[,...];text}, then
 * indented {@code KEY=value} lines (Documentation/ABI/testing/dev-kmsg).
 */
public final class KmsgFormat {
  private static final Pattern LINE =
      Pattern.compile("(\\d{1,9}),(\\d{1,18}),(\\d{1,18}),[^;]*;(.*)", Pattern.DOTALL);

  private KmsgFormat() {}

  /** Returns the record in one line of the format; empty if the line is none. */
  public static Optional<LogRecord> parse(String line) {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new LogRecord(
            Long.parseLong(m.group(2)),
            Long.parseLong(m.group(3)),
            Integer.parseInt(m.group(1)),
            unescape(m.group(4))));
  }

  /** Returns the records of a text in the format; lines that are not records are left out. */
  public static List<LogRecord> parseAll(String text) {
    List<LogRecord> records = new ArrayList<>();
    for (String line : text.lines().toList()) {
      // A line that begins with a blank is a key of the record before it.
      if (!line.startsWith(" ")) {
        parse(line).ifPresent(records::add);
      }
    }
    return records;
  }

  /** Returns the record as one line of the format, without a line end. */
  public static String format(LogRecord record) {
    return "%d,%d,%d,-;%s"
        .formatted(record.priority(), record.sequence(), record.micros(), escape(record.text()));
  }

  // printk.c, append_char(): what is not printable ASCII becomes \xNN, a byte at a time.
  private static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b < ' ' || b >= 127 || b == '\\') {
        out.append("\\x%02x".formatted(b & 0xff));
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '\\' && i + 3 < in.length && in[i + 1] == 'x' && hex(in, i + 2) >= 0) {
        bytes.write(hex(in, i + 2));
        i += 3;
      } else {
        bytes.write(in[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int hex(byte[] in, int at) {
    int high = Character.digit(in[at], 16);
    int low = Character.digit(in[at + 1], 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }
}
