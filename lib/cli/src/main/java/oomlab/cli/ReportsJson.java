package oomlab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import oomlab.internal.json.Json;
import oomlab.internal.json.ReportJson;
import oomlab.report.OomReport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;

/**
 * Writes the object {@code {"reports": [...]}} report by report, in the bytes that {@link
 * Json#write} would give for all of them, so that memory does not grow with their number.
 */
final class ReportsJson implements AutoCloseable {
  private final Writer out;
  private final ObjectWriter writer;
  private final JsonGenerator generator;

  private ReportsJson(Writer out, ObjectWriter writer) {
    this.out = out;
    this.writer = writer;
    this.generator = writer.createGenerator(out);
  }

  /** Begins the object, in UTF-8; the stream stays open when this is closed. */
  public static ReportsJson begin(OutputStream out) {
    // A generator of bytes would fail at half of a surrogate pair, which a cut line may end with.
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    ReportsJson json =
        new ReportsJson(text, Json.indented().without(StreamWriteFeature.AUTO_CLOSE_TARGET));
    json.generator.writeStartObject().writeName("reports").writeStartArray();
    return json;
  }

  /**
   * Writes a report, and hands on everything so far.
   *
   * @param file the file's name as the user gave it, {@code -} for standard input
   * @throws IOException if the stream takes no more
   */
  public void add(OomReport report, String file) throws IOException {
    add(ReportJson.of(report, file));
  }

  /**
   * Writes a report that is JSON maps already, and hands on everything so far.
   *
   * @throws IOException if the stream takes no more
   */
  public void add(Map<String, Object> report) throws IOException {
    try {
      writer.writeValue(generator, report);
      generator.flush();
    } catch (JacksonException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
  }

  /** Ends the object, with a newline after it. */
  @Override
  public void close() throws IOException {
    try {
      generator.writeEndArray().writeEndObject();
      generator.close();
    } catch (JacksonException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
    out.write('\n');
    out.flush();
  }
}
