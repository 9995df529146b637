package oomlab.report;

import java.nio.charset.StandardCharsets;
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
  private static final Pattern ROW = Pattern.compile("\\s*\\[\\s*(\\d+)\\]((?:\\s+-?\\d+\\b)*.*)");
  private static final Pattern VALUE = Pattern.compile("\\s+(-?\\d+)(?=\\s|$)");
  private static final int COMM_BYTES = 15;

  private List<String> columns = List.of();

  /** Number of columns between the pid and the name; 0 while no header was read. */
  int width() {
    return columns.size();
  }

  Optional<LineKind> read(LogLine line, Draft draft) {
    String text = line.trimmed();
    if (text.startsWith("Tasks state (memory values in pages)")) {
      columns = List.of();
      return Optional.of(LineKind.TASK_HEADER);
    }
    Matcher header = HEADER.matcher(text);
    if (header.matches()) {
      List<String> names = List.of(header.group(1).split("\\s+"));
      columns = names.subList(0, names.size() - 1);
      draft.tableHeaderLine = OptionalInt.of(line.number());
      return Optional.of(LineKind.TASK_HEADER);
    }
    Matcher row = ROW.matcher(line.text());
    if (row.matches() && row.group(2).startsWith(" ")) {
      return Optional.of(row(line, row, draft));
    }
    return Optional.empty();
  }

  /**
   * A name may hold a newline, and then the row's second half arrives as a line of its own: takes
   * it if the name has room for it (a name has at most 15 bytes).
   */
  boolean continueName(LogLine line, Draft draft) {
    if (draft.tasks.isEmpty()) {
      return false;
    }
    Task last = draft.tasks.get(draft.tasks.size() - 1);
    String name = last.name() + "\n" + (line.micros().isPresent() ? line.text() : line.trimmed());
    int lastLine = draft.lines.get(draft.lines.size() - 1).number();
    if (lastLine != last.line() && lastLine != line.number() - 1) {
      return false;
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > COMM_BYTES) {
      return false;
    }
    draft.tasks.set(draft.tasks.size() - 1, renamed(last, name));
    return true;
  }

  private LineKind row(LogLine line, Matcher row, Draft draft) {
    draft.rowsSeen = true;
    OptionalInt pid = Numbers.small(row.group(1));
    if (columns.isEmpty()) {
      draft.problem(
          line.number(), "a task row without a table header before it: its columns are unknown");
      return LineKind.UNREAD;
    }
    List<String> values = new ArrayList<>();
    String rest = row.group(2);
    Matcher value = VALUE.matcher(rest);
    int end = 0;
    while (values.size() < columns.size() && value.find() && value.start() == end) {
      values.add(value.group(1));
      end = value.end();
    }
    if (values.size() < columns.size() || pid.isEmpty()) {
      draft.problem(
          line.number(),
          pid.isEmpty()
              ? "the pid %s does not fit into 32 bits".formatted(row.group(1))
              : "the row has %d numbers after the pid, its header names %d"
                  .formatted(values.size(), columns.size()));
      return LineKind.UNREAD;
    }
    // One blank ends the last number; any more belong to the name.
    String name = rest.length() > end ? rest.substring(end + 1) : "";
    draft.tasks.add(task(line, pid.getAsInt(), values, name, draft));
    return LineKind.TASK;
  }

  private Task task(LogLine line, int pid, List<String> values, String name, Draft draft) {
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String cell = values.get(i);
      if (Numbers.number(cell).isPresent()) {
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
    return cell == null ? OptionalLong.empty() : Numbers.number(cell);
  }

  private static OptionalInt takeSmall(
      Map<String, String> cells, String column, LogLine line, Draft draft) {
    String cell = cells.remove(column);
    if (cell == null) {
      return OptionalInt.empty();
    }
    OptionalInt value = Numbers.small(cell);
    if (value.isEmpty()) {
      draft.problem(line.number(), "%s of %s does not fit into 32 bits".formatted(column, cell));
    }
    return value;
  }

  private static Task renamed(Task t, String name) {
    return new Task(
        t.line(),
        t.pid(),
        t.uid(),
        t.tgid(),
        t.totalVmPages(),
        t.rssPages(),
        t.rssAnonPages(),
        t.rssFilePages(),
        t.rssShmemPages(),
        t.nrPtes(),
        t.nrPmds(),
        t.pgtablesBytes(),
        t.swapents(),
        t.oomScoreAdj(),
        t.oomAdj(),
        t.cpu(),
        name,
        t.other());
  }
}
