package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What exports, pages and mailers do to every line of a log leaves its reports as they are, or what
 * was lost is named.
 */
class TransformedReportsTest {
  private static final Pattern FRAMED = Pattern.compile("\\d+,\\d+,\\d+,.*|\\s*[{}\"].*");
  private static final Pattern TABLE = Pattern.compile("(.*?)(\\[ *(?:\\d+|pid) *\\] .*)");
  private static final Pattern GAP = Pattern.compile("(?<=[\\]\\w]) +(?=[-\\w])");
  private static final Pattern CLOCK = Pattern.compile("\\[ *\\d+\\.\\d{6}\\] .*");

  static List<String> logs() {
    return Goldens.names(Goldens.LOG).stream()
        .filter(name -> lines(name).stream().noneMatch(FRAMED.asMatchPredicate()))
        .toList();
  }

  /** Without those whose processes have names that no mailer and no wrong encoding can keep. */
  static List<String> plainLogs() {
    return logs().stream().filter(name -> !name.endsWith("-names")).toList();
  }

  private static List<String> lines(String name) {
    return Goldens.text(name, Goldens.LOG).lines().toList();
  }

  private static List<OomReport> parse(String name, UnaryOperator<String> change) {
    return OomReports.parse(String.join("\n", lines(name).stream().map(change).toList()));
  }

  private static void same(String name, List<OomReport> changed) {
    List<OomReport> plain = parse(name, line -> line);
    assertThat(changed).extracting(OomReport::tasks).isEqualTo(tasks(plain));
    assertThat(changed).extracting(OomReport::kills).isEqualTo(kills(plain));
    assertThat(changed)
        .extracting(OomReport::memory)
        .isEqualTo(plain.stream().map(OomReport::memory).toList());
  }

  private static List<List<Task>> tasks(List<OomReport> reports) {
    return reports.stream().map(OomReport::tasks).toList();
  }

  private static List<List<Kill>> kills(List<OomReport> reports) {
    return reports.stream().map(OomReport::kills).toList();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void columnsOfAnExport(String name) {
    same(name, parse(name, line -> "\"host-1\",\"%s\"".formatted(line.replace("\"", "\"\""))));
  }

  /** As log viewers and {@code journalctl -r} show it. */
  @ParameterizedTest
  @MethodSource("plainLogs")
  void newestLineFirst(String name) {
    List<String> turned = new ArrayList<>(lines(name));
    Collections.reverse(turned);
    List<OomReport> reports = new ArrayList<>(OomReports.parse(String.join("\n", turned)));
    Collections.reverse(reports);
    List<OomReport> plain = parse(name, line -> line);
    assertThat(sizes(reports)).isEqualTo(sizes(plain));
    assertThat(losses(reports)).isEqualTo(losses(plain));
    for (int i = 0; i < plain.size(); i++) {
      // What a kernel prints after its panic is no part of a report that begins there.
      if (plain.get(i).panic().isEmpty()) {
        assertThat(reports.get(i).firstLine())
            .isEqualTo(turned.size() + 1 - plain.get(i).lastLine());
      }
      assertThat(reports.get(i).source()).isEqualTo(plain.get(i).source());
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void elementsOfAnArray(String name) {
    same(
        name,
        parse(
            name, line -> "  \"%s\",".formatted(line.replace("\\", "\\\\").replace("\"", "\\\""))));
  }

  @ParameterizedTest
  @MethodSource("plainLogs")
  void twoBytesALetterReadAsOne(String name) {
    String text = "\ufeff" + Goldens.text(name, Goldens.LOG);
    String misread = new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.UTF_8);
    same(name, OomReports.parse(misread));
  }

  @ParameterizedTest
  @MethodSource("logs")
  void tabsBetweenColumns(String name) {
    same(name, parse(name, TransformedReportsTest::tabbed));
  }

  /** Not the last gap, which is followed by a name that may begin with blanks. */
  private static String tabbed(String line) {
    Matcher table = TABLE.matcher(line);
    if (!table.matches()) {
      return line;
    }
    String row = table.group(2);
    List<Integer> ends = new ArrayList<>();
    Matcher gap = GAP.matcher(row);
    while (gap.find()) {
      ends.add(gap.end());
    }
    if (ends.size() < 6) {
      return line;
    }
    int numbers = ends.get(5);
    return table.group(1)
        + GAP.matcher(row.substring(0, numbers)).replaceAll("\t")
        + row.substring(numbers);
  }

  @ParameterizedTest
  @MethodSource("plainLogs")
  void linesThatAMailerWrapped(String name) {
    List<OomReport> plain = parse(name, line -> line);
    for (int width = 56; width <= 120; width++) {
      int most = width;
      List<OomReport> wrapped = parse(name, line -> wrapped(line, most));
      assertThat(sizes(wrapped).equals(sizes(plain)) || losses(wrapped) > losses(plain))
          .as("%s wrapped at %d: %s instead of %s", name, width, sizes(wrapped), sizes(plain))
          .isTrue();
    }
  }

  private static String wrapped(String line, int width) {
    if (!CLOCK.matcher(line).matches()) {
      return line;
    }
    StringBuilder out = new StringBuilder();
    String rest = line;
    while (rest.length() > width && rest.lastIndexOf(' ', width) > 20) {
      int at = rest.lastIndexOf(' ', width);
      out.append(rest, 0, at).append('\n');
      rest = rest.substring(at + 1);
    }
    return out + rest;
  }

  /** {@code -Doomlab.widths=all} tries every width, for minutes. */
  @ParameterizedTest
  @MethodSource("plainLogs")
  void linesThatATerminalBroke(String name) {
    int step = "all".equals(System.getProperty("oomlab.widths")) ? 1 : 53;
    for (UnaryOperator<String> prefix : PREFIXES) {
      List<String> log = lines(name).stream().filter(CLOCK.asMatchPredicate()).map(prefix).toList();
      List<OomReport> plain = OomReports.parse(String.join("\n", log));
      for (int width = 80; width <= 240; width += step) {
        int edge = width;
        String broken =
            log.stream().map(line -> broken(line, edge)).collect(Collectors.joining("\n"));
        List<OomReport> reports = OomReports.parse(broken);
        assertThat(sizes(reports).equals(sizes(plain)) || losses(reports) > losses(plain))
            .as("%s broken at %d: %s instead of %s", name, edge, sizes(reports), sizes(plain))
            .isTrue();
      }
    }
  }

  private static final List<UnaryOperator<String>> PREFIXES =
      List.of(
          line -> line,
          line -> "Jan 25 14:59:30 a-longer-host-name kernel: " + line,
          line -> "[Thu Jan 25 14:59:30 2026] " + bare(line),
          line -> "2026-01-25T14:59:30+0100 h kernel: " + bare(line),
          line -> "<4>" + line,
          TransformedReportsTest::bare);

  private static String bare(String line) {
    return line.substring(line.indexOf("] ") + 2);
  }

  private static String broken(String line, int edge) {
    StringBuilder out = new StringBuilder();
    String rest = line;
    while (rest.length() > edge) {
      out.append(rest, 0, edge).append('\n');
      rest = rest.substring(edge);
    }
    return out + rest;
  }

  /** A response of Loki, all of it in one line, oldest and newest line first. */
  @ParameterizedTest
  @MethodSource("logs")
  void valuesOfALogService(String name) {
    List<String> values =
        new ArrayList<>(
            lines(name).stream()
                .map(line -> line.replace("\\", "\\\\").replace("\"", "\\\""))
                .map("[\"1623442640000000000\",\"%s\"]"::formatted)
                .toList());
    List<String> plain = sizes(parse(name, line -> line));
    String response = "{\"data\":{\"result\":[{\"stream\":{\"a\":\"b\"},\"values\":[%s]}]}}";
    assertThat(sizes(OomReports.parse(response.formatted(String.join(",", values)))))
        .isEqualTo(plain);
  }

  private static List<String> sizes(List<OomReport> reports) {
    List<String> sizes = new ArrayList<>();
    for (OomReport report : reports) {
      report.tasks().forEach(t -> sizes.add(t.pid() + " " + t.name() + " " + t.rssPages()));
      report
          .kills()
          .forEach(k -> sizes.add(k.pid() + " " + k.comm() + " " + k.totalVmKb() + k.uid()));
      sizes.add(report.memInfo().toString());
    }
    return sizes;
  }

  private static int losses(List<OomReport> reports) {
    return reports.stream().mapToInt(r -> r.unread().size() + r.problems().size()).sum();
  }

  /** Each line of a log followed by the same line of another machine, or of many. */
  @ParameterizedTest
  @MethodSource("plainLogs")
  void machinesInOneStream(String name) {
    List<String> kernel = lines(name).stream().filter(CLOCK.asMatchPredicate()).toList();
    for (int machines : new int[] {1, 2, 7}) {
      StringBuilder log = new StringBuilder();
      for (String line : kernel) {
        for (int i = 0; i < machines; i++) {
          log.append("Jan 25 14:59:30 host%d kernel: %s\n".formatted(i, line));
        }
      }
      List<OomReport> all = OomReports.parse(log.toString());
      List<OomReport> alone = OomReports.parse(String.join("\n", kernel));
      assertThat(all).as("%d machines", machines).hasSize(machines * alone.size());
      for (OomReport report : all) {
        assertThat(alone).anyMatch(one -> sizes(List.of(one)).equals(sizes(List.of(report))));
      }
    }
  }
}
