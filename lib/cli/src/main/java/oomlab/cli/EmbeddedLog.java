package oomlab.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oomlab.internal.json.JsonText;
import oomlab.page.PageHtml;
import oomlab.report.OomReports;

/**
 * Writes down what a log's reader is given, so that a page can give the same to its own and find
 * the same reports at the same lines.
 */
final class EmbeddedLog implements OomReports.Reader {
  private final OomReports.Reader reader;
  private final List<String> pieces = new ArrayList<>();
  private final List<Integer> wanted = new ArrayList<>();

  /**
   * Begins a log.
   *
   * @param reader gets everything, too
   * @param asked what-if questions as they were typed
   */
  EmbeddedLog(OomReports.Reader reader, String file, List<String> asked) {
    this.reader = reader;
    pieces.add(JsonText.of(Map.of("file", file, "asked", asked)));
  }

  @Override
  public boolean idle() {
    return reader.idle();
  }

  @Override
  public void skip(int lines) {
    if (lines > 0) {
      pieces.add(String.valueOf(lines));
    }
    reader.skip(lines);
  }

  @Override
  public void line(String line) {
    pieces.add(JsonText.of(line));
    reader.line(line);
  }

  @Override
  public void finish() {
    reader.finish();
  }

  /** Says that the page shows the report that begins at this line. */
  void want(int firstLine) {
    wanted.add(firstLine);
  }

  /** Returns what came since this was asked last, for a page. */
  String html() {
    String html = PageHtml.log(pieces);
    pieces.clear();
    return html;
  }

  /** Returns the rest, for a page; nothing of a log without a report to show. */
  String end() {
    if (wanted.isEmpty()) {
      return "";
    }
    pieces.add(JsonText.of(Map.of("wanted", wanted)));
    return html();
  }
}
