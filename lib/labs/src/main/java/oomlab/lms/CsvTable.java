package oomlab.lms;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that a platform or a spreadsheet has written, to be changed in some cells: every other
 * byte stays, such as the byte order mark, the delimiter, quotes and line ends.
 */
final class CsvTable {
  private static final String MARK = "\ufeff";

  private final String mark;
  private final char delimiter;
  private final List<Row> rows;

  /** A cell as the file has it, quotes included. */
  private record Cell(String raw) {
    String value() {
      boolean quoted = raw.length() >= 2 && raw.startsWith("\"") && raw.endsWith("\"");
      return quoted ? raw.substring(1, raw.length() - 1).replace("\"\"", "\"") : raw;
    }
  }

  private record Row(List<Cell> cells, String end) {}

  private CsvTable(String mark, char delimiter, List<Row> rows) {
    this.mark = mark;
    this.delimiter = delimiter;
    this.rows = rows;
  }

  /**
   * Reads a table in UTF-8, with commas, semicolons or tabs between its columns.
   *
   * @param name for messages
   * @throws LmsException if it is in another encoding, or a quote has no end
   */
  static CsvTable parse(String name, byte[] bytes) throws LmsException {
    String whole;
    try {
      whole = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException other) {
      throw new LmsException(name + " is not in UTF-8; save it as \"CSV UTF-8\".");
    }
    String mark = whole.startsWith(MARK) ? MARK : "";
    String text = whole.substring(mark.length());
    char delimiter = delimiter(text);
    List<Row> rows = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '\n';
      if (c == '"' && (quoted || i == start)) {
        quoted = !quoted;
      } else if (i == text.length() && quoted) {
        throw new LmsException(
            "%s: the quote that opens in row %d does not end.".formatted(name, rows.size() + 1));
      } else if (!quoted && c == delimiter) {
        cells.add(new Cell(text.substring(start, i)));
        start = i + 1;
      } else if (!quoted && (c == '\n' || c == '\r') && (i < text.length() || i > start)) {
        int end = text.startsWith("\r\n", i) ? i + 2 : Math.min(i + 1, text.length());
        cells.add(new Cell(text.substring(start, i)));
        rows.add(new Row(cells, text.substring(i, end)));
        cells = new ArrayList<>();
        start = end;
        i = end - 1;
        if (end == text.length()) {
          break;
        }
      }
    }
    if (!cells.isEmpty()) {
      cells.add(new Cell(text.substring(start)));
      rows.add(new Row(cells, ""));
    }
    return new CsvTable(mark, delimiter, rows);
  }

  private static char delimiter(String text) {
    char best = ',';
    long most = 0;
    for (char candidate : new char[] {',', ';', '\t'}) {
      long count = 0;
      boolean quoted = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        quoted = (c == '"') != quoted;
        if (!quoted && (c == '\n' || c == '\r')) {
          break;
        }
        count += !quoted && c == candidate ? 1 : 0;
      }
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }

  /** Returns a table of its own with the same cells. */
  CsvTable copy() {
    List<Row> copies = new ArrayList<>();
    rows.forEach(row -> copies.add(new Row(new ArrayList<>(row.cells()), row.end())));
    return new CsvTable(mark, delimiter, copies);
  }

  int rows() {
    return rows.size();
  }

  /** Returns how many cells a row has. */
  int columns(int row) {
    return rows.get(row).cells().size();
  }

  /** Returns a cell without its quotes; empty where the row is shorter. */
  String get(int row, int column) {
    return column < columns(row) ? rows.get(row).cells().get(column).value() : "";
  }

  /** Returns a row's cells without their quotes. */
  List<String> row(int row) {
    return rows.get(row).cells().stream().map(Cell::value).toList();
  }

  /** Changes a cell that is there; quoted if it was, or has to be. */
  void set(int row, int column, String value) {
    List<Cell> cells = rows.get(row).cells();
    boolean quoted =
        cells.get(column).raw().startsWith("\"")
            || value.chars().anyMatch(c -> c == '"' || c == delimiter || c == '\n' || c == '\r');
    cells.set(column, new Cell(quoted ? '"' + value.replace("\"", "\"\"") + '"' : value));
  }

  /** Returns the whole file. */
  String text() {
    StringBuilder text = new StringBuilder(mark);
    for (Row row : rows) {
      for (int i = 0; i < row.cells().size(); i++) {
        text.append(i == 0 ? "" : String.valueOf(delimiter)).append(row.cells().get(i).raw());
      }
      text.append(row.end());
    }
    return text.toString();
  }
}
