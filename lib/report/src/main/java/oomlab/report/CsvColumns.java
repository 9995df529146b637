package oomlab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes the message out of a line of comma-separated values (RFC 4180), as log services export
 * them. Which column it is, the header says, or else that it is the last of a line whose columns
 * are all in quotes.
 */
final class CsvColumns {
  private static final Pattern HEADER =
      Pattern.compile("(?:\"?[@\\w .\\[\\]-]{1,40}\"?)(?:,\"?[@\\w .\\[\\]-]{1,40}\"?){1,60}");

  /** What a column of messages is called. */
  static final Set<String> MESSAGES =
      Set.of(
          "message",
          "@message",
          "msg",
          "log",
          "line",
          "content",
          "text",
          "textpayload",
          "_raw",
          "syslogmessage");

  private static final int UNKNOWN = -1;

  /** No record of the kernel has so many lines: a quotation mark that stays open was none. */
  private static final int MOST_LINES = 64;

  private final Set<String> names;
  private final boolean lastOfQuoted;
  private int column = UNKNOWN;
  private int columns;
  private char separator = ',';
  private boolean inQuotes;
  private int quotedLines;

  /**
   * Makes a reader of one column.
   *
   * @param names what the header may call it, in small letters
   * @param lastOfQuoted whether it is the last one where no header was seen and the first is quoted
   */
  CsvColumns(Set<String> names, boolean lastOfQuoted) {
    this.names = names;
    this.lastOfQuoted = lastOfQuoted;
  }

  /** Whether a header has named the column. */
  boolean known() {
    return column != UNKNOWN;
  }

  /** Whether the next line goes on with a message that has begun. */
  boolean unfinished() {
    return inQuotes;
  }

  /** Returns the line's message; nothing if the line has no such columns. */
  Optional<String> message(String line) {
    if (inQuotes) {
      int end = closingQuote(line, 0);
      quotedLines++;
      inQuotes = end < 0 && quotedLines < MOST_LINES;
      return Optional.of(unquoted(end < 0 ? line : line.substring(0, end)));
    }
    if (header(line)) {
      return Optional.of("");
    }
    boolean quoted = line.startsWith("\"");
    if (column == UNKNOWN && !(quoted && lastOfQuoted)) {
      return Optional.empty();
    }
    List<String> fields = fields(line);
    quotedLines = 0;
    if (column != UNKNOWN && fields.size() == columns) {
      inQuotes &= column == columns - 1;
      return Optional.of(fields.get(column));
    }
    boolean last = column == UNKNOWN || (lastOfQuoted && inQuotes && fields.size() == column + 1);
    if (last && quoted && fields.size() > 1) {
      return Optional.of(fields.get(fields.size() - 1));
    }
    inQuotes = false;
    return Optional.empty();
  }

  private boolean header(String given) {
    boolean semicolons = given.indexOf(',') < 0 && given.indexOf(';') > 0;
    String line = semicolons ? given.replace(';', ',') : given;
    if (line.indexOf(',') < 0 || line.indexOf(':') >= 0 || !HEADER.matcher(line).matches()) {
      return false;
    }
    List<String> header = List.of(line.replace("\"", "").toLowerCase(Locale.ROOT).split(",", -1));
    for (int i = 0; i < header.size(); i++) {
      if (names.contains(header.get(i).strip())) {
        column = i;
        columns = header.size();
        separator = semicolons ? ';' : ',';
        return true;
      }
    }
    return false;
  }

  /** Splits a line; the last field may be open, and the message go on in the next line. */
  private List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (at <= line.length()) {
      if (at < line.length() && line.charAt(at) == '"') {
        int end = closingQuote(line, at + 1);
        inQuotes = end < 0;
        fields.add(unquoted(line.substring(at + 1, end < 0 ? line.length() : end)));
        if (end < 0) {
          return fields;
        }
        if (end + 1 < line.length() && line.charAt(end + 1) != separator) {
          return List.of(); // a quote inside a field: no comma-separated values
        }
        at = end + 2;
      } else {
        int comma = line.indexOf(separator, at);
        int end = comma < 0 ? line.length() : comma;
        fields.add(line.substring(at, end));
        at = end + 1;
      }
    }
    return fields;
  }

  private static int closingQuote(String line, int from) {
    int at = line.indexOf('"', from);
    while (at >= 0 && at + 1 < line.length() && line.charAt(at + 1) == '"') {
      at = line.indexOf('"', at + 2);
    }
    return at;
  }

  private static String unquoted(String field) {
    return field.replace("\"\"", "\"");
  }
}
