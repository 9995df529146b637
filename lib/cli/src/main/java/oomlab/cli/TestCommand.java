package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
      description = "Fail instead of skipping a test; also check the code and its format.")
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
      List<String> jar = List.of("--jar", project.jar().toString());
      List<KernelTest> tests = new ArrayList<>();
      tests.add(
          new KernelTest("Testing the built-in kernel", testing, "kernel_test.py", List.of()));
      // --live really kills, and so needs a memory cgroup.
      tests.add(
          new KernelTest(
              "Testing what a notebook shows",
              running,
              "show_test.py",
              required ? plus(jar, "--live") : jar));
      if (required) {
        String interrupting = "Interrupting cells";
        tests.add(new KernelTest(interrupting, testing, "interrupt_test.py", jar));
        tests.add(new KernelTest(interrupting, testing, "interrupt_test.py", plus(jar, "--guest")));
      }
      List<Boolean> passed = run(project, tests, out);
      kernelPassed = passed.get(0);
      showPassed = !passed.subList(1, passed.size()).contains(false);
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

  /** A test that drives a kernel through Jupyter: what it is about, and how it is started. */
  private record KernelTest(
      String title, PythonInstallation python, String script, List<String> arguments) {}

  /** How a test ended, and what it printed. */
  private record Ended(boolean passed, String printed) {}

  private static List<String> plus(List<String> arguments, String flag) {
    return Stream.concat(arguments.stream(), Stream.of(flag)).toList();
  }

  /** Runs two at a time, because they wait more than they work; prints one after the other. */
  private List<Boolean> run(Project project, List<KernelTest> tests, PrintWriter out)
      throws IOException, InterruptedException {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<Ended>> running =
          tests.stream().map(test -> two.submit(() -> run(project, test))).toList();
      List<Boolean> passed = new ArrayList<>();
      for (int i = 0; i < tests.size(); i++) {
        out.println(tests.get(i).title() + " with " + tests.get(i).python().versions());
        out.flush();
        Ended ended = running.get(i).get();
        out.print(ended.printed());
        out.flush();
        passed.add(ended.passed());
      }
      return passed;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      two.shutdownNow();
    }
  }

  private Ended run(Project project, KernelTest test) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(test.python().executable().toString(), "-W", "ignore"));
    command.add(
        project.root().resolve("lib/cli/src/test/python").resolve(test.script()).toString());
    command.addAll(test.arguments());
    Path printed = Files.createTempFile("oomlab-test-", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(project.root().toFile());
      builder.environment().clear();
      builder.environment().putAll(Book.environment(project, System.getenv()));
      builder.environment().put("JUPYTER_PATH", project.jupyterPath().toString());
      builder.environment().put("OOMLAB_REQUIRED", Boolean.toString(required));
      builder.redirectErrorStream(true).redirectOutput(printed.toFile());
      Process process = builder.start();
      boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(printed, StandardCharsets.UTF_8);
      return ended
          ? new Ended(process.exitValue() == 0, text)
          : new Ended(
              false,
              text + "%s did not end within %d minutes.%n".formatted(test.script(), LIMIT_MINUTES));
    } finally {
      Files.delete(printed);
    }
  }
}
