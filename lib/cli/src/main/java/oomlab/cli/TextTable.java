package oomlab.cli;

import java.util.ArrayList;
import java.util.List;
import oomlab.internal.text.TextWidth;

/** A table of text for a terminal: numbers to the right, words to the left. */
final class TextTable {
  private final List<String> header;
  private final List<String[]> rows = new ArrayList<>();

  /** Starts a table; a name that begins with {@code <} makes a column of words. */
  TextTable(String... header) {
    this.header = List.of(header);
  }

  void row(String... cells) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] = printable(cells[i]);
    }
    rows.add(cells);
  }

  int rows() {
    return rows.size();
  }

  /** Makes control and formatting characters visible: a process may call itself anything. */
  static String printable(String text) {
    int plain = 0;
    while (plain < text.length() && text.charAt(plain) >= ' ' && text.charAt(plain) <= '~') {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                out.append("\\n");
              } else if (c == '\t') {
                out.append("\\t");
              } else if (Character.isISOControl(c)) {
                out.append("\\x%02x".formatted(c));
              } else if (Character.getType(c) == Character.FORMAT) {
                // These turn the direction of what follows, or cannot be seen.
                out.append("\\u%04x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  @Override
  public String toString() {
    String[] names = new String[header.size()];
    int[] width = new int[names.length];
    for (int i = 0; i < width.length; i++) {
      names[i] = isWord(i) ? header.get(i).substring(1) : header.get(i);
      width[i] = TextWidth.of(names[i]);
      for (String[] row : rows) {
        width[i] = Math.max(width[i], TextWidth.of(row[i]));
      }
    }
    StringBuilder out = new StringBuilder();
    line(names, width, out);
    for (String[] row : rows) {
      line(row, width, out);
    }
    return out.toString();
  }

  private boolean isWord(int column) {
    return header.get(column).startsWith("<");
  }

  private void line(String[] cells, int[] width, StringBuilder out) {
    int start = out.length();
    for (int i = 0; i < cells.length; i++) {
      String pad = " ".repeat(width[i] - TextWidth.of(cells[i]));
      out.append("  ").append(isWord(i) ? cells[i] : pad).append(isWord(i) ? pad : cells[i]);
    }
    int end = out.length();
    while (end > start && Character.isWhitespace(out.charAt(end - 1))) {
      end--;
    }
    out.setLength(end);
    out.append('\n');
  }
}
