package oomlab.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the command line. */
@Command(
    name = "oomlab",
    description =
        "What does Linux do when memory runs out? Provoke it, measure it, read the report.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      TestCommand.class,
      OpenCommand.class,
      KillCommand.class,
      ReportCommand.class,
      ExplainCommand.class,
      DoctorCommand.class,
      SetupCommand.class,
      AssignCommand.class,
      CheckCommand.class,
      GradeCommand.class,
      BenchCommand.class,
    })
public final class Main {
  private Main() {}

  /**
   * Runs the command and exits with its status: 0 done, 1 the work failed, 2 the arguments are
   * wrong.
   */
  public static void main(String[] args) {
    // Sentences are English, and what reads the output expects the digits 0 to 9.
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = Sentences.on(new CommandLine(new Main()));
    line.getCommandSpec().versionProvider(Main::version);
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(Main::version));
    return line;
  }

  /** Returns the jar's own version; classes outside a jar have none. */
  private static String[] version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"oomlab " + (version == null ? "(not packaged)" : version)};
  }
}
