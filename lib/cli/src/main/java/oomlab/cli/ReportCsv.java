package oomlab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import oomlab.internal.json.ReportJson;
import oomlab.report.OomReport;

/**
 * Writes the tables of reports as CSV (RFC 4180): {@code tasks.csv}, {@code zones.csv}, {@code
 * buddy.csv}, {@code kills.csv} and {@code nodes.csv}, one row a line of the report. The first two
 * columns say which report a row is from.
 *
 * <p>All files are written or none: rows wait in a temporary folder next to the files, which take
 * the old ones' places at the end.
 */
final class ReportCsv implements ReportOutput {
  private static final List<String> TABLES = List.of("tasks", "zones", "buddy", "kills", "nodes");

  private final Path directory;
  private final Map<String, CsvSpool> tables = new LinkedHashMap<>();
  private Optional<Path> temporary = Optional.empty();

  /** Nothing is made in the directory, nor the directory, before the first report. */
  ReportCsv(Path directory) {
    this.directory = directory;
  }

  @Override
  public void add(int number, OomReport report, String file) throws IOException {
    if (temporary.isEmpty()) {
      Files.createDirectories(directory);
      Path folder = Files.createTempDirectory(directory, ".oomlab-csv-");
      temporary = Optional.of(folder);
      for (String table : TABLES) {
        tables.put(table, new CsvSpool(folder.resolve(table), List.of("file", "report")));
      }
    }
    Map<String, Object> fields = ReportJson.of(report, file);
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("file", file);
    origin.put("report", number);
    for (Map.Entry<String, CsvSpool> table : tables.entrySet()) {
      if (fields.get(table.getKey()) instanceof List<?> items) {
        for (Object item : items) {
          for (Map<String, Object> row : rows(item, origin)) {
            table.getValue().add(row);
          }
        }
      }
    }
  }

  @Override
  public void finish() throws IOException {
    if (temporary.isEmpty()) {
      return;
    }
    Map<Path, Path> files = new LinkedHashMap<>();
    for (Map.Entry<String, CsvSpool> table : tables.entrySet()) {
      String name = table.getKey() + ".csv";
      Path whole = temporary.get().resolve(name);
      table.getValue().writeTo(whole);
      files.put(whole, directory.resolve(name));
    }
    replace(files);
  }

  /** Leaves the old files as they were. */
  @Override
  public void cut() {}

  /** Moves all, or puts back what was there. */
  private static void replace(Map<Path, Path> files) throws IOException {
    Map<Path, Path> undo = new LinkedHashMap<>();
    try {
      for (Map.Entry<Path, Path> file : files.entrySet()) {
        Path target = file.getValue();
        Path old = file.getKey().resolveSibling("old-" + target.getFileName());
        if (Files.isDirectory(target)) {
          throw new IOException("%s is a directory; move it away".formatted(target));
        }
        if (Files.exists(target)) {
          Files.move(target, old);
        }
        undo.put(target, old);
        Files.move(file.getKey(), target);
      }
    } catch (IOException e) {
      for (Map.Entry<Path, Path> file : undo.entrySet()) {
        Files.deleteIfExists(file.getKey());
        if (Files.exists(file.getValue())) {
          Files.move(file.getValue(), file.getKey());
        }
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    for (CsvSpool table : tables.values()) {
      table.close();
    }
    if (temporary.isPresent()) {
      try (var left = Files.list(temporary.get())) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(temporary.get());
    }
  }

  /** One row, or one for each block of a buddy list. */
  private static List<Map<String, Object>> rows(Object item, Map<String, Object> origin) {
    Map<String, Object> row = new LinkedHashMap<>(origin);
    List<Map<String, Object>> blocks = new ArrayList<>();
    if (item instanceof Map<?, ?> fields) {
      fields.forEach(
          (key, value) -> {
            String name = String.valueOf(key);
            if (name.equals("blocks") && value instanceof List<?> list) {
              list.forEach(block -> blocks.addAll(rows(block, Map.of())));
            } else if (value instanceof List<?> list) {
              row.put(name, list.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            } else if (value instanceof Map<?, ?> map) {
              map.forEach((k, v) -> row.put(name + "." + k, v));
            } else {
              row.put(name, value);
            }
          });
    }
    if (blocks.isEmpty()) {
      return List.of(row);
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> block : blocks) {
      Map<String, Object> whole = new LinkedHashMap<>(row);
      whole.putAll(block);
      all.add(whole);
    }
    return all;
  }
}
