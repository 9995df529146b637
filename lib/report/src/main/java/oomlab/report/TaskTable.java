package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.OomReport.Task;

/**
 * The task table (dump_tasks in mm/oom_kill.c), read by the names in its header: which columns
 * there are changed five times since 2.6.25, and vendors add their own.
 */
final class TaskTable {
  private static final Pattern HEADER = Pattern.compile("\\[\\s+pid\\s+\\]\\s+(\\S.*\\bname)");
  private static final Pattern NUMBER_FIRST = Pattern.compile("\\s*-?\\d+(?:\\s.*)?");

  /** A line in brackets that is followed by fewer numbers is a footnote, or something else. */
  private static final int FEWEST_NUMBERS = 4;

  private static final String TOO_FEW =
      later("the row has %d numbers after the pid, its header names %d");

  private List<String> columns = List.of();
  private final Map<String, Integer> places = new HashMap<>();
  private boolean rowWithoutHeader;
  private boolean headerCut;
  private boolean trailing;
  private OptionalLong lastRowMicros = OptionalLong.empty();

  /** Number of columns between the pid and the name; 0 while no header was read. */
  int width() {
    return columns.size();
  }

  static boolean isHeader(String text) {
    return text.contains("total_vm") && text.startsWith("[") && HEADER.matcher(text).matches();
  }

  Optional<LineKind> read(LogLine line, ReportBuilder report) {
    String text = line.trimmed();
    if (text.startsWith("Tasks state (memory values in pages)")) {
      return Optional.of(LineKind.TASK_HEADER);
    }
    if (text.isEmpty() || text.charAt(0) != '[') {
      return Optional.empty();
    }
    if (text.endsWith("name")) {
      Matcher header = HEADER.matcher(text);
      if (header.matches()) {
        trailing = line.text().endsWith(" ");
        header(line, List.of(header.group(1).split("\\s+")), report);
        return Optional.of(LineKind.TASK_HEADER);
      }
    }
    if (text.contains("total_vm")) {
      take(List.of());
      headerCut = true;
      report.problem(line, later("the header of the task table is cut or torn"));
      return Optional.of(LineKind.TASK_HEADER);
    }
    return row(line, report);
  }

  private void header(LogLine line, List<String> names, ReportBuilder report) {
    List<String> read = names.subList(0, names.size() - 1);
    if (report.tableHeaderLine.isPresent()) {
      report.problem(
          line,
          read.equals(columns)
              ? later("the header of the task table is repeated: two tables, or two copies of one")
              : later("a second task table, with other columns, is mixed in"));
    }
    if (!TaskColumns.known(read)) {
      report.problem(
          line,
          later(
              "no known kernel prints these columns together: the header may be damaged, and rows"
                  + " shifted"));
    }
    take(read);
    report.tableHeaderLine = OptionalInt.of(line.number());
  }

  private void take(List<String> names) {
    columns = names;
    places.clear();
    for (int i = 0; i < names.size(); i++) {
      places.put(names.get(i), i);
    }
  }

  /**
   * A name may hold a newline, and then the row's second half arrives as a line of its own: takes
   * it if the name has room for it (a name has at most 15 bytes).
   */
  boolean continueName(LogLine line, ReportBuilder report) {
    if (report.tasks.isEmpty()) {
      return false;
    }
    Task last = report.tasks.get(report.tasks.size() - 1);
    String more = line.micros().isPresent() ? line.text() : line.trimmed();
    // A mailer breaks before a name, and only after one blank.
    String name = last.name().isEmpty() ? line.trimmed() : last.name() + "\n" + more;
    // Both halves are of one record, so of one time.
    if (line.micros().isPresent()
        && lastRowMicros.isPresent()
        && !line.micros().equals(lastRowMicros)) {
      return false;
    }
    int lastLine = report.lines.get(report.lines.size() - 1).number();
    if (lastLine != last.line() && lastLine != line.number() - 1) {
      return false;
    }
    if (!Names.fits(name)) {
      return false;
    }
    report.tasks.set(report.tasks.size() - 1, last.withName(name));
    return true;
  }

  /** Reads {@code [ 123]}, numbers, and a name. */
  private Optional<LineKind> row(LogLine line, ReportBuilder report) {
    String text = line.text();
    int start = skipBlanks(text, text.indexOf('[') + 1);
    int close = skipDigits(text, start);
    if (close > start && close == text.length() && !columns.isEmpty()) {
      report.problem(line, TOO_FEW, 0, columns.size());
      return Optional.of(LineKind.UNREAD);
    }
    if (close == start
        || close + 1 >= text.length()
        || text.charAt(close) != ']'
        || text.charAt(close + 1) > ' ') {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    String rest = text.substring(close + 1);
    int most = columns.isEmpty() ? FEWEST_NUMBERS : columns.size();
    int end = numbers(rest, most, values);
    if (columns.isEmpty()) {
      if (values.size() < FEWEST_NUMBERS) {
        return Optional.empty();
      }
      take(inferred(rest, headerCut || report.tableHeaderLine.isPresent()));
      return columns.isEmpty() ? withoutHeader(line, report) : told(line, report);
    }
    report.rowsSeen = true;
    String pidDigits = text.substring(start, close);
    OptionalInt pid = NumberText.small(pidDigits);
    // One blank ends the last number; any more belong to the name.
    String name = name(rest.length() > end ? rest.substring(end + 1) : "");
    if (pid.isEmpty()) {
      report.problem(line, later("the pid %s does not fit into 32 bits"), pidDigits);
      return Optional.of(LineKind.UNREAD);
    }
    if (values.size() < columns.size()) {
      report.problem(line, TOO_FEW, values.size(), columns.size());
      return Optional.of(LineKind.UNREAD);
    }
    if (trailing) {
      name = name.stripTrailing(); // the log has blanks after the header, too
    }
    if (!Names.fits(name)) {
      report.problem(line, later("the row has more after its last number than a name of 15 bytes"));
      return Optional.of(LineKind.UNREAD);
    }
    report.tasks.add(task(line, pid.getAsInt(), values, name, report));
    lastRowMicros = line.micros();
    int lastBlanks = end - values.get(values.size() - 1).length();
    lastBlanks -= rest.substring(0, lastBlanks).stripTrailing().length();
    boolean padded = lastBlanks >= TaskColumns.lastPadding(columns);
    report.paddedRows |= padded;
    if (!padded && NUMBER_FIRST.matcher(name).matches()) {
      report.doubtfulRows.add(line.number());
    }
    return Optional.of(LineKind.TASK);
  }

  /**
   * Returns the columns that a row without a header must have: those of the only kernels whose rows
   * have so many numbers, and such values; nothing if several would do.
   */
  private static List<String> inferred(String rest, boolean headerSeen) {
    List<Long> numbers = new ArrayList<>();
    List<String> values = new ArrayList<>();
    int end = numbers(rest, Integer.MAX_VALUE, values);
    for (String value : values) {
      OptionalLong number = NumberText.number(value);
      if (number.isEmpty()) {
        return List.of();
      }
      numbers.add(number.getAsLong());
    }
    String name = end < rest.length() ? name(rest.substring(end + 1)) : "";
    boolean named = !name.isBlank() && Names.fits(name);
    List<List<String>> fitting = headerSeen || !named ? List.of() : TaskColumns.fitting(numbers);
    return fitting.size() == 1 ? fitting.get(0) : List.of();
  }

  private Optional<LineKind> told(LogLine line, ReportBuilder report) {
    report.problem(
        line,
        later("a task row without a table header before it: only the columns %s fit its values"),
        String.join(" ", columns));
    return row(line, report);
  }

  private Optional<LineKind> withoutHeader(LogLine line, ReportBuilder report) {
    report.rowsSeen = true;
    if (!rowWithoutHeader) {
      report.problem(
          line, later("a task row without a table header before it: its columns are unknown"));
    }
    rowWithoutHeader = true;
    return Optional.of(LineKind.UNREAD);
  }

  /** Adds the numbers that stand at the beginning, each after blanks; returns where they end. */
  private static int numbers(String text, int most, List<String> numbers) {
    int end = 0;
    for (int i = 0; i < most; i++) {
      int start = skipBlanks(text, end);
      int digits = start < text.length() && text.charAt(start) == '-' ? start + 1 : start;
      int at = skipDigits(text, digits);
      if (start == end || at == digits || (at < text.length() && !isBlank(text.charAt(at)))) {
        return end;
      }
      numbers.add(text.substring(start, at));
      end = at;
    }
    return end;
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static int skipDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Blanks after a name are the log's if they would make it too long. */
  private static String name(String rest) {
    return Names.fits(rest) ? rest : rest.stripTrailing();
  }

  private Task task(LogLine line, int pid, List<String> values, String name, ReportBuilder report) {
    List<OptionalLong> cells = new ArrayList<>(columns.size());
    Map<String, String> other = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      String cell = values.get(i);
      OptionalLong number = NumberText.number(cell);
      cells.add(number);
      if (number.isEmpty()) {
        report.problem(line, later("%s of %s does not fit into 64 bits"), column, cell);
        continue;
      }
      if (!TaskColumns.holds(column, number.getAsLong())) {
        report.problem(line, later("%s cannot be %s"), column, cell);
      }
      if (places.size() < columns.size() && columns.indexOf(column) < i) {
        report.problem(line, later("the header names %s twice"), column);
      }
      if (column.equals("nr_puds") || !TaskColumns.names().contains(column)) {
        other.put(column, cell);
      }
    }
    return new Task(
        line.number(),
        pid,
        get(cells, "uid"),
        getSmall(cells, "tgid", line, report),
        get(cells, "total_vm"),
        get(cells, "rss"),
        get(cells, "rss_anon"),
        get(cells, "rss_file"),
        get(cells, "rss_shmem"),
        get(cells, "nr_ptes"),
        get(cells, "nr_pmds"),
        get(cells, "pgtables_bytes"),
        get(cells, "swapents"),
        getSmall(cells, "oom_score_adj", line, report),
        getSmall(cells, "oom_adj", line, report),
        getSmall(cells, "cpu", line, report),
        name,
        Map.copyOf(other));
  }

  private OptionalLong get(List<OptionalLong> cells, String column) {
    Integer place = places.get(column);
    return place == null ? OptionalLong.empty() : cells.get(place);
  }

  private OptionalInt getSmall(
      List<OptionalLong> cells, String column, LogLine line, ReportBuilder report) {
    OptionalLong number = get(cells, column);
    OptionalInt value = NumberText.small(number);
    if (number.isPresent() && value.isEmpty()) {
      report.problem(line, later("%s of %s does not fit into 32 bits"), column, number.getAsLong());
    }
    return value;
  }
}
