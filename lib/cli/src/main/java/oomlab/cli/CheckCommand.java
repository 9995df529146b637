package oomlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import oomlab.assign.NotebookFile;
import oomlab.assign.Readiness;
import oomlab.assign.TestResult;
import oomlab.assign.VisibleTestRunner;
import oomlab.book.BookException;
import oomlab.book.Project;
import oomlab.grade.HandInForm;
import oomlab.grade.SandboxedTestRunner;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code oomlab check}: what a student asks before handing in. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether a graded lab can be handed in: nothing deleted, changed or doubled, every"
          + " answer begun, the student id and the run there; then runs it, and says which tests"
          + " pass. Says it in the lab's language.",
      "Exit status: 0 ready, 1 something is missing, 2 the arguments are wrong."
    })
final class CheckCommand implements Callable<Integer> {
  private static final int CELL_SECONDS = 60;

  @Parameters(paramLabel = "NOTEBOOK", description = "Your notebook.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private Path file;

  @Option(
      names = "--release",
      paramLabel = "NOTEBOOK",
      description = "The notebook as you got it; with it a deleted cell is seen.")
  private Optional<Path> release = Optional.empty();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  private final VisibleTestRunner tests;

  CheckCommand() {
    this(CheckCommand::run);
  }

  /** Runs as a grader does; experiments are not made again. */
  private static List<TestResult> run(Notebook notebook, Path folder) throws IOException {
    try (SandboxFolder sandbox =
        SandboxFolder.open(Project.find(), CELL_SECONDS, List.of(), true)) {
      return new SandboxedTestRunner(sandbox.worker(), sandbox.settings(), sandbox.folder())
          .run(notebook, folder);
    } catch (BookException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  CheckCommand(VisibleTestRunner tests) {
    this.tests = tests;
  }

  @Override
  public Integer call() throws IOException {
    readable(file);
    release.ifPresent(this::readable);
    List<Readiness.Line> lines = new ArrayList<>();
    List<String> said;
    try {
      Notebook notebook = NotebookFile.read(file);
      Optional<Notebook> original =
          release.isPresent() ? Optional.of(NotebookFile.read(release.get())) : Optional.empty();
      Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
      lines.addAll(Readiness.of(notebook, original, folder));
      lines.addAll(HandInForm.of(file, notebook, original));
      tests.run(notebook, folder).forEach(result -> lines.add(Readiness.of(result)));
      said = Readiness.inItsLanguage(lines, notebook);
    } catch (NotebookException e) {
      spec.commandLine().getErr().println(spec.qualifiedName() + ": " + e.getMessage());
      return 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    said.forEach(out::println);
    out.flush();
    return lines.stream().allMatch(Readiness.Line::ready) ? 0 : 1;
  }

  private void readable(Path notebook) {
    String wrong =
        !Files.exists(notebook)
            ? "does not exist"
            : Files.isDirectory(notebook) ? "is a folder; name a notebook" : "";
    if (!wrong.isEmpty()) {
      throw new ParameterException(spec.commandLine(), notebook + " " + wrong + ".");
    }
  }
}
