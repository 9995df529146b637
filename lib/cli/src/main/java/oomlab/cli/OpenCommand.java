package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.book.Book;
import oomlab.book.BookException;
import oomlab.book.Editions;
import oomlab.book.Jupyter;
import oomlab.book.Kernelspec;
import oomlab.book.LabDefaults;
import oomlab.book.Project;
import oomlab.book.PythonInstallation;
import oomlab.book.PythonNeeds;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code ./oomlab open}: starts JupyterLab or Notebook in the notebooks' folder. */
@Command(
    name = "open",
    description = "Opens the notebooks in JupyterLab.",
    footer = {
      "",
      "Gets JupyterLab 4 first if there is none, with pip into .oomlab/venv; where",
      "that cannot be done, opens Jupyter Notebook, from apt if need be. It names the",
      "packages before it installs them.",
      "Other arguments go to the server: ./oomlab open --no-browser --port 8889"
    },
    mixinStandardHelpOptions = true)
final class OpenCommand implements Callable<Integer> {
  // PR_SET_PDEATHSIG (man 2 prctl): the server must not outlive this process, however it ends.
  private static final String SERVER =
      "import ctypes, runpy, signal, sys; ctypes.CDLL(None).prctl(1, signal.SIGTERM, 0, 0, 0);"
          + " module = sys.argv.pop(1); sys.argv[0] = module;"
          + " runpy.run_module(module, run_name='__main__', alter_sys=True)";

  private static final String ENGLISH = Language.ENGLISH.tag();

  private static final String START = "index.ipynb";

  // For new notebooks; those of the book name it themselves.
  private static final String KERNEL = "--MultiKernelManager.default_kernel_name=java";

  // The browser lands on the book's start page; the reader's own arguments come later and win.
  private static final List<String> LAB = List.of("--LabApp.default_url=/lab/tree/" + START);
  // Notebook 6 and 7 have different names for it, and each lets the other's pass.
  private static final List<String> NOTEBOOK =
      List.of(
          "--NotebookApp.default_url=/notebooks/" + START,
          "--JupyterNotebookApp.default_url=/notebooks/" + START);

  @Option(names = "--notebook", description = "Open them in Jupyter Notebook instead.")
  private boolean classic;

  @Mixin private KernelOption kernel = new KernelOption();

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description =
          "Open this edition, such as zh: written to notebooks-LANGUAGE/, where your changes are kept;"
              + " en is the one in notebooks/. That of the environment's language without this.")
  private @Nullable String language;

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Override
  public Integer call() throws BookException, IOException, InterruptedException {
    Project project = Project.find();
    String edition = edition(project);
    SystemdScope.enter(spec.commandLine().getErr());
    Map<String, String> given = new HashMap<>(System.getenv());
    Jupyter jupyter = Jupyter.on(project, given, System.out);
    Optional<PythonInstallation> lab = classic ? Optional.empty() : lab(jupyter);
    PythonInstallation python = lab.isPresent() ? lab.get() : jupyter.get(PythonNeeds.NOTEBOOK);
    Path menu = kernel.menu(project, given, jupyter, python);
    LabDefaults.write(project);
    Path folder = project.notebooks();
    if (!edition.equals(ENGLISH)) {
      Editions editions = Editions.of(project, python.executable());
      editions.write(edition).forEach(spec.commandLine().getErr()::println);
      folder = editions.folder(edition);
    }

    List<String> command = new ArrayList<>();
    command.addAll(List.of(python.executable().toString(), "-c", SERVER));
    command.add(lab.isPresent() ? "jupyterlab" : "notebook");
    command.addAll(lab.isPresent() ? LAB : NOTEBOOK);
    command.add(KERNEL);
    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      command.add("--allow-root");
    }
    if (!given.containsKey("DISPLAY") && !given.containsKey("WAYLAND_DISPLAY")) {
      command.add("--no-browser");
    }
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(Book.environment(project, given));
    // The kernels inherit it.
    builder.environment().put(Language.VARIABLE, edition);
    // The menu comes first; the reader's own kernels stay in it.
    builder
        .environment()
        .put(
            "JUPYTER_PATH",
            Stream.concat(
                    Stream.of(menu), Kernelspec.searchPath(given, Optional.of(python)).stream())
                .map(Path::toString)
                .collect(Collectors.joining(":")));
    builder.inheritIO();
    spec.commandLine()
        .getOut()
        .println(
            words(
                lab.isPresent()
                    ? "JupyterLab in %s (%s); Ctrl-C ends it."
                    : "Jupyter Notebook in %s (%s); Ctrl-C ends it.",
                folder,
                python.versions()));
    spec.commandLine().getOut().flush();
    Process server = builder.start();
    Thread ending = new Thread(() -> end(server));
    Runtime.getRuntime().addShutdownHook(ending);
    return server.waitFor() == 0 ? 0 : 1;
  }

  /** Returns the edition that was asked for, and speaks its language if the commands can. */
  private String edition(Project project) throws IOException {
    Set<String> there = editions(project);
    if (language == null) {
      String spoken = Words.language().tag();
      return there.contains(spoken) ? spoken : ENGLISH;
    }
    Optional<Language> known = Language.named(language);
    String asked = known.map(Language::tag).orElse(language);
    if (!there.contains(asked)) {
      throw new ParameterException(
          spec.commandLine(),
          words(
              "--language %s: there is no such edition; there are %s",
              language, String.join(words(", "), there)));
    }
    Words.use(Catalog.of(known.orElse(Language.ENGLISH)));
    return asked;
  }

  /** Of each there is a folder with the text of some notebook, as edition.py finds them. */
  private static Set<String> editions(Project project) throws IOException {
    Path notebooks = project.notebooks();
    Set<String> found = new TreeSet<>(Set.of(ENGLISH));
    try (Stream<Path> files = Files.walk(notebooks, 2)) {
      files
          .map(notebooks::relativize)
          .filter(file -> file.getNameCount() == 2 && file.toString().endsWith(".md"))
          .filter(file -> Files.exists(notebooks.resolve(notebook(file.getFileName()))))
          .forEach(file -> found.add(file.getName(0).toString()));
    }
    return found;
  }

  private static String notebook(Path text) {
    return text.toString().replaceFirst("[.]md$", ".ipynb");
  }

  /** Returns a Python with JupyterLab, got if need be; says why there is none. */
  private Optional<PythonInstallation> lab(Jupyter jupyter) {
    try {
      return Optional.of(jupyter.get(PythonNeeds.LAB));
    } catch (BookException none) {
      spec.commandLine().getErr().println(none.getMessage());
      spec.commandLine()
          .getErr()
          .println(words("Jupyter Notebook instead; open --notebook tries nothing else first."));
      spec.commandLine().getErr().flush();
      return Optional.empty();
    }
  }

  private static void end(Process server) {
    server.destroy();
    try {
      server.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
