package oomlab.internal.proc;

import static oomlab.internal.text.Words.words;

import java.util.List;
import oomlab.Recording.Series;

/** A series as CSV: a header with units in the names, then a line a sample. */
public final class SeriesCsv {
  /** The first line. */
  public static final String HEADER = "nanos,total_pages,rss_pages,shared_pages,rss_bytes";

  private SeriesCsv() {}

  /** Returns the series as text. */
  public static String text(Series series) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (int i = 0; i < series.size(); i++) {
      text.append(series.nanos(i)).append(',').append(series.totalPages(i)).append(',');
      text.append(series.rssPages(i)).append(',').append(series.sharedPages(i)).append(',');
      text.append(series.rssBytes(i)).append('\n');
    }
    return text.toString();
  }

  /**
   * Parses what {@link #text} wrote.
   *
   * @param pageBytes page size of the machine it was recorded on
   * @throws IllegalArgumentException if it is not such text; names the line
   */
  public static Series parse(String text, long pageBytes) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new IllegalArgumentException(words("line 1: the header of samples must be %s", HEADER));
    }
    int rows = lines.size() - 1;
    long[][] columns = new long[5][rows];
    for (int row = 0; row < rows; row++) {
      String[] cells = lines.get(row + 1).split(",", -1);
      if (cells.length != columns.length) {
        throw new IllegalArgumentException(
            words("line %d: %d columns instead of 5", row + 2, cells.length));
      }
      for (int column = 0; column < cells.length; column++) {
        columns[column][row] = CsvText.number(cells[column], row + 2);
      }
      if (columns[4][row] != columns[2][row] * pageBytes) {
        throw new IllegalArgumentException(
            words(
                "line %d: %d pages of %d bytes are not %d bytes",
                row + 2, columns[2][row], pageBytes, columns[4][row]));
      }
    }
    return new Series(pageBytes, columns[0], columns[1], columns[2], columns[3]);
  }
}
