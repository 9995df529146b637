package oomlab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a record that has a line for each field, as {@code journalctl -o export}, {@code -o
 * verbose} and indented JSON have: any of them may name the machine that all of them are of.
 */
final class LogEntry {
  private static final String HOST_FIELD = "_HOSTNAME=";

  /** A record with more lines is a stream of many, whose name comes first. */
  private static final int MOST_LINES = 512;

  private final List<String> lines = new ArrayList<>();
  private boolean json;
  private boolean verbose;
  private boolean mayBegin;

  /** Whether an entry begins with this line. */
  static boolean begins(String line) {
    return line.startsWith("__CURSOR=")
        || (line.length() < 80 && isObject(line))
        || isVerbose(line);
  }

  /** Whether {@code journalctl -o verbose} begins an entry so: a date, and the entry's place. */
  static boolean isVerbose(String line) {
    return line.endsWith("]") && line.charAt(0) > ' ' && line.contains(" [s=");
  }

  private static boolean isObject(String line) {
    return line.indexOf('{') >= 0
        && switch (line.strip()) {
          case "{", "},{", "}, {", "[{" -> true;
          default -> false;
        };
  }

  /** Whether this line is of the entry that has begun. */
  boolean goesOn(String line) {
    return !lines.isEmpty()
        && !complete()
        && (!json || mayBeJson(line))
        && (!verbose || line.startsWith("    "));
  }

  private static boolean mayBeJson(String line) {
    int at = 0;
    while (at < line.length() && line.charAt(at) <= ' ') {
      at++;
    }
    return at == line.length() || "\"{}[]-0123456789".indexOf(line.charAt(at)) >= 0;
  }

  void add(String line) {
    if (lines.isEmpty()) {
      verbose = isVerbose(line);
      json = !verbose && !line.startsWith("__");
    }
    mayBegin |= ReportParser.mayBegin(line);
    lines.add(line);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Whether nothing more belongs to the entry. */
  boolean complete() {
    return lines.size() >= MOST_LINES || (!json && !lines.isEmpty() && last().isEmpty());
  }

  private String last() {
    return lines.get(lines.size() - 1);
  }

  /** Whether a report may begin in the entry. */
  boolean mayBegin() {
    return mayBegin;
  }

  /** Returns the machine that a field names. */
  Optional<String> host() {
    return json
        ? Hosts.ofJson(String.join("\n", lines))
        : lines.stream()
            .map(String::strip)
            .filter(line -> line.startsWith(HOST_FIELD))
            .map(line -> line.substring(HOST_FIELD.length()))
            .findFirst();
  }

  /** Returns the lines, and forgets them. */
  List<String> release() {
    List<String> released = List.copyOf(lines);
    lines.clear();
    mayBegin = false;
    return released;
  }
}
