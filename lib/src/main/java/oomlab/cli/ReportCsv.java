package oomlab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the tables of reports as CSV (RFC 4180): one file a table, one row a line of the report.
 * The first two columns say which report a row is from.
 */
final class ReportCsv {
  private static final List<String> TABLES = List.of("tasks", "zones", "buddy", "kills", "nodes");

  private ReportCsv() {}

  /**
   * Writes {@code tasks.csv}, {@code zones.csv}, {@code buddy.csv}, {@code kills.csv} and {@code
   * nodes.csv} into the directory, all of them or none.
   *
   * @param reports reports as their JSON maps
   * @throws IOException if a file cannot be written; older files are then as they were
   */
  static void write(List<Map<String, Object>> reports, Path directory) throws IOException {
    Files.createDirectories(directory);
    Map<Path, Path> written = new LinkedHashMap<>();
    try {
      for (String table : TABLES) {
        Path temporary =
            directory.resolve(".%s.%d.tmp".formatted(table, ProcessHandle.current().pid()));
        written.put(temporary, directory.resolve(table + ".csv"));
        Files.writeString(temporary, table(reports, table));
      }
      for (Map.Entry<Path, Path> file : written.entrySet()) {
        Files.move(file.getKey(), file.getValue(), StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      for (Path temporary : written.keySet()) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  private static String table(List<Map<String, Object>> reports, String table) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      Map<String, Object> origin = new LinkedHashMap<>();
      origin.put("file", reports.get(i).getOrDefault("file", ""));
      origin.put("report", i + 1);
      if (reports.get(i).get(table) instanceof List<?> list) {
        list.forEach(item -> rows.addAll(rows(item, origin)));
      }
    }
    Set<String> columns = new LinkedHashSet<>(List.of("file", "report"));
    rows.forEach(row -> columns.addAll(row.keySet()));
    StringBuilder out = new StringBuilder();
    out.append(columns.stream().map(ReportCsv::quote).collect(Collectors.joining(",")));
    out.append("\r\n");
    for (Map<String, Object> row : rows) {
      out.append(
          columns.stream()
              .map(c -> quote(String.valueOf(row.getOrDefault(c, ""))))
              .collect(Collectors.joining(",")));
      out.append("\r\n");
    }
    return out.toString();
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

  private static String quote(String cell) {
    boolean plain =
        cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
            && cell.equals(cell.strip());
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
