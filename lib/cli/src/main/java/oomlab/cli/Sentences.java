package oomlab.cli;

import java.util.TreeSet;
import oomlab.book.BookException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command that cannot go on ends: one sentence on standard error, and 1 or 2. */
final class Sentences {
  private Sentences() {}

  static CommandLine on(CommandLine line) {
    return line.setParameterExceptionHandler(Sentences::wrongArguments)
        .setExecutionExceptionHandler(Sentences::failed);
  }

  private static int wrongArguments(ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    boolean top = line.getParent() == null;
    String sentence =
        top && arguments.length == 0
            ? "which command? There are " + commands(line) + "."
            : top && unmatched(wrong)
                ? "there is no command '" + arguments[0] + "'; there are " + commands(line) + "."
                : wrong.getMessage();
    line.getErr().println(name + ": " + sentence);
    line.getErr().println("Try './" + name + " --help'.");
    return 2;
  }

  private static boolean unmatched(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException;
  }

  private static String commands(CommandLine line) {
    return String.join(
        ", ",
        new TreeSet<>(
            line.getSubcommands().entrySet().stream()
                .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
                .map(java.util.Map.Entry::getKey)
                .toList()));
  }

  private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult result)
      throws Exception {
    String name = line.getCommandSpec().qualifiedName();
    if (failure instanceof BookException || failure instanceof java.io.IOException) {
      line.getErr().println(name + ": " + failure.getMessage());
      return 1;
    }
    throw failure;
  }
}
