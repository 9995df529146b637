package oomlab.cli;

import static oomlab.cli.ExplainPage.escape;

import java.util.List;

/** A table of an HTML page: numbers to the right, words to the left. */
final class HtmlTable {
  private final List<String> header;
  private final StringBuilder rows = new StringBuilder();

  /** Starts a table; a name that begins with {@code <} makes a column of words. */
  HtmlTable(String... header) {
    this.header = List.of(header);
  }

  void row(boolean marked, String... cells) {
    rows.append(marked ? "<tr class=\"chosen\">" : "<tr>");
    for (int i = 0; i < cells.length; i++) {
      rows.append(words(i) ? "<td class=\"word\">" : "<td>");
      rows.append(escape(cells[i])).append("</td>");
    }
    rows.append("</tr>\n");
  }

  String html() {
    StringBuilder out = new StringBuilder("<div class=\"wide\"><table>\n<thead><tr>");
    for (int i = 0; i < header.size(); i++) {
      out.append(words(i) ? "<th class=\"word\">" : "<th>");
      out.append(escape(words(i) ? header.get(i).substring(1) : header.get(i))).append("</th>");
    }
    return out.append("</tr></thead>\n<tbody>\n")
        .append(rows)
        .append("</tbody></table></div>\n")
        .toString();
  }

  private boolean words(int column) {
    return header.get(column).startsWith("<");
  }
}
