package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.util.TreeSet;
import oomlab.book.BookException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Ends a command that cannot go on: one sentence on standard error, and exit status 1 or 2. */
final class CommandEnd {
  private CommandEnd() {}

  static CommandLine on(CommandLine line) {
    return line.setParameterExceptionHandler(CommandEnd::wrongArguments)
        .setExecutionExceptionHandler(CommandEnd::failed);
  }

  private static int wrongArguments(ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    boolean top = line.getParent() == null;
    String sentence =
        top && arguments.length == 0
            ? words("which command? There are %s.", commands(line))
            : top && unmatched(wrong)
                ? words("there is no command '%s'; there are %s.", arguments[0], commands(line))
                : ArgumentErrors.said(String.valueOf(wrong.getMessage()));
    line.getErr().println(name + ": " + sentence);
    line.getErr().println(words("Try './%s --help'.", name));
    return 2;
  }

  private static boolean unmatched(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException;
  }

  private static String commands(CommandLine line) {
    return String.join(
        words(", "),
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
