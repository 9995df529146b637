package oomlab.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import oomlab.internal.json.JsonText;
import oomlab.internal.json.ReportJson;

/**
 * The reports kept with the tests: NAME.log, and what must be read from it in NAME.expected.json.
 */
final class Goldens {
  static final Path DIRECTORY = Path.of("lib/report/src/test/resources/reports");
  static final String LOG = ".log";
  static final String EXPECTED = ".expected.json";

  private Goldens() {}

  /** Returns the names of all files that end so, without that end. */
  static List<String> names(String end) {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(end))
          .map(f -> f.substring(0, f.length() - end.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name, String end) {
    return text(DIRECTORY.resolve(name + end));
  }

  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String json(String file, List<OomReport> reports) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("reports", reports.stream().map(r -> ReportJson.of(r, file)).toList());
    return JsonText.of(out) + "\n";
  }
}
