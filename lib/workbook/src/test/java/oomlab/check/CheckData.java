package oomlab.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import oomlab.Run;
import oomlab.explain.Explanation;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import tech.tablesaw.api.Table;

/** The data that the table of answers names: what the notebooks' own cells hand to a check. */
final class CheckData {
  private static final Path DATA = Path.of("notebooks/data");

  private CheckData() {}

  /**
   * Returns the data of a name: {@code report:x86}, {@code report:first-kill}, {@code
   * run:first-kill}, {@code explanation:arm}, {@code world:ada}, {@code lines:status}, {@code
   * page:4096}, {@code table:processes}, or several of them joined with {@code +} for a list.
   */
  static Object of(String name) {
    if (name.contains("+")) {
      return Arrays.stream(name.split("\\+", -1)).map(CheckData::of).toList();
    }
    String of = name.substring(name.indexOf(':') + 1);
    return switch (name.substring(0, name.indexOf(':'))) {
      case "report" -> report(of);
      case "run" -> Run.load(DATA.resolve(of));
      case "explanation" -> Explanation.of(report(of));
      case "lines" -> lines(Path.of("lib/workbook/src/test/resources/oomlab/check", of + ".txt"));
      case "table" ->
          Table.read().csv("lib/workbook/src/test/resources/oomlab/check/%s.csv".formatted(of));
      case "page" -> Long.parseLong(of);
      case "world" -> new World(of);
      default -> throw new IllegalArgumentException("no data " + name);
    };
  }

  private static OomReport report(String name) {
    return switch (name) {
      case "arm" -> read("seed/arm32-4.0.0-console.txt").get(0);
      case "x86" -> read("seed/x86_64-4.20.12-dmesg.txt").get(0);
      default ->
          name.contains(".")
              ? read(name).get(0)
              : Run.load(DATA.resolve(name)).report().orElseThrow();
    };
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<OomReport> read(String file) {
    try {
      return OomReports.parse(Files.readString(DATA.resolve(file)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
