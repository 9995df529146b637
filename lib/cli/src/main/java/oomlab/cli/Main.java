package oomlab.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the command line. */
@Command(
    name = "oomlab",
    description =
        "What does Linux do when memory runs out? Provoke it, measure it, read the report.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  /** In the help's order; each is called after the word in its name. */
  private static final List<Class<?>> COMMANDS =
      List.of(
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
          MarkCommand.class,
          BenchCommand.class);

  /** Those for instructors; a lab's check speaks the language of the lab. */
  private static final Set<String> IN_ENGLISH =
      Set.of("test", "assign", "check", "grade", "mark", "bench");

  private Main() {}

  /**
   * Runs the command and exits with its status: 0 done, 1 the work failed, 2 the arguments are
   * wrong.
   */
  public static void main(String[] args) {
    // What reads the output expects the digits 0 to 9, and English months.
    Locale.setDefault(Locale.ROOT);
    if (args.length == 0 || !IN_ENGLISH.contains(args[0])) {
      Words.use(Catalog.of(Language.of(System.getenv())));
    }
    // The C locale names no letters but ASCII's; its terminals have those of every language.
    boolean ascii =
        Charset.forName(System.getProperty("native.encoding", "UTF-8"))
            .equals(StandardCharsets.US_ASCII);
    if (ascii) {
      System.setOut(utf8(FileDescriptor.out));
      System.setErr(utf8(FileDescriptor.err));
    }
    CommandLine line = commandLine(args);
    if (Words.language() != Language.ENGLISH) {
      UsageWords.into(line);
    }
    if (ascii) {
      line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
      line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
    System.exit(line.execute(args));
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    OutputStream out = new BufferedOutputStream(new FileOutputStream(descriptor));
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  /** Returns the parser: picocli takes its time to look at a command, and most runs need one. */
  static CommandLine commandLine(String... args) {
    String first = args.length == 0 ? "" : args[0] + "command";
    List<Class<?>> named =
        COMMANDS.stream()
            .filter(c -> c.getSimpleName().toLowerCase(Locale.ROOT).equals(first))
            .toList();
    CommandLine line = new CommandLine(new Main());
    (named.isEmpty() ? COMMANDS : named).forEach(line::addSubcommand);
    line.getCommandSpec().versionProvider(Main::version);
    line.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(Main::version));
    return CommandEnd.on(line);
  }

  /** Returns the jar's own version; classes outside a jar have none. */
  private static String[] version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"oomlab " + (version == null ? "(not packaged)" : version)};
  }
}
