package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.report.OomReport.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One damage at a time to a header, a number or a name: rows that were not touched keep their
 * values, and no value comes under another column's name without a problem.
 *
 * <p>Most logs are then changed as viewers, terminals and log services change them, which must not
 * matter to that.
 *
 * <p>{@code -Doomlab.mutations=1000000} sets how many, {@code -Doomlab.seed} which.
 */
class MutatedReportsTest {
  private static final Pattern ROW =
      Pattern.compile("^(.*?)\\[\\s*(\\d+)\\]((?:\\s+-?\\d+){5,12})\\s(.*)$");
  private static final Pattern HEADER = Pattern.compile(".*\\[ +pid +\\].*total_vm.*name");
  private static final List<Path> EXTRA =
      List.of(
          Path.of(System.getProperty("oomlab.reports", "../shared/oom-reports")).resolve("made"),
          Path.of(System.getProperty("oomlab.reports", "../shared/oom-reports")).resolve("public"));

  private record Log(
      String name,
      List<String> lines,
      Map<Integer, Map<String, String>> rows,
      List<Integer> headers,
      List<Integer> rowLines) {}

  private static final long SEED = Long.getLong("oomlab.seed", System.nanoTime());

  @Timeout(300)
  @Test
  void neverShiftsAColumn() throws IOException {
    List<Log> logs = logs();
    int count = Integer.getInteger("oomlab.mutations", 2_000);
    Random random = new Random(SEED);
    int named = 0;
    for (int i = 0; i < count; i++) {
      Log log = logs.get(random.nextInt(logs.size()));
      boolean header = random.nextInt(3) == 0;
      List<Integer> among = header ? log.headers() : log.rowLines();
      int line = among.get(random.nextInt(among.size()));
      List<String> damaged = new ArrayList<>(log.lines());
      String before = damaged.get(line);
      damaged.set(line, header ? damageHeader(before, random) : damageRow(before, random));
      String what =
          "%s line %d, mutation %d of -Doomlab.seed=%d:%n%s%n%s"
              .formatted(log.name(), line + 1, i, SEED, before, damaged.get(line));
      Way way = WAYS[random.nextInt(WAYS.length)];
      Changed changed = change(way, damaged, random);
      String which = what + "\n" + way;
      List<OomReport> reports;
      try {
        reports = OomReports.parse(String.join("\n", changed.lines()));
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(which, e);
      }
      boolean same = way == Way.NONE && damaged.get(line).equals(before);
      named += check(log, line, same, reports, changed, which);
    }
    System.out.printf(
        "%d mutations of %d logs, seed %d: %d named as a problem%n",
        count, logs.size(), SEED, named);
  }

  /** What a log goes through on its way. */
  private enum Way {
    NONE,
    NEWEST_FIRST,
    TWO_HOSTS,
    JSON,
    COLUMNS,
    EDGE,
    ONE_LINE
  }

  private static final Way[] WAYS = Way.values();

  /**
   * A log that was changed as a whole.
   *
   * @param from for each line, which of the log before it came from; -1 for none
   */
  private record Changed(List<String> lines, List<Integer> from) {
    Changed() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    void add(String line, int origin) {
      lines.add(line);
      from.add(origin);
    }
  }

  private static Changed change(Way way, List<String> log, Random random) {
    Changed out = new Changed();
    int edge = 60 + random.nextInt(140);
    if (way == Way.COLUMNS) {
      out.add("host,message", -1);
    }
    for (int i = 0; i < log.size(); i++) {
      int at = way == Way.NEWEST_FIRST ? log.size() - 1 - i : i;
      String line = log.get(at);
      String json = line.replace("\\", "\\\\").replace("\"", "\\\"");
      switch (way) {
        case TWO_HOSTS -> {
          out.add("Jan 25 14:59:30 a kernel: " + line, at);
          out.add("Jan 25 14:59:30 b kernel: " + line, at);
        }
        case JSON -> out.add("{\"host\":\"a\",\"message\":\"" + json + "\"}", at);
        case COLUMNS -> out.add("a,\"" + line.replace("\"", "\"\"") + "\"", at);
        case EDGE -> {
          String rest = line;
          int from = at;
          while (rest.length() > edge) {
            out.add(rest.substring(0, edge), from);
            rest = rest.substring(edge);
            from = -1;
          }
          out.add(rest, from);
        }
        case ONE_LINE -> {
          String values = out.lines().isEmpty() ? "{\"values\":[" : out.lines().remove(0) + ",";
          out.from().clear();
          out.add(values + "[\"1623442640000000000\",\"" + json + "\"]", -1);
        }
        default -> out.add(line, at);
      }
    }
    return out;
  }

  private static int check(
      Log log, int touched, boolean same, List<OomReport> reports, Changed changed, String what) {
    boolean told = reports.stream().anyMatch(r -> !r.problems().isEmpty() || !r.unread().isEmpty());
    for (OomReport report : reports) {
      for (Task task : report.tasks()) {
        int line = changed.from().get(task.line() - 1);
        Map<String, String> expected = log.rows().get(line);
        if (expected == null || line == touched) {
          continue;
        }
        Map<String, String> read = values(task);
        if (read.equals(expected)) {
          continue;
        }
        assertThat(told)
            .as(
                "%s%nrow %d is read as %s, not %s, and no problem says so",
                what, task.line(), read, expected)
            .isTrue();
      }
    }
    assertThat(same && told).as(what).isFalse();
    return told ? 1 : 0;
  }

  private static Map<String, String> values(Task t) {
    Map<String, String> out = new HashMap<>();
    out.put("pid", String.valueOf(t.pid()));
    t.uid().ifPresent(v -> out.put("uid", String.valueOf(v)));
    t.tgid().ifPresent(v -> out.put("tgid", String.valueOf(v)));
    t.totalVmPages().ifPresent(v -> out.put("total_vm", String.valueOf(v)));
    t.rssPages().ifPresent(v -> out.put("rss", String.valueOf(v)));
    t.rssAnonPages().ifPresent(v -> out.put("rss_anon", String.valueOf(v)));
    t.rssFilePages().ifPresent(v -> out.put("rss_file", String.valueOf(v)));
    t.rssShmemPages().ifPresent(v -> out.put("rss_shmem", String.valueOf(v)));
    t.nrPtes().ifPresent(v -> out.put("nr_ptes", String.valueOf(v)));
    t.nrPmds().ifPresent(v -> out.put("nr_pmds", String.valueOf(v)));
    t.pgtablesBytes().ifPresent(v -> out.put("pgtables_bytes", String.valueOf(v)));
    t.swapents().ifPresent(v -> out.put("swapents", String.valueOf(v)));
    t.oomScoreAdj().ifPresent(v -> out.put("oom_score_adj", String.valueOf(v)));
    t.oomAdj().ifPresent(v -> out.put("oom_adj", String.valueOf(v)));
    t.cpu().ifPresent(v -> out.put("cpu", String.valueOf(v)));
    out.putAll(t.other());
    return out;
  }

  private static String damageHeader(String line, Random random) {
    int start = line.lastIndexOf(']') + 1;
    List<String> words = new ArrayList<>(List.of(line.substring(start).strip().split("\\s+", -1)));
    int at = random.nextInt(words.size() - 1);
    switch (random.nextInt(6)) {
      case 0 -> words.remove(at);
      case 1 -> words.set(at, words.get(at) + words.remove(at + 1));
      case 2 -> words.add(at, words.get(random.nextInt(words.size() - 1)));
      case 3 -> words.add(at, words.remove(random.nextInt(words.size() - 1)));
      case 4 -> words.set(at, letters(words.get(at), random));
      default -> {
        return letters(line, random);
      }
    }
    return line.substring(0, start)
        + "   "
        + String.join(random.nextBoolean() ? " " : "    ", words);
  }

  private static String damageRow(String line, Random random) {
    if (random.nextInt(3) == 0) {
      return letters(line, random);
    }
    Matcher number = Pattern.compile("-?\\d+").matcher(line);
    List<int[]> numbers = new ArrayList<>();
    while (number.find()) {
      numbers.add(new int[] {number.start(), number.end()});
    }
    int[] hit = numbers.get(random.nextInt(numbers.size()));
    String other =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> "99999999999999999999";
          case 2 -> String.valueOf(random.nextInt(100_000));
          default -> line.substring(hit[0], hit[1]) + " " + random.nextInt(10);
        };
    return line.substring(0, hit[0]) + other + line.substring(hit[1]);
  }

  private static String letters(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0 && out.length() > 2; i--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(3)) {
        case 0 -> out.deleteCharAt(at);
        case 1 -> out.insert(at, "abz_ []()0*=-\"<>#".charAt(random.nextInt(17)));
        default -> out.setCharAt(at, (char) (' ' + random.nextInt(95)));
      }
    }
    return out.toString();
  }

  /** Reads the rows in the simplest way there is: undamaged, the n-th number is the n-th column. */
  private static List<Log> logs() throws IOException {
    List<Path> files = new ArrayList<>();
    Goldens.names(Goldens.LOG).forEach(n -> files.add(Goldens.DIRECTORY.resolve(n + Goldens.LOG)));
    for (Path folder : EXTRA) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> all = Files.list(folder)) {
          all.filter(f -> f.toString().endsWith(".txt")).sorted().forEach(files::add);
        }
      }
    }
    List<Log> logs = new ArrayList<>();
    for (Path file : files) {
      List<String> all = Goldens.text(file).lines().toList();
      List<OomReport> reports = OomReports.parse(String.join("\n", all));
      if (reports.isEmpty() || reports.get(0).tasks().isEmpty()) {
        continue;
      }
      // The first report alone: a mutation costs no more than that.
      OomReport first = reports.get(0);
      List<String> lines =
          all.subList(first.firstLine() - 1, Math.min(first.lastLine(), first.firstLine() + 400));
      logs.add(log(file.getFileName().toString(), lines));
    }
    logs.removeIf(l -> l.headers().isEmpty() || l.rowLines().isEmpty());
    assertThat(logs).isNotEmpty();
    return logs;
  }

  private static Log log(String name, List<String> lines) {
    Map<Integer, Map<String, String>> rows = new HashMap<>();
    List<Integer> headers = new ArrayList<>();
    List<String> columns = List.of();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replace("\",", "").replace("\"", "").stripTrailing();
      Matcher row = ROW.matcher(line);
      if (HEADER.matcher(line).matches()) {
        headers.add(i);
        columns = List.of(line.substring(line.lastIndexOf(']') + 1).strip().split("\\s+", -1));
      } else if (!columns.isEmpty() && row.matches()) {
        String[] numbers = row.group(3).strip().split("\\s+", -1);
        if (numbers.length >= columns.size() - 1) {
          Map<String, String> values = new HashMap<>();
          values.put("pid", row.group(2));
          for (int c = 0; c < columns.size() - 1; c++) {
            values.put(columns.get(c), numbers[c]);
          }
          rows.put(i, values);
        }
      }
    }
    List<OomReport> reports = OomReports.parse(String.join("\n", lines));
    if (!reports.stream().allMatch(r -> r.problems().isEmpty() && r.unread().isEmpty())) {
      // A problem of its own would hide what a mutation should have caused.
      headers.clear();
    }
    Set<Integer> read = new LinkedHashSet<>();
    reports.forEach(r -> r.tasks().forEach(t -> read.add(t.line() - 1)));
    List<Integer> rowLines = rows.keySet().stream().filter(read::contains).sorted().toList();
    reports.forEach(
        r ->
            r.tasks()
                .forEach(
                    t -> {
                      Map<String, String> expected = rows.get(t.line() - 1);
                      if (expected != null) {
                        assertThat(values(t)).as(name).isEqualTo(expected);
                      }
                    }));
    return new Log(name, lines, rows, headers, rowLines);
  }
}
