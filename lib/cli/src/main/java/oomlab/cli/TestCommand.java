package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import oomlab.book.Book;
import oomlab.book.BookException;
import oomlab.book.Jupyter;
import oomlab.book.Project;
import oomlab.book.PythonInstallation;
import oomlab.book.PythonNeeds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./oomlab test}, second half: the launcher has run Maven; this tests the built-in kernel,
 * and what notebooks show on it, through Jupyter, and sums up.
 */
@Command(
    name = "test",
    description =
        "Runs every test: the library's with Maven, the built-in kernel's and the notebooks' output"
            + " with Jupyter.",
    footer = {
      "",
      "Other arguments go to Maven, for example: ./oomlab test -Dtest=ParserTest",
      "A test that this machine cannot run is skipped, with the reason."
    },
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
  private static final long LIMIT_MINUTES = 10;

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
    boolean kernelPassed = false;
    boolean showPassed = false;
    if (!mavenFailed) {
      Jupyter jupyter = Jupyter.on(project, System.getenv(), System.out);
      PythonInstallation testing = jupyter.get(PythonNeeds.KERNEL_TEST);
      PythonInstallation running = jupyter.get(PythonNeeds.BOOK);
      BuiltInKernel.write(project);
      out.println("Testing the built-in kernel with " + testing.versions());
      out.flush();
      kernelPassed = passes(project, testing, "kernel_test.py", List.of());
      out.println("Testing what a notebook shows with " + running.versions());
      out.flush();
      showPassed = passes(project, running, "show_test.py", shown(project));
      if (required) {
        out.println("Interrupting cells with " + testing.versions());
        out.flush();
        List<String> jar = List.of("--jar", project.jar().toString());
        showPassed &= passes(project, testing, "interrupt_test.py", jar);
        showPassed &= passes(project, testing, "interrupt_test.py", guest(jar));
      }
    }
    TestReports reports =
        TestReports.read(
            project.modules().map(module -> module.resolve("target")).toList(),
            since == null ? 0 : Files.getLastModifiedTime(since).toMillis());
    reports.reasons().forEach((reason, count) -> out.println("skipped " + count + ": " + reason));
    if (mavenFailed) {
      out.println("The library's tests or its build failed: see Maven's lines above.");
    } else {
      out.println("Built-in kernel: " + (kernelPassed ? "passed." : "FAILED, see above."));
      out.println("Notebook output: " + (showPassed ? "passed." : "FAILED, see above."));
    }
    out.println(
        reports.passed()
            + " passed, "
            + reports.failed()
            + " failed, "
            + reports.skipped()
            + " skipped");
    out.flush();
    return kernelPassed && showPassed ? 0 : 1;
  }

  private List<String> shown(Project project) {
    List<String> arguments = new ArrayList<>(List.of("--jar", project.jar().toString()));
    if (required) {
      // Really kills, and so needs a memory cgroup.
      arguments.add("--live");
    }
    return arguments;
  }

  private static List<String> guest(List<String> arguments) {
    return Stream.concat(arguments.stream(), Stream.of("--guest")).toList();
  }

  private boolean passes(
      Project project, PythonInstallation python, String test, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python.executable().toString(), "-W", "ignore"));
    command.add(project.root().resolve("lib/cli/src/test/python").resolve(test).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(project.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(Book.environment(project, System.getenv()));
    builder.environment().put("JUPYTER_PATH", project.jupyterPath().toString());
    builder.environment().put("OOMLAB_REQUIRED", Boolean.toString(required));
    builder.inheritIO();
    Process process = builder.start();
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      System.out.printf("%s did not end within %d minutes.%n", test, LIMIT_MINUTES);
      return false;
    }
    return process.exitValue() == 0;
  }
}
