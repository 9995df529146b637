package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import oomlab.book.Book;
import oomlab.book.BookException;
import oomlab.book.BuiltInKernel;
import oomlab.book.Jupyter;
import oomlab.book.Need;
import oomlab.book.Project;
import oomlab.book.Python;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./oomlab test}, second half: the launcher has run Maven; this tests the built-in kernel
 * through Jupyter and sums up.
 */
@Command(
    name = "test",
    description = "Runs every test: the library's with Maven, the built-in kernel's with Jupyter.",
    footer = {
      "",
      "Other arguments go to Maven, for example: ./oomlab test -Dtest=ParserTest",
      "A test that this machine cannot run is skipped, with the reason."
    },
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
  @Option(
      names = "--required",
      arity = "0..1",
      fallbackValue = "true",
      description = "Fail instead of skipping a test.")
  private boolean required;

  @Option(names = "--maven-failed", hidden = true)
  private boolean mavenFailed;

  @Option(names = "--since", hidden = true)
  private @Nullable Path since;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Override
  public Integer call() throws BookException, IOException, InterruptedException {
    Project project = Project.find();
    PrintWriter out = spec.commandLine().getOut();
    boolean kernelPassed = !mavenFailed && testKernel(project, out);
    TestReports reports =
        TestReports.read(
            project.root().resolve("target"),
            since == null ? 0 : Files.getLastModifiedTime(since).toMillis());
    reports.reasons().forEach((reason, count) -> out.println("skipped " + count + ": " + reason));
    if (mavenFailed) {
      out.println("The library's tests or its build failed: see Maven's lines above.");
    } else {
      out.println("Built-in kernel: " + (kernelPassed ? "passed." : "FAILED, see above."));
    }
    out.println(
        reports.passed()
            + " passed, "
            + reports.failed()
            + " failed, "
            + reports.skipped()
            + " skipped");
    out.flush();
    return mavenFailed || !kernelPassed ? 1 : 0;
  }

  private boolean testKernel(Project project, PrintWriter out)
      throws BookException, IOException, InterruptedException {
    Path script = project.root().resolve("lib/src/test/python/kernel_test.py");
    Map<String, String> given = new HashMap<>(System.getenv());
    Python python = Jupyter.on(project, given, System.out).get(Need.KERNEL_TEST);
    BuiltInKernel.write(project);
    out.println("Testing the built-in kernel with " + python.versions());
    out.flush();
    ProcessBuilder builder =
        new ProcessBuilder(python.executable().toString(), "-W", "ignore", script.toString());
    builder.directory(project.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(Book.environment(project, given));
    builder.environment().put("JUPYTER_PATH", project.jupyterPath().toString());
    builder.environment().put("OOMLAB_REQUIRED", Boolean.toString(required));
    builder.inheritIO();
    return builder.start().waitFor() == 0;
  }
}
