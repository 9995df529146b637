package oomlab.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the command line. */
@Command(
    name = "oomlab",
    description =
        "What does Linux do when memory runs out? Provoke it, measure it, read the report.",
    mixinStandardHelpOptions = true,
    subcommands = {KillCommand.class})
public final class Main {
  private Main() {}

  /**
   * Runs the command and exits with its status: 0 done, 1 the work failed, 2 the arguments are
   * wrong.
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
