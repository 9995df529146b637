package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import oomlab.book.Book;
import oomlab.book.Browser;
import oomlab.book.Jupyter;
import oomlab.book.Kernelspec;
import oomlab.book.Notebooks;
import oomlab.book.Project;
import oomlab.book.PythonInstallation;
import oomlab.book.PythonNeeds;
import oomlab.internal.text.Language;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./oomlab run}: executes the notebooks and writes the book. */
@Command(
    name = "run",
    description = "Executes every notebook and writes the book to target/book.",
    footer = {
      "",
      "Gets Jupyter first if there is none: with pip into .oomlab/venv, else with",
      "conda, else with apt on Debian and Ubuntu. It names the packages before it",
      "installs them.",
      "Status: 0 every cell ran, 1 a cell failed (its page is written all the same), 2 wrong arguments."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final String LACKS = "There is no edition in %s; there are en and zh.";

  @Option(
      names = "--only",
      paramLabel = "NN",
      description = "Only notebooks whose name starts so, such as 01; may be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--recorded",
      description = "Use recorded runs: nothing is provoked on this machine.")
  private boolean recorded;

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description =
          "Only this edition: en, or zh for Simplified Chinese; all without it. May be repeated.")
  private List<String> languages = List.of();

  @Mixin private KernelOption kernel = new KernelOption();

  @Option(
      names = "--pdf",
      description =
          "Also print the book to target/book/oomlab.pdf, with Chromium or Chrome if it is there.")
  private boolean pdf;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "How many notebooks at a time; default ${DEFAULT-VALUE}.",
        "What one does shows in what another measures."
      })
  private int jobs;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "Limit for one cell; default ${DEFAULT-VALUE}.")
  private int timeoutSeconds;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (timeoutSeconds <= 0) {
      throw wrong(words("--timeout %d: a cell needs at least 1 second.", timeoutSeconds));
    }
    if (jobs <= 0) {
      throw wrong(words("--jobs %d: at least one notebook must run at a time.", jobs));
    }
    Project project = Project.find();
    Notebooks notebooks = Notebooks.in(project.notebooks());
    if (notebooks.names().isEmpty()) {
      throw wrong(words("%s holds no notebook named NN-*.ipynb.", project.notebooks()));
    }
    Notebooks chosen;
    try {
      chosen = notebooks.only(only);
    } catch (IllegalArgumentException unknown) {
      throw wrong(String.valueOf(unknown.getMessage()));
    }
    List<Language> editions = new ArrayList<>();
    for (String name : languages) {
      editions.add(Language.named(name).orElseThrow(() -> wrong(LACKS.formatted(name))));
    }
    Map<String, String> given = new HashMap<>(System.getenv());
    Optional<Path> browser = pdf ? Optional.of(Browser.find(given)) : Optional.empty();
    if (!recorded) {
      SystemdScope.enter(spec.commandLine().getErr());
    }
    PrintWriter out = spec.commandLine().getOut();
    Jupyter jupyter = Jupyter.on(project, given, System.out);
    PythonInstallation python = jupyter.get(PythonNeeds.BOOK);
    Kernelspec chosenKernel = kernel.toExecute(project, given, jupyter, python);
    Map<String, String> environment = Book.environment(project, given);
    if (recorded) {
      environment.put("OOMLAB_RECORDED", "1");
    }
    Book plain = Book.of(project, python, environment);
    Book chosenEditions = editions.isEmpty() ? plain : plain.in(editions);
    Book book = browser.map(chosenEditions::printedBy).orElse(chosenEditions);
    ProgressLine progress =
        ProgressLine.on(out, Boolean.getBoolean("oomlab.terminal"), project.root());
    boolean whole;
    try (progress) {
      whole = book.execute(chosen, chosenKernel, jobs, timeoutSeconds, progress);
    }
    progress.failures().forEach(spec.commandLine().getErr()::println);
    progress.remarks().forEach(spec.commandLine().getErr()::println);
    return whole ? 0 : 1;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
