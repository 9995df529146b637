package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code oomlab report}: reads oom-killer reports out of logs, and prints each as it comes. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Reads oom-killer reports out of kernel logs: output of dmesg or journalctl, syslog files, "
          + "serial consoles, /dev/kmsg, mails; also gzipped.",
      "Exit status: 0 reports found, 1 none found, 2 the arguments are wrong."
    })
final class ReportCommand extends LogCommand {
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

  ReportCommand() {}

  ReportCommand(OutputStream out, Clock clock) {
    super(out, clock);
  }

  @Override
  public Integer call() {
    return field.isPresent() ? FieldText.print(field.get(), out) : super.call();
  }

  @Override
  String name() {
    return "report";
  }

  @Override
  boolean isData() {
    return json || csv.isPresent();
  }

  @Override
  ReportOutput output() throws IOException {
    Optional<ReportOutput> tables = csv.map(ReportCsv::new);
    if (json) {
      ReportOutput object = ReportOutput.json(out);
      return tables.map(object::and).orElse(object);
    }
    return tables.orElseGet(() -> ReportOutput.text(out));
  }

  @Override
  Optional<Path> target() {
    return csv;
  }

  @Override
  Optional<String> wrongOption() {
    return csv.filter(c -> Files.exists(c) && !Files.isDirectory(c))
        .map(c -> words("%s is a file; --csv takes a directory", c));
  }
}
