package oomlab.report;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Parses kernel-log text into reports.
 *
 * <p>Reads the output of dmesg, journalctl, syslog files, serial consoles, /dev/kmsg and mails,
 * with whatever prefixes they have, from Linux 2.6.24 to 7.x. No input makes it fail: what it
 * cannot read it lists in {@link OomReport#unread} and {@link OomReport#problems}.
 */
public final class OomReports {
  private static final List<String> KILLERS =
      List.of("lowmemorykiller", "systemd-oomd", "earlyoom", "nohang");
  private static final List<String> MEMORY =
      List.of(
          "lowmem_reserve[]",
          " pages RAM",
          "Swap cache stats:",
          "Mem-Info:",
          "kB, limit ",
          "total_vm");

  private OomReports() {}

  /** Returns the reports found in the text, in order; empty if there are none. */
  public static List<OomReport> parse(String log) {
    String text = withoutZeros(log);
    List<OomReport> reports = new ArrayList<>();
    Reader parser = reader(reports::add);
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
   * Returns what a text without a report shows instead, and what is missing, in a sentence; empty
   * if it has nothing to do with memory.
   */
  public static Optional<String> shownInstead(String log) {
    if (log.contains("page allocation failure")) {
      return Optional.of(
          words(
              "it has a page allocation failure: the kernel refused a request that may be refused,"
                  + " and killed nobody for it"));
    }
    Optional<String> killer = KILLERS.stream().filter(log::contains).findFirst();
    if (killer.isEmpty() && MEMORY.stream().noneMatch(log::contains)) {
      return Optional.empty();
    }
    return Optional.of(
        killer.isPresent()
            ? words(
                "it has lines of %s, which ends processes on its own and prints no such report",
                killer.get())
            : words(
                "it shows the memory of a machine or group, but neither who asked (\"invoked"
                    + " oom-killer\"), nor rows of the task table, nor who was killed: dmesg -T or"
                    + " journalctl -k --no-pager shows the whole"));
  }

  /** What was UTF-16 and read as UTF-8 has a zero byte beside each letter, and no mark before. */
  private static String withoutZeros(String log) {
    return log.indexOf('\0') < 0 ? log : log.replace("\0", "").replaceFirst("^\ufffd{1,2}", "");
  }

  /**
   * Returns the reports found in records of the kernel log, in order. A report counts its lines as
   * {@code dmesg} would show them: a record whose text has newlines is several.
   */
  public static List<OomReport> parse(List<LogRecord> records) {
    List<OomReport> reports = new ArrayList<>();
    ReportParser parser = new ReportParser(reports::add);
    records.forEach(parser::record);
    parser.finish();
    return reports;
  }

  /** Returns a reader that hands over each report as soon as it is complete. */
  public static Reader reader(Consumer<OomReport> sink) {
    return new HostReader(sink);
  }

  /**
   * Reads a log that comes in pieces, for callers that can tell lines which matter from lines which
   * do not faster than by decoding them. Memory does not grow with the log: at most two reports are
   * held.
   *
   * <p>While it is {@link #idle}, a line without any of {@link #MARKERS} changes nothing but the
   * line number, except for the last {@link #CONTEXT_LINES} before one that has a marker: {@link
   * #skip} may replace the others.
   */
  public interface Reader {
    /** Every line that may begin a report has one of these in it. */
    List<String> MARKERS =
        Stream.concat(ReportParser.STARTS.stream(), Stream.of(LogFraming.SPELLED)).toList();

    /**
     * So many lines before one with a marker may say when it was written, and by whom: the fields
     * of a journal's entry.
     */
    int CONTEXT_LINES = 64;

    /** Whether the lines so far leave nothing open that a line without a marker could add to. */
    boolean idle();

    /** Counts lines that are not given; only while {@link #idle}. */
    void skip(int lines);

    /** Takes the next line, without its line end. */
    void line(String line);

    /** Ends the log: hands over what is still open. */
    void finish();
  }
}
