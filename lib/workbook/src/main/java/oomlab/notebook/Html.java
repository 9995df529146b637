package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Map;
import oomlab.internal.text.Language;
import oomlab.internal.text.TextWidth;
import oomlab.internal.text.Words;

/**
 * Small pieces of HTML that read well on light and dark pages: colours come from the page, lines
 * and highlights are half transparent.
 */
final class Html {
  private static final String EDGE = "1px solid rgba(128,128,128,.35)";
  private static final String CELL = "padding:3px 8px;border:0;white-space:pre;";
  private static final String DOTTED = "text-decoration:underline dotted rgba(128,128,128,.9)";
  private static final String SMALL =
      "margin:4px 0;font:13px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;";
  private static final String LOG =
      "padding:1px 8px;border:0;vertical-align:top;"
          + "font:11.5px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;";

  private Html() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Returns what is said in another language than English as such: a page may be in either. */
  static String spoken(String html) {
    return Words.language() == Language.ENGLISH
        ? html
        : "<div lang=\"zh-Hans\">\n" + html + "</div>\n";
  }

  /** Returns the attribute of what is English in any language: the lines of a log. */
  static String english() {
    return Words.language() == Language.ENGLISH ? "" : " lang=\"en\"";
  }

  static String paragraph(String text) {
    return "<p style=\"" + SMALL + "\">" + escape(text) + "</p>\n";
  }

  static String strong(String text) {
    return "<p style=\"" + SMALL + "\"><strong>" + escape(text) + "</strong></p>\n";
  }

  /** Returns a paragraph of what is HTML already. */
  static String phrase(String html) {
    return "<p style=\"" + SMALL + "\">" + html + "</p>\n";
  }

  /** Returns a remark under a table or above some lines. */
  static String note(String text) {
    return "<p style=\"" + SMALL + "opacity:.75\">" + escape(text) + "</p>\n";
  }

  static String pre(String text) {
    return "<pre style=\"margin:4px 0;line-height:1.35\">" + escape(text) + "</pre>\n";
  }

  /** Returns the last lines of a console, each cut where it does not fit. */
  static String console(List<String> lines) {
    StringBuilder out =
        new StringBuilder("<div style=\"border-left:3px solid rgba(128,128,128,.35)");
    out.append(";margin:4px 0;overflow:hidden\">\n");
    for (String line : lines) {
      out.append("<div").append(english()).append(" style=\"").append(LOG);
      out.append("white-space:pre;opacity:.8\">");
      out.append(escape(line)).append("</div>\n");
    }
    return out.append("</div>\n").toString();
  }

  static String folded(String summary, String html) {
    // Jupyter Notebook 6 makes it a block, and so takes away the triangle that says it unfolds.
    return "<details style=\"margin:4px 0\"><summary style=\"display:list-item;cursor:pointer;"
        + SMALL
        + "\">"
        + escape(summary)
        + "</summary>\n"
        + html
        + "</details>\n";
  }

  /** Returns names and values in two columns. */
  static String facts(Map<String, String> facts) {
    StringBuilder out = new StringBuilder(open("none"));
    out.append("<tbody>");
    facts.forEach(
        (name, value) ->
            out.append("<tr style=\"background:none\"><td style=\"")
                .append(CELL.replace("white-space:pre", "white-space:normal"))
                .append("text-align:left;vertical-align:top;min-width:8.5em;opacity:.75\">")
                .append(escape(name))
                .append("</td><td style=\"")
                .append(CELL.replace("white-space:pre", "overflow-wrap:anywhere"))
                .append("text-align:left\">")
                .append(escape(value))
                .append("</td></tr>\n"));
    return out.append("</tbody></table></div>\n").toString();
  }

  /** Returns the same facts as text, values aligned. */
  static String plain(Map<String, String> facts) {
    int width = facts.keySet().stream().mapToInt(TextWidth::of).max().orElse(0);
    StringBuilder out = new StringBuilder();
    facts.forEach(
        (name, value) -> out.append(TextWidth.padded(name, width + 2)).append(value).append('\n'));
    return out.toString();
  }

  /** Returns a table; numeric columns stand right. */
  static String table(List<String> header, List<Row> rows, List<Boolean> numeric) {
    return table(header, rows, numeric, TableGlossary.NONE);
  }

  /** Returns a table whose headings and first cells tell what they mean when pointed at. */
  static String table(
      List<String> header, List<Row> rows, List<Boolean> numeric, TableGlossary legend) {
    StringBuilder out = new StringBuilder(open("420px"));
    out.append("<thead><tr>");
    for (int i = 0; i < header.size(); i++) {
      out.append("<th style=\"").append(CELL).append("border-bottom:").append(EDGE);
      // The headings stay in sight while a long table scrolls in its box.
      out.append(";position:sticky;top:0;background:var(--jp-layout-color0,Canvas)");
      out.append(";font-weight:600;text-align:").append(numeric.get(i) ? "right" : "left");
      out.append("\">").append(titled(header.get(i), legend.columns())).append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (Row row : rows) {
      out.append(
          row.highlighted()
              ? "<tr style=\"background:rgba(219,68,68,.18)\">"
              : "<tr style=\"background:none\">");
      for (int i = 0; i < row.cells().size(); i++) {
        out.append("<td style=\"").append(CELL).append("text-align:");
        out.append(numeric.get(i) ? "right;font-variant-numeric:tabular-nums" : "left");
        out.append(row.highlighted() ? ";font-weight:600" : "");
        String cell = row.cells().get(i);
        out.append("\">").append(i == 0 ? titled(cell, legend.rows()) : escape(cell));
        out.append("</td>");
      }
      out.append("</tr>\n");
    }
    return out.append("</tbody></table></div>\n").toString();
  }

  /**
   * A word that the cheat sheet has leads there; another one can be reached by keyboard as well.
   */
  private static String titled(String word, Map<String, TableGlossary.Word> meanings) {
    TableGlossary.Word found = meanings.get(word);
    if (found == null) {
      return escape(word);
    }
    String title = escape(found.meaning());
    return found
        .anchor()
        .map(
            anchor ->
                "<a href=\"%s#%s\" title=\"%s\" style=\"color:inherit;%s\">%s</a>"
                    .formatted(CheatSheet.NOTEBOOK, anchor, title, DOTTED, escape(word)))
        .orElseGet(
            () ->
                "<abbr title=\"%s\" tabindex=\"0\" style=\"%s;cursor:help\">%s</abbr>"
                    .formatted(title, DOTTED, escape(word)));
  }

  /** Returns lines of a log in monospace; lines that mean the same share one sentence above. */
  static String lines(List<Meaning> lines) {
    StringBuilder out =
        new StringBuilder(box(words("lines of a log"), "max-height:560px;overflow:auto"));
    for (int from = 0, to; from < lines.size(); from = to) {
      to = from + 1;
      while (to < lines.size() && lines.get(to).sharesMeaning(lines.get(from))) {
        to++;
      }
      Meaning first = lines.get(from);
      out.append(first.meaning().isEmpty() ? "" : note(first.meaning()));
      out.append("<table style=\"border-collapse:collapse;margin:0 0 8px;border:0;width:100%\">");
      out.append("<tbody>\n");
      lines.subList(from, to).forEach(line -> line(out, line));
      out.append("</tbody></table>\n");
    }
    return out.append("</div>\n").toString();
  }

  private static void line(StringBuilder out, Meaning line) {
    out.append("<tr style=\"background:");
    out.append(line.unread() ? "rgba(194,122,26,.2)" : "none").append("\"><td style=\"");
    out.append(LOG).append("text-align:right;opacity:.75;white-space:pre;width:");
    out.append(line.number() == 0 ? "0;padding:0\">" : "2.5em\">");
    out.append(line.number() == 0 ? "" : String.valueOf(line.number()))
        .append("</td><td")
        .append(line.number() == 0 ? "" : english())
        .append(" style=\"")
        .append(LOG);
    out.append("text-align:left;white-space:pre-wrap;overflow-wrap:anywhere\">");
    out.append(escape(line.text())).append("</td></tr>\n");
  }

  private static String open(String maxHeight) {
    return box(words("table"), "max-height:" + maxHeight + ";overflow:auto;margin:4px 0")
        + "<table style=\"border-collapse:collapse;margin:0;border:0;font-size:13px\">\n";
  }

  /** Begins what may scroll: it can be reached by keyboard, and a screen reader says what it is. */
  private static String box(String what, String style) {
    return "<div tabindex=\"0\" role=\"group\" aria-label=\""
        + what
        + "\" style=\""
        + style
        + "\">\n";
  }

  /** One row of a table. */
  record Row(List<String> cells, boolean highlighted) {}

  /** One line of a log with what it means; its number is 0 where it has none. */
  record Meaning(int number, String text, String meaning, boolean unread) {
    boolean sharesMeaning(Meaning other) {
      return meaning.equals(other.meaning) && unread == other.unread;
    }
  }
}
