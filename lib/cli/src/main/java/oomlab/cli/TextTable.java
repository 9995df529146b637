package oomlab.cli;

import java.util.ArrayList;
import java.util.List;
import oomlab.internal.text.TextWidth;

/** A table of text for a terminal: numbers to the right, words to the left. */
final class TextTable {
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /** Starts a table; a name that begins with {@code <} makes a column of words. */
  TextTable(String... header) {
    this.header = List.of(header);
  }

  void row(String... cells) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] = printable(cells[i]);
    }
    rows.add(List.of(cells));
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
    List<String> names = header.stream().map(h -> h.startsWith("<") ? h.substring(1) : h).toList();
    int[] width = new int[names.size()];
    for (int i = 0; i < width.length; i++) {
      width[i] = TextWidth.of(names.get(i));
      for (List<String> row : rows) {
        width[i] = Math.max(width[i], TextWidth.of(row.get(i)));
      }
    }
    StringBuilder out = new StringBuilder();
    line(names, width, out);
    rows.forEach(row -> line(row, width, out));
    return out.toString();
  }

  private void line(List<String> cells, int[] width, StringBuilder out) {
    int start = out.length();
    for (int i = 0; i < cells.size(); i++) {
      String pad = " ".repeat(width[i] - TextWidth.of(cells.get(i)));
      boolean word = header.get(i).startsWith("<");
      out.append("  ").append(word ? cells.get(i) : pad).append(word ? pad : cells.get(i));
    }
    int end = out.length();
    while (end > start && Character.isWhitespace(out.charAt(end - 1))) {
      end--;
    }
    out.setLength(end);
    out.append('\n');
  }
}
