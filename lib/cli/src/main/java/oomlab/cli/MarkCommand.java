package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import oomlab.grade.GradeException;
import oomlab.grade.GradeStore;
import oomlab.grade.MarkServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./oomlab mark}: points and comments for written answers, in a browser. */
@Command(
    name = "mark",
    description = "Serves a page to mark written answers on, to this machine alone.",
    footer = {
      "",
      "Each change is in DIR/manual.csv at once; grade again to take it into the",
      "tables and pages. Comments to use again are in DIR/comments.txt. Students'",
      "names are not shown, unless they stand in what they wrote.",
      "Status: 0 nothing is to be marked, 1 the port or DIR is in use, 2 wrong arguments; Ctrl-C ends it."
    },
    mixinStandardHelpOptions = true)
final class MarkCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      description = "The results of ./oomlab grade, such as graded/lab-oom.")
  private @Nullable Path dir;

  @Option(names = "--names", description = "Show whose answers they are, in the names' order.")
  private boolean names;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port on 127.0.0.1; default: any that is free.")
  private int port;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Objects.requireNonNull(dir);
    if (!Files.isDirectory(folder.resolve("results"))) {
      throw wrong(folder + " holds no results; ./oomlab grade makes them.");
    }
    if (port < 0 || port > 65_535) {
      throw wrong("--port " + port + ": ports go from 1 to 65535.");
    }
    PrintWriter out = spec.commandLine().getOut();
    String title = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    try (GradeStore store = GradeStore.open(folder)) {
      store.manual();
      try (MarkServer server = new MarkServer(store, title, names, port)) {
        if (server.count() == 0) {
          out.println("No written answer is to be marked.");
          return 0;
        }
        out.printf("%d answers to mark: %s%n", server.count(), server.address());
        out.printf("Each change is in %s at once; Ctrl-C ends.%n", folder.resolve("manual.csv"));
        out.flush();
        new CountDownLatch(1).await();
        return 0;
      }
    } catch (GradeException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    } catch (BindException e) {
      spec.commandLine().getErr().println("Port " + port + " is in use; give another one.");
      return 1;
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
