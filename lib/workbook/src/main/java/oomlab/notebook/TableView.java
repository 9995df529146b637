package oomlab.notebook;

import static oomlab.internal.text.Words.translated;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import oomlab.internal.text.TextWidth;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Shows a Tablesaw table: missing cells empty, the victim's row marked, long tables cut, the words
 * of a report with their meaning.
 */
final class TableView {
  private static final int MOST_ROWS = 200;
  private static final int MOST_PLAIN_ROWS = 60;
  private static final String ROLE = "role";

  /**
   * Columns of tables whose English words queries look for: they are told in another language only
   * here.
   */
  private static final Map<String, Set<String>> WORDS =
      Map.of("overview", Set.of("what"), "ledger", Set.of("name", "from"));

  private TableView() {}

  static MimeBundle of(Table table) {
    int rows = Math.min(table.rowCount(), MOST_ROWS);
    List<Boolean> numeric = table.columns().stream().map(TableView::isNumber).toList();
    List<Html.Row> shown =
        IntStream.range(0, rows)
            .mapToObj(
                r ->
                    new Html.Row(
                        table.columns().stream().map(c -> cell(table, c, r)).toList(),
                        isVictim(table, r)))
            .toList();
    TableGlossary legend = TableGlossary.of(table);
    return MimeBundle.html(
        Html.table(table.columnNames(), shown, numeric, legend)
            + Html.note(count(table, rows))
            + legend.html(),
        plain(table, numeric));
  }

  private static boolean isNumber(Column<?> column) {
    return column instanceof NumericColumn;
  }

  private static boolean isVictim(Table table, int row) {
    return table.containsColumn(ROLE) && table.column(ROLE).getString(row).startsWith("victim");
  }

  private static String count(Table table, int shown) {
    return shown < table.rowCount()
        ? words("the first %d of %,d rows", shown, table.rowCount())
        : words(table.rowCount() == 1 ? "%,d row" : "%,d rows", table.rowCount());
  }

  private static String cell(Table table, Column<?> column, int row) {
    if (column.isMissing(row)) {
      return "";
    }
    Object value = column.get(row);
    if (value instanceof Double d) {
      String text = String.format(Locale.ROOT, "%.3f", d);
      return text.endsWith(".000") ? text.substring(0, text.length() - 4) : text;
    }
    String text = String.valueOf(value);
    boolean words =
        column.name().equals(ROLE)
            || WORDS.getOrDefault(String.valueOf(table.name()), Set.of()).contains(column.name());
    return words ? translated(text) : text;
  }

  private static String plain(Table table, List<Boolean> numeric) {
    int rows = Math.min(table.rowCount(), MOST_PLAIN_ROWS);
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columnNames());
    for (int r = 0; r < rows; r++) {
      int row = r;
      lines.add(table.columns().stream().map(c -> cell(table, c, row)).toList());
    }
    int[] widths =
        IntStream.range(0, table.columnCount())
            .map(c -> lines.stream().mapToInt(l -> TextWidth.of(l.get(c))).max().orElse(0))
            .toArray();
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int c = 0; c < line.size(); c++) {
        String pad = " ".repeat(widths[c] - TextWidth.of(line.get(c)));
        text.append(c == 0 ? "" : "  ");
        text.append(numeric.get(c) ? pad + line.get(c) : line.get(c) + pad);
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
    return out.append(count(table, rows)).append('\n').toString();
  }
}
