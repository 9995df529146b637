package oomlab.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * A CSV table whose columns are known only after its last row, which is why Tablesaw, which writes
 * whole tables, cannot write it: rows wait in a file, and get what they lack when all is written.
 */
final class CsvSpool implements AutoCloseable {
  private final Path file;
  private final DataOutputStream rows;
  private final Set<String> columns;
  private long count;

  CsvSpool(Path file, List<String> columns) throws IOException {
    this.file = file;
    this.columns = new LinkedHashSet<>(columns);
    this.rows = new DataOutputStream(buffered(file));
  }

  /** Keeps a row with the columns known by now, and how many these are. */
  void add(Map<String, Object> row) throws IOException {
    columns.addAll(row.keySet());
    StringJoiner cells = new StringJoiner(",");
    for (String column : columns) {
      cells.add(quote(String.valueOf(row.getOrDefault(column, ""))));
    }
    byte[] line = cells.toString().getBytes(StandardCharsets.UTF_8);
    rows.writeInt(columns.size());
    rows.writeInt(line.length);
    rows.write(line);
    count++;
  }

  /** Writes the header and all rows; takes no more rows after that. */
  void writeTo(Path table) throws IOException {
    rows.close();
    try (DataInputStream in =
            new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        OutputStream out = buffered(table)) {
      String header = columns.stream().map(CsvSpool::quote).collect(Collectors.joining(","));
      out.write((header + "\r\n").getBytes(StandardCharsets.UTF_8));
      for (long row = 0; row < count; row++) {
        int width = in.readInt();
        out.write(in.readNBytes(in.readInt()));
        String end = ",".repeat(columns.size() - width) + "\r\n";
        out.write(end.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private static OutputStream buffered(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  private static String quote(String cell) {
    boolean plain = cell.equals(cell.strip());
    for (int i = 0; plain && i < cell.length(); i++) {
      plain = ",\"\n\r".indexOf(cell.charAt(i)) < 0;
    }
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
