package oomlab.report;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads a log that comes in pieces, for callers that can tell lines which matter from lines which
 * do not faster than by decoding them. Memory does not grow with the log: at most two reports are
 * held.
 *
 * <p>While it is {@link #idle}, a line without any of {@link #MARKERS} changes nothing but the line
 * number, except for the last {@link #CONTEXT_LINES} before one that has a marker: {@link #skip}
 * may replace the others.
 */
public final class ReportReader {
  /** Every line that may begin a report has one of these in it. */
  public static final List<String> MARKERS =
      Stream.concat(ReportParser.STARTS.stream(), Stream.of(LogFraming.SPELLED)).toList();

  /**
   * So many lines before one with a marker may say when it was written, and by whom: the fields of
   * a journal's entry.
   */
  public static final int CONTEXT_LINES = 64;

  private final ReportParser parser;

  /** Makes a reader that hands over each report as soon as it is complete. */
  public ReportReader(Consumer<OomReport> sink) {
    this.parser = new ReportParser(sink);
  }

  /** Whether the lines so far leave nothing open that a line without a marker could add to. */
  public boolean idle() {
    return parser.idle();
  }

  /** Counts lines that are not given; only while {@link #idle}. */
  public void skip(int lines) {
    parser.skip(lines);
  }

  /** Takes the next line, without its line end. */
  public void line(String line) {
    parser.line(line);
  }

  /** Ends the log: hands over what is still open. */
  public void finish() {
    parser.finish();
  }
}
