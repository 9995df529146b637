package oomlab.internal.klog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Journal Export Format (systemd.io/JOURNAL_EXPORT_FORMATS): {@code KEY=value} lines, or the
 * key, a 64-bit little-endian length and the bytes where a value holds a newline; an empty line
 * ends an entry.
 */
final class JournalExport {
  /** One kernel message of the journal. */
  record Entry(String cursor, long micros, int priority, String message) {}

  private JournalExport() {}

  static List<Entry> parse(byte[] text) {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    int at = 0;
    while (at < text.length) {
      int end = indexOf(text, (byte) '\n', at);
      String line = utf8(text, at, end);
      at = end + 1;
      int equals = line.indexOf('=');
      if (line.isEmpty()) {
        add(fields, entries);
      } else if (equals >= 0) {
        fields.put(line.substring(0, equals), line.substring(equals + 1));
      } else if (at + 8 <= text.length) {
        long length = ByteBuffer.wrap(text, at, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int from = at + 8;
        if (length < 0 || length > text.length - from) {
          break; // cut off: what came before it stands
        }
        fields.put(line, utf8(text, from, from + (int) length));
        at = from + (int) length + 1;
      }
    }
    add(fields, entries);
    return entries;
  }

  private static void add(Map<String, String> fields, List<Entry> entries) {
    String cursor = fields.get("__CURSOR");
    String message = fields.get("MESSAGE");
    // The source's own time is the kernel's; the other is when the journal took it.
    String micros =
        fields.getOrDefault(
            "_SOURCE_MONOTONIC_TIMESTAMP", fields.getOrDefault("__MONOTONIC_TIMESTAMP", ""));
    if (cursor != null && message != null && micros.matches("\\d{1,18}")) {
      String priority = fields.getOrDefault("PRIORITY", "");
      entries.add(
          new Entry(
              cursor,
              Long.parseLong(micros),
              priority.matches("[0-7]") ? Integer.parseInt(priority) : 6,
              message));
    }
    fields.clear();
  }

  private static int indexOf(byte[] text, byte wanted, int from) {
    int i = from;
    while (i < text.length && text[i] != wanted) {
      i++;
    }
    return i;
  }

  private static String utf8(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }
}
