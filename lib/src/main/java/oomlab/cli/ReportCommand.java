package oomlab.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oomlab.json.Json;
import oomlab.json.ReportJson;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oomlab report}: reads oom-killer reports out of logs. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Reads oom-killer reports out of kernel logs: output of dmesg or journalctl, syslog files, "
          + "serial consoles, /dev/kmsg, mails.",
      "Exit status: 0 reports found, 1 none found, 2 the arguments are wrong."
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Logs to read; - is standard input.")
  private List<String> files = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object with all reports.")
  private boolean json;

  @Option(
      names = "--csv",
      paramLabel = "DIR",
      description =
          "Write tasks.csv, zones.csv, buddy.csv, kills.csv and nodes.csv into DIR instead.")
  private Optional<Path> csv = Optional.empty();

  @Option(
      names = "--explain-field",
      paramLabel = "NAME",
      description =
          "Say what a word of a report means, its unit, and who prints it; needs no FILE.")
  private Optional<String> field = Optional.empty();

  @Override
  public Integer call() {
    if (field.isPresent()) {
      return FieldText.print(field.get());
    }
    Optional<String> wrong = firstWrongArgument();
    if (wrong.isPresent()) {
      System.err.println("oomlab report: " + wrong.get());
      return 2;
    }
    List<Map<String, Object>> maps = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String file : files) {
      List<OomReport> reports;
      try {
        reports = read(file);
      } catch (IOException | UncheckedIOException e) {
        System.err.printf("oomlab report: cannot read %s: %s%n", file, e.getMessage());
        return 2;
      }
      if (reports.isEmpty()) {
        System.err.printf("oomlab report: no oom-killer report in %s%n", named(file));
      }
      for (OomReport report : reports) {
        maps.add(ReportJson.of(report, file));
        if (!json && csv.isEmpty()) {
          text.append(text.isEmpty() ? "" : "\n").append(ReportText.of(report, named(file)));
        }
      }
    }
    return print(maps, text);
  }

  private int print(List<Map<String, Object>> maps, CharSequence text) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    if (json) {
      out.println(Json.write(Map.of("reports", maps)));
    }
    out.print(text);
    out.flush();
    if (csv.isPresent() && !maps.isEmpty()) {
      try {
        ReportCsv.write(maps, csv.get());
      } catch (IOException e) {
        System.err.printf("oomlab report: cannot write into %s: %s%n", csv.get(), e.getMessage());
        return 1;
      }
    }
    return maps.isEmpty() ? 1 : 0;
  }

  private Optional<String> firstWrongArgument() {
    if (files.isEmpty()) {
      return Optional.of("name a log file, or - for standard input");
    }
    for (String file : files) {
      if (file.equals("-")) {
        continue;
      }
      try {
        Path path = Path.of(file);
        if (!Files.exists(path)) {
          return Optional.of("%s does not exist".formatted(file));
        }
        if (Files.isDirectory(path)) {
          return Optional.of("%s is a directory; name a log file".formatted(file));
        }
        if (!Files.isReadable(path)) {
          return Optional.of("%s may not be read by this user".formatted(file));
        }
      } catch (InvalidPathException e) {
        return Optional.of("%s is no file name".formatted(TextTable.printable(file)));
      }
    }
    return csv.filter(c -> Files.exists(c) && !Files.isDirectory(c))
        .map(c -> "%s is a file; --csv takes a directory".formatted(c));
  }

  private static List<OomReport> read(String file) throws IOException {
    List<OomReport> reports = new ArrayList<>();
    if (file.equals("-")) {
      OomReports.parse(new LogLines(System.in), reports::add);
      return reports;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
      OomReports.parse(new LogLines(in), reports::add);
    }
    return reports;
  }

  private static String named(String file) {
    return file.equals("-") ? "standard input" : file;
  }
}
