package oomlab.book;

import static oomlab.internal.text.Words.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import oomlab.internal.text.Language;
import oomlab.page.PageHtml;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The executed book: has nbclient run the notebooks and nbconvert write the pages. */
public final class Book {
  private static final JsonMapper JSON = new JsonMapper();

  private final Project project;
  private final PythonInstallation python;
  private final Map<String, String> environment;
  private final List<Language> languages;
  private final Optional<Path> browser;

  private Book(
      Project project,
      PythonInstallation python,
      Map<String, String> environment,
      List<Language> languages,
      Optional<Path> browser) {
    this.project = project;
    this.python = python;
    this.environment = environment;
    this.languages = languages;
    this.browser = browser;
  }

  /**
   * Returns a book of the project.
   *
   * @param python one that has {@link PythonNeeds#BOOK}
   * @param environment what its kernels start with; see {@link #environment}
   */
  public static Book of(
      Project project, PythonInstallation python, Map<String, String> environment) {
    return new Book(
        project, python, Map.copyOf(environment), List.of(Language.values()), Optional.empty());
  }

  /** Returns the same book, of which {@link #execute} makes these editions alone. */
  public Book in(List<Language> chosen) {
    return new Book(project, python, environment, List.copyOf(chosen), browser);
  }

  /**
   * Returns the same book, which {@link #execute} also prints to {@code target/book/oomlab.pdf}.
   */
  public Book printedBy(Path browser) {
    return new Book(project, python, environment, languages, Optional.of(browser));
  }

  /**
   * Returns the variables for Jupyter and its kernels: the given ones, with all of Jupyter's own
   * folders inside the project and the library on the class path of IJava and JJava.
   */
  public static Map<String, String> environment(Project project, Map<String, String> given) {
    Map<String, String> all = new HashMap<>(given);
    Path state = project.state();
    all.put("HOME", state.resolve("home").toString());
    all.put("JUPYTER_CONFIG_DIR", state.resolve("jupyter/config").toString());
    all.put("JUPYTER_DATA_DIR", state.resolve("jupyter/data").toString());
    all.put("JUPYTER_RUNTIME_DIR", state.resolve("jupyter/runtime").toString());
    all.put("JUPYTERLAB_SETTINGS_DIR", state.resolve("jupyter/lab/settings").toString());
    all.put("JUPYTERLAB_WORKSPACES_DIR", state.resolve("jupyter/lab/workspaces").toString());
    all.put("IPYTHONDIR", state.resolve("ipython").toString());
    all.put("TMPDIR", state.resolve("tmp").toString());
    all.put("XDG_CACHE_HOME", state.resolve("cache").toString());
    all.put("PYTHONDONTWRITEBYTECODE", "1");
    // nbclient would otherwise print a warning about its debugger into every kernel's log.
    all.put("PYDEVD_DISABLE_FILE_VALIDATION", "1");
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put(
        "PATH",
        Path.of(System.getProperty("java.home"), "bin") + ":" + given.getOrDefault("PATH", ""));
    all.put("OOMLAB_HOME", project.root().toString());
    all.put("IJAVA_CLASSPATH", joined(project.jar(), given.get("IJAVA_CLASSPATH")));
    all.put("JJAVA_CLASSPATH", joined(project.jar(), given.get("JJAVA_CLASSPATH")));
    // JJava's launcher starts another JVM (see Kernelspec.copy), and takes these apart at spaces.
    String home = "-Duser.home=" + all.get("HOME");
    if (!home.contains(" ")) {
      all.put("JJAVA_JVM_OPTS", home + " " + given.getOrDefault("JJAVA_JVM_OPTS", ""));
    }
    return all;
  }

  private static String joined(Path jar, @Nullable String more) {
    return more == null || more.isEmpty() ? jar.toString() : jar + ":" + more;
  }

  /**
   * Executes notebooks, each once for each edition that has it, with a kernel that speaks its
   * language, and writes their pages and the index.
   *
   * <p>If this JVM ends before that, the driver and its kernel end too: the driver reads our end of
   * a pipe.
   *
   * @param jobs how many at a time; they are begun in order
   * @param timeoutSeconds limit for one cell
   * @return whether every cell of every notebook ran
   * @throws BookException if the driver cannot run at all
   */
  public boolean execute(
      Notebooks notebooks,
      Kernelspec kernel,
      int jobs,
      int timeoutSeconds,
      Consumer<BookEvent> listener)
      throws BookException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(python.executable().toString(), "-W", "ignore"));
    command.add(project.driver().toString());
    command.addAll(List.of("--notebooks", project.notebooks().toString()));
    command.addAll(List.of("--out", project.book().toString()));
    command.addAll(List.of("--kernels", kernel.folder().resolveSibling("").toString()));
    command.addAll(List.of("--kernel", kernel.name()));
    command.addAll(List.of("--jobs", Integer.toString(jobs)));
    command.addAll(List.of("--timeout", Integer.toString(timeoutSeconds)));
    languages.forEach(language -> command.addAll(List.of("--language", language.tag())));
    browser.ifPresent(program -> command.addAll(List.of("--pdf", program.toString())));
    command.addAll(notebooks.names());
    Path log = project.state().resolve("book.log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectError(log.toFile());
    try {
      Files.createDirectories(project.state().resolve("tmp"));
      Process driver = builder.start();
      Thread shutdownHook = new Thread(() -> release(driver));
      Runtime.getRuntime().addShutdownHook(shutdownHook);
      boolean finished = false;
      boolean whole = true;
      try (BufferedReader lines = driver.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          BookEvent event = parse(line);
          listener.accept(event);
          finished |= event instanceof BookEvent.Finished;
          whole &= !(event instanceof BookEvent.Page page && page.failure().isPresent());
          if (event instanceof BookEvent.Broken broken) {
            throw new BookException(broken.why());
          }
        }
      } finally {
        release(driver);
        dropHook(shutdownHook);
      }
      if (!finished) {
        String last = lastLine(log);
        throw new BookException(
            words(
                last.isEmpty()
                    ? "the notebooks' driver ended early; its last words are in %s."
                    : "the notebooks' driver ended early; its last words are in %s: %s",
                log,
                last));
      }
      // Not before: the driver removes pages that are no notebook's.
      writeExplainPage();
      return whole;
    } catch (IOException failed) {
      throw new BookException(
          words("cannot run %s: %s.", python.executable(), failed.getMessage()));
    }
  }

  /**
   * Writes {@code target/book/explain.html}, which reads the logs that a reader gives it, and the
   * same page in the languages of the other editions.
   */
  private void writeExplainPage() throws BookException {
    Path page = project.book().resolve("explain.html");
    List<Language> languages =
        Stream.of(Language.values())
            .filter(l -> l == Language.ENGLISH || Files.isDirectory(notebooks(l)))
            .toList();
    Path example = project.notebooks().resolve("data/seed/x86_64-4.20.12-dmesg.txt");
    try {
      PageHtml.write(project.book(), example, languages);
    } catch (IOException failed) {
      throw new BookException(words("cannot write %s: %s.", page, failed.getMessage()));
    }
  }

  private Path notebooks(Language language) {
    return project.notebooks().resolve(language.tag());
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  private static void dropHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook is running: it does what we would have done.
      return;
    }
  }

  /** Lets the driver go: it ends its kernel first, so it gets time. */
  private static void release(Process driver) {
    try {
      driver.getOutputStream().close();
      if (!driver.waitFor(8, TimeUnit.SECONDS)) {
        driver.destroyForcibly();
      }
    } catch (IOException gone) {
      driver.destroyForcibly();
    } catch (InterruptedException interrupted) {
      driver.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  static BookEvent parse(String line) throws BookException {
    try {
      JsonNode root = JSON.readTree(line);
      String notebook = root.path("notebook").asString("");
      return switch (root.path("event").asString("")) {
        case "notebook" -> new BookEvent.Opened(notebook, root.path("cells").asInt(0));
        case "cell" ->
            new BookEvent.Cell(notebook, root.path("cell").asInt(0), root.path("cells").asInt(0));
        case "page" ->
            new BookEvent.Page(notebook, root.path("seconds").asDouble(0), failure(root));
        case "remark" -> new BookEvent.Remark(root.path("why").asString(""));
        case "printed" -> new BookEvent.Printed(root.path("file").asString(""));
        case "book" -> new BookEvent.Finished(root.path("index").asString(""));
        case "error" -> new BookEvent.Broken(root.path("why").asString(""));
        default -> throw new BookException(words("the notebooks' driver said: %s", line));
      };
    } catch (JacksonException unreadable) {
      throw new BookException(words("the notebooks' driver said: %s", line));
    }
  }

  private static Optional<BookEvent.Failure> failure(JsonNode page) {
    JsonNode failed = page.path("failed");
    if (!failed.isObject()) {
      return Optional.empty();
    }
    OptionalInt cell =
        failed.has("cell") ? OptionalInt.of(failed.path("cell").asInt(0)) : OptionalInt.empty();
    return Optional.of(new BookEvent.Failure(cell, failed.path("why").asString("")));
  }
}
