package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import oomlab.field.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The headings of CSV files are JSON's names, which {@code fields.txt} knows. */
class CsvHeadingsTest {
  private static final Path GOLDENS = Path.of("lib/report/src/test/resources/reports");

  @Test
  void everyHeadingIsInTheTableOfFields(@TempDir Path directory) throws IOException {
    write(directory);
    for (String table : List.of("tasks", "zones", "buddy", "kills", "nodes")) {
      String headings = Files.readAllLines(directory.resolve(table + ".csv")).get(0);
      for (String name : List.of(headings.split(","))) {
        assertThat(
                Fields.own(table, name).isPresent()
                    || Fields.shown(table, name)
                        .filter(field -> field.jsonNames().contains(name))
                        .isPresent())
            .as(table + ".csv: " + name)
            .isTrue();
      }
    }
  }

  private static void write(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(GOLDENS)) {
      Stream<String> logs = files.map(Path::toString).filter(file -> file.endsWith(".log"));
      String[] arguments =
          Stream.concat(Stream.of("--csv", directory.toString()), logs).toArray(String[]::new);
      ReportCommand command = new ReportCommand(OutputStream.nullOutputStream(), Clock.systemUTC());
      assertThat(new CommandLine(command).execute(arguments)).isZero();
    }
  }
}
