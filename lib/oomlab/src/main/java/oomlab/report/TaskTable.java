package oomlab.report;

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
  private static final Pattern HEADER = Pattern.compile("\\[ +pid +\\]\\s+(\\S.*\\bname)");
  private static final Pattern ROW = Pattern.compile("\\s*\\[\\s*(\\d+)\\](.*)");
  private static final Pattern VALUE = Pattern.compile("\\s+(-?\\d+)(?=\\s|$)");
  private static final Pattern NUMBER_FIRST = Pattern.compile("\\s*-?\\d+(?:\\s.*)?");

  /** A line in brackets that is followed by fewer numbers is a footnote, or something else. */
  private static final int FEWEST_NUMBERS = 4;

  private List<String> columns = List.of();
  private boolean rowWithoutHeader;

  /** Number of columns between the pid and the name; 0 while no header was read. */
  int width() {
    return columns.size();
  }

  static boolean isHeader(String text) {
    return text.contains("total_vm") && text.startsWith("[") && HEADER.matcher(text).matches();
  }

  Optional<LineKind> read(LogLine line, ReportBuilder draft) {
    String text = line.trimmed();
    if (text.startsWith("Tasks state (memory values in pages)")) {
      return Optional.of(LineKind.TASK_HEADER);
    }
    if (text.isEmpty() || text.charAt(0) != '[') {
      return Optional.empty();
    }
    Matcher header = HEADER.matcher(text);
    if (header.matches()) {
      header(line, List.of(header.group(1).split("\\s+")), draft);
      return Optional.of(LineKind.TASK_HEADER);
    }
    if (text.contains("total_vm")) {
      columns = List.of();
      draft.problem(line.number(), "the header of the task table is cut or torn");
      return Optional.of(LineKind.TASK_HEADER);
    }
    Matcher row = ROW.matcher(line.text());
    return row.matches() && row.group(2).startsWith(" ") ? row(line, row, draft) : Optional.empty();
  }

  private void header(LogLine line, List<String> names, ReportBuilder draft) {
    List<String> read = names.subList(0, names.size() - 1);
    if (draft.tableHeaderLine.isPresent()) {
      draft.problem(
          line.number(),
          read.equals(columns)
              ? "the header of the task table is repeated: two tables, or two copies of one"
              : "a second task table, with other columns, is mixed in");
    }
    if (!TaskColumns.known(read)) {
      draft.problem(
          line.number(),
          "no known kernel prints these columns together: the header may be damaged, and rows"
              + " shifted");
    }
    columns = read;
    draft.tableHeaderLine = OptionalInt.of(line.number());
  }

  /**
   * A name may hold a newline, and then the row's second half arrives as a line of its own: takes
   * it if the name has room for it (a name has at most 15 bytes).
   */
  boolean continueName(LogLine line, ReportBuilder draft) {
    if (draft.tasks.isEmpty()) {
      return false;
    }
    Task last = draft.tasks.get(draft.tasks.size() - 1);
    String more = line.micros().isPresent() ? line.text() : line.trimmed();
    // A mailer breaks before a name, and only after one blank.
    String name = last.name().isEmpty() ? line.trimmed() : last.name() + "\n" + more;
    int lastLine = draft.lines.get(draft.lines.size() - 1).number();
    if (lastLine != last.line() && lastLine != line.number() - 1) {
      return false;
    }
    if (!Names.fits(name)) {
      return false;
    }
    draft.tasks.set(draft.tasks.size() - 1, last.withName(name));
    return true;
  }

  private Optional<LineKind> row(LogLine line, Matcher row, ReportBuilder draft) {
    List<String> values = new ArrayList<>();
    String rest = row.group(2);
    Matcher value = VALUE.matcher(rest);
    int end = 0;
    int most = columns.isEmpty() ? FEWEST_NUMBERS : columns.size();
    int lastBlanks = 0;
    while (values.size() < most && value.find() && value.start() == end) {
      values.add(value.group(1));
      lastBlanks = value.start(1) - value.start();
      end = value.end();
    }
    if (columns.isEmpty()) {
      return values.size() < FEWEST_NUMBERS ? Optional.empty() : withoutHeader(line, draft);
    }
    draft.rowsSeen = true;
    OptionalInt pid = NumberText.small(row.group(1));
    // One blank ends the last number; any more belong to the name.
    String name = name(rest.length() > end ? rest.substring(end + 1) : "");
    Optional<String> wrong = Optional.empty();
    if (pid.isEmpty()) {
      wrong = Optional.of("the pid %s does not fit into 32 bits".formatted(row.group(1)));
    } else if (values.size() < columns.size()) {
      wrong =
          Optional.of(
              "the row has %d numbers after the pid, its header names %d"
                  .formatted(values.size(), columns.size()));
    } else if (!Names.fits(name)) {
      wrong = Optional.of("the row has more after its last number than a name of 15 bytes");
    }
    if (wrong.isPresent()) {
      draft.problem(line.number(), wrong.get());
      return Optional.of(LineKind.UNREAD);
    }
    draft.tasks.add(task(line, pid.orElseThrow(), values, name, draft));
    boolean padded = lastBlanks >= TaskColumns.lastPadding(columns);
    draft.paddedRows |= padded;
    if (!padded && NUMBER_FIRST.matcher(name).matches()) {
      draft.doubtfulRows.add(line.number());
    }
    return Optional.of(LineKind.TASK);
  }

  private Optional<LineKind> withoutHeader(LogLine line, ReportBuilder draft) {
    draft.rowsSeen = true;
    if (!rowWithoutHeader) {
      draft.problem(
          line.number(), "a task row without a table header before it: its columns are unknown");
    }
    rowWithoutHeader = true;
    return Optional.of(LineKind.UNREAD);
  }

  /** Blanks after a name are the log's if they would make it too long. */
  private static String name(String rest) {
    return Names.fits(rest) ? rest : rest.stripTrailing();
  }

  private Task task(LogLine line, int pid, List<String> values, String name, ReportBuilder draft) {
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String cell = values.get(i);
      OptionalLong number = NumberText.number(cell);
      if (number.isPresent()) {
        if (!TaskColumns.holds(columns.get(i), number.getAsLong())) {
          draft.problem(line.number(), "%s cannot be %s".formatted(columns.get(i), cell));
        }
        if (cells.put(columns.get(i), cell) != null) {
          draft.problem(line.number(), "the header names %s twice".formatted(columns.get(i)));
        }
      } else {
        draft.problem(
            line.number(), "%s of %s does not fit into 64 bits".formatted(columns.get(i), cell));
      }
    }
    return new Task(
        line.number(),
        pid,
        take(cells, "uid"),
        takeSmall(cells, "tgid", line, draft),
        take(cells, "total_vm"),
        take(cells, "rss"),
        take(cells, "rss_anon"),
        take(cells, "rss_file"),
        take(cells, "rss_shmem"),
        take(cells, "nr_ptes"),
        take(cells, "nr_pmds"),
        take(cells, "pgtables_bytes"),
        take(cells, "swapents"),
        takeSmall(cells, "oom_score_adj", line, draft),
        takeSmall(cells, "oom_adj", line, draft),
        takeSmall(cells, "cpu", line, draft),
        name,
        Map.copyOf(cells));
  }

  private static OptionalLong take(Map<String, String> cells, String column) {
    String cell = cells.remove(column);
    return cell == null ? OptionalLong.empty() : NumberText.number(cell);
  }

  private static OptionalInt takeSmall(
      Map<String, String> cells, String column, LogLine line, ReportBuilder draft) {
    String cell = cells.remove(column);
    if (cell == null) {
      return OptionalInt.empty();
    }
    OptionalInt value = NumberText.small(cell);
    if (value.isEmpty()) {
      draft.problem(line.number(), "%s of %s does not fit into 32 bits".formatted(column, cell));
    }
    return value;
  }
}
