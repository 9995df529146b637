package oomlab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import oomlab.testing.JsonMaps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A larger collection of reports, kept outside the project: booted machines with what was seen from
 * outside as ground truth, and reports that people published, with all the damage of the way.
 */
class CollectedReportsTest {
  private static final Path COLLECTION =
      Path.of(System.getProperty("oomlab.reports", "../shared/oom-reports"));

  @BeforeEach
  void needsTheCollection() {
    assumeTrue(
        Files.isDirectory(COLLECTION),
        "no collection of reports at " + COLLECTION + " (-Doomlab.reports=FOLDER)");
  }

  @Test
  void agreesWithWhatWasSeenFromOutside() throws IOException {
    int compared = 0;
    for (Path truthFile : files("made", ".expect.json")) {
      Map<String, Object> truth = JsonMaps.read(Goldens.text(truthFile));
      List<OomReport> reports =
          OomReports.parse(Goldens.text(truthFile.resolveSibling(string(truth, "log"))));
      int next = 0;
      for (Object raw : list(truth, "raw_reports")) {
        Map<String, Object> seen = map(raw);
        assertThat(reports).as("%s: reports", truthFile).hasSizeGreaterThan(next);
        OomReport report = reports.get(next++);
        assertThat(string(seen, "first_line"))
            .as("%s: trigger", truthFile)
            .endsWith(report.lines().get(0).text().strip());
        compare(truth, seen, report, truthFile + ":" + seen.get("line"));
        compared++;
      }
    }
    System.out.printf("%d reports agree with their ground truth%n", compared);
    assertThat(compared).isPositive();
  }

  private static void compare(
      Map<String, Object> truth, Map<String, Object> seen, OomReport report, String where) {
    assertThat(report.tasks()).as(where).hasSize((Integer) seen.getOrDefault("rows", 0));
    assertThat(report.unread()).as(where).isEmpty();
    List<String> lines =
        report.lines().stream()
            .filter(l -> l.kind() != LineKind.FOREIGN)
            .map(l -> l.text().strip())
            .toList();
    for (Object kill : list(seen, "kill_lines")) {
      assertThat(lines)
          .as(where)
          .anyMatch(l -> String.valueOf(kill).strip().endsWith(l) && !l.isEmpty());
    }
    List<String> zones =
        report.zones().stream()
            .map(z -> (z.node().isPresent() ? "Node " + z.node().getAsInt() + " " : "") + z.zone())
            .toList();
    List<Object> seenZones = list(seen, "zones");
    // Dumps of other failures repeat zones further down.
    assertThat(zones.isEmpty()).as(where).isEqualTo(seenZones.isEmpty());
    assertThat(seenZones.stream().limit(zones.size()).map(String::valueOf).toList())
        .as(where)
        .isEqualTo(zones);
    number(seen, "free_swap")
        .ifPresent(n -> assertThat(report.swap().orElseThrow().freeKb()).as(where).hasValue(n));
    number(seen, "total_swap")
        .ifPresent(n -> assertThat(report.swap().orElseThrow().totalKb()).as(where).hasValue(n));
    number(seen, "pages_ram").ifPresent(n -> assertThat(report.ramPages()).as(where).hasValue(n));
    if (report.pageSizeKb().isPresent()) {
      assertThat(report.pageBytes())
          .as(where)
          .isEqualTo(((Number) truth.getOrDefault("page_size", 0)).longValue());
    }
    if (!report.tasks().isEmpty()) {
      assertThat(row(seen, "first_row", report)).as(where).isEqualTo(report.tasks().get(0).pid());
    }
  }

  private static int row(Map<String, Object> seen, String name, OomReport report) {
    String digits = string(seen, name).replaceFirst("^.*?\\[\\s*(\\d+)\\].*$", "$1");
    return digits.matches("\\d+") ? Integer.parseInt(digits) : report.tasks().get(0).pid();
  }

  @Test
  void showsHowMuchOfEachLogItReads() throws IOException {
    System.out.printf(
        "%-70s %7s %6s %6s %7s %8s%n", "log", "reports", "tasks", "kills", "unread", "problems");
    for (String folder : List.of("seed", "made", "public")) {
      for (Path file : files(folder, "")) {
        String name = file.getFileName().toString();
        if (name.endsWith(".json") || name.endsWith(".md")) {
          continue;
        }
        List<OomReport> reports = OomReports.parse(Goldens.text(file));
        System.out.printf(
            "%-70s %7d %6d %6d %7d %8d%n",
            folder + "/" + name,
            reports.size(),
            reports.stream().mapToInt(r -> r.tasks().size()).sum(),
            reports.stream().mapToInt(r -> r.kills().size()).sum(),
            reports.stream().mapToInt(r -> r.unread().size()).sum(),
            reports.stream().mapToInt(r -> r.problems().size()).sum());
        for (OomReport report : reports) {
          assertThat(report.lastLine()).isGreaterThanOrEqualTo(report.firstLine());
        }
      }
    }
  }

  private static List<Path> files(String folder, String end) throws IOException {
    Path directory = COLLECTION.resolve(folder);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(f -> f.getFileName().toString().endsWith(end)).sorted().toList();
    }
  }

  private static OptionalInt number(Map<String, Object> seen, String name) {
    String digits = string(seen, name).replaceFirst("^\\[[^\\]]*\\]", "").replaceAll("\\D", "");
    return digits.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
  }

  private static String string(Map<String, Object> from, String name) {
    Object value = from.get(name);
    return value == null ? "" : String.valueOf(value);
  }

  private static List<Object> list(Map<String, Object> from, String name) {
    return from.get(name) instanceof List<?> list ? List.copyOf(list) : List.of();
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> out = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((k, v) -> out.put(String.valueOf(k), v));
    return out;
  }
}
