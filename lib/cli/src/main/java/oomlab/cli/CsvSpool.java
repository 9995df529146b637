package oomlab.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A CSV table whose columns are known only after its last row: rows wait in a file, with the
 * columns known by then, and get what they lack when all is written.
 */
final class CsvSpool implements AutoCloseable {
  /** Ends a row in the file; no UTF-8 text has this byte, and rows may have newlines in them. */
  private static final int ROW_END = 0xff;

  private final Path file;
  private final OutputStream rows;
  private final Set<String> columns;

  /** Number of columns by the first row that has so many. */
  private final TreeMap<Long, Integer> widths = new TreeMap<>();

  private long count;

  CsvSpool(Path file, List<String> columns) throws IOException {
    this.file = file;
    this.columns = new LinkedHashSet<>(columns);
    this.rows = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  void add(Map<String, Object> row) throws IOException {
    if (columns.addAll(row.keySet()) || count == 0) {
      widths.put(count, columns.size());
    }
    count++;
    String line =
        columns.stream()
            .map(c -> quote(String.valueOf(row.getOrDefault(c, ""))))
            .collect(Collectors.joining(","));
    rows.write(line.getBytes(StandardCharsets.UTF_8));
    rows.write(ROW_END);
  }

  /** Writes the header and all rows; takes no more rows after that. */
  void writeTo(Path table) throws IOException {
    rows.close();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(table), 1 << 16)) {
      String header = columns.stream().map(CsvSpool::quote).collect(Collectors.joining(","));
      out.write((header + "\r\n").getBytes(StandardCharsets.UTF_8));
      int width = columns.size();
      long row = 0;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == ROW_END) {
          width = widths.getOrDefault(row++, width);
          out.write(",".repeat(columns.size() - width).getBytes(StandardCharsets.UTF_8));
          out.write('\r');
          out.write('\n');
        } else {
          out.write(b);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private static String quote(String cell) {
    boolean plain =
        cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
            && cell.equals(cell.strip());
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
