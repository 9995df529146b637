package oomlab.report;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Parses kernel-log text into reports.
 *
 * <p>Reads the output of dmesg, journalctl, syslog files, serial consoles, /dev/kmsg and mails,
 * with whatever prefixes they have, from Linux 2.6.24 to 7.x. No input makes it fail: what it
 * cannot read it lists in {@link OomReport#unread} and {@link OomReport#problems}.
 */
public final class OomReports {
  private OomReports() {}

  /** Returns the reports found in the text, in order; empty if there are none. */
  public static List<OomReport> parse(String text) {
    List<OomReport> reports = new ArrayList<>();
    ReportParser parser = new ReportParser(reports::add);
    int from = 0;
    while (from < text.length()) {
      int to = text.indexOf('\n', from);
      int end = to < 0 ? text.length() : to;
      parser.line(text.substring(from, end));
      from = end + 1;
    }
    parser.finish();
    return reports;
  }

  /**
   * Hands the reports found in a log to {@code sink}, each as soon as it is complete. Memory does
   * not grow with the log: at most two reports are held.
   *
   * @param lines the log's lines without their ends, such as {@code
   *     bufferedReader.lines().iterator()}
   */
  public static void parse(Iterator<String> lines, Consumer<OomReport> sink) {
    ReportParser parser = new ReportParser(sink);
    while (lines.hasNext()) {
      parser.line(lines.next());
    }
    parser.finish();
  }
}
