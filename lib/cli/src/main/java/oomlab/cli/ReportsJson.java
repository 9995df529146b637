package oomlab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import oomlab.internal.json.JsonText;

/**
 * Writes the object {@code {"reports": [...]}} report by report, in the bytes that a list of all
 * would give, so that memory does not grow with their number.
 */
final class ReportsJson implements AutoCloseable {
  private final Writer out;
  private String between = "\n    ";

  private ReportsJson(Writer out) {
    this.out = out;
  }

  /**
   * Begins the object, in UTF-8; the stream stays open when this is closed.
   *
   * @throws IOException if the stream takes nothing
   */
  public static ReportsJson begin(OutputStream out) throws IOException {
    ReportsJson json = new ReportsJson(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    json.out.write("{\n  \"reports\" : [");
    return json;
  }

  /**
   * Writes a report, and hands on everything so far.
   *
   * @throws IOException if the stream takes no more
   */
  public void add(Map<String, Object> report) throws IOException {
    out.write(between + JsonText.of(report, 2));
    out.flush();
    between = ",\n    ";
  }

  /**
   * Ends the object, with a newline after it.
   *
   * @throws IOException if the stream takes no more
   */
  @Override
  public void close() throws IOException {
    out.write(between.startsWith(",") ? "\n  ]\n}\n" : " ]\n}\n");
    out.flush();
  }
}
