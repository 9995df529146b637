package oomlab.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import oomlab.internal.json.ReportJson;
import oomlab.report.OomReport;
import oomlab.report.OomReports;

/** Where reports go, one by one: nothing here keeps them. */
interface ReportOutput extends AutoCloseable {
  /**
   * Takes the next report.
   *
   * @param number the report's place among all, from 1
   * @param file the log as the user named it, {@code -} for standard input
   */
  void add(int number, OomReport report, String file) throws IOException;

  /**
   * Begins a log: returns its reader, or one before it that also gets all that the reader gets.
   *
   * @param file the log as the user named it, {@code -} for standard input
   */
  default OomReports.Reader listen(OomReports.Reader reader, String file) {
    return reader;
  }

  /** Completes the output. */
  void finish() throws IOException;

  /** Ends the output where a log could not be read to its end. */
  default void cut() throws IOException {
    finish();
  }

  /** Lets go of what was not completed. */
  @Override
  default void close() throws IOException {}

  /** Gives each report to this and to another. */
  default ReportOutput and(ReportOutput other) {
    ReportOutput first = this;
    return new ReportOutput() {
      @Override
      public void add(int number, OomReport report, String file) throws IOException {
        first.add(number, report, file);
        other.add(number, report, file);
      }

      @Override
      public OomReports.Reader listen(OomReports.Reader reader, String file) {
        return other.listen(first.listen(reader, file), file);
      }

      @Override
      public void finish() throws IOException {
        first.finish();
        other.finish();
      }

      @Override
      public void cut() throws IOException {
        first.cut();
        other.cut();
      }

      @Override
      public void close() throws IOException {
        try (other) {
          first.close();
        }
      }
    };
  }

  /** Sentences and tables for a terminal, an empty line between reports. */
  static ReportOutput text(OutputStream out) {
    return new ReportOutput() {
      private String between = "";

      @Override
      public void add(int number, OomReport report, String file) throws IOException {
        String text = between + ReportText.of(report, LogCommand.named(file));
        between = "\n";
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }

      @Override
      public void finish() {}
    };
  }

  /** One JSON object. */
  static ReportOutput json(OutputStream out) throws IOException {
    ReportsJson json = ReportsJson.begin(out);
    return new ReportOutput() {
      @Override
      public void add(int number, OomReport report, String file) throws IOException {
        json.add(ReportJson.of(report, file));
      }

      @Override
      public void finish() throws IOException {
        json.close();
      }
    };
  }
}
