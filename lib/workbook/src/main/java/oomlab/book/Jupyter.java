package oomlab.book;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a Python with Jupyter in it, or gets one: with pip into the project's own virtual
 * environment, else with conda, else with apt.
 */
public final class Jupyter {
  // As pip begins a script, also where the path is long or has spaces.
  private static final Pattern INTERPRETER =
      Pattern.compile(
          "^(?:#!\\s*(/\\S*python[\\d.]*)(?=\\s|$)|'''exec' \"?(/[^\"]*python[\\d.]*)(?=[\" ]))");

  private final Project project;
  private final Programs programs;
  private final List<Path> systemPythons;
  private final PrintStream says;
  private final PrivateEnvironment environment;

  Jupyter(Project project, Programs programs, List<Path> systemPythons, PrintStream says) {
    this.systemPythons = systemPythons;
    this.project = project;
    this.programs = programs;
    this.says = says;
    this.environment = new PrivateEnvironment(project.state().resolve("venv"), programs);
  }

  /**
   * Returns a finder.
   *
   * @param environment where PATH comes from
   * @param says where it names the packages before it installs them
   */
  public static Jupyter on(Project project, Map<String, String> environment, PrintStream says) {
    return new Jupyter(
        project, Programs.on(environment), List.of(Path.of("/usr/bin/python3")), says);
  }

  /** Returns a Python that has it, or nothing; installs nothing. */
  public Optional<PythonInstallation> find(PythonNeeds need) {
    String modules = String.join(", ", need.modules());
    String version = "getattr(%s, '__version__', '0')".formatted(need.modules().get(0));
    return first("import " + modules, version, need);
  }

  /**
   * Returns a Python that has it by its own list of what is installed: importing takes ten times as
   * long.
   */
  public Optional<PythonInstallation> listed(PythonNeeds need) {
    String versions = "[version(p) for p in '%s'.split()]";
    return first(
            "from importlib.metadata import version",
            versions.formatted(String.join(" ", need.pipPackages())) + "[0]",
            need)
        .or(() -> find(need));
  }

  private Optional<PythonInstallation> first(String imports, String version, PythonNeeds need) {
    String code =
        "import sys; %s; v = %s; assert int(v.split('.')[0]) >= %d; print(sys.prefix); print('Python', sys.version.split()[0] + ', %s', v)"
            .formatted(imports, version, need.leastMajor(), need.modules().get(0));
    for (Path candidate : candidates()) {
      Optional<PythonInstallation> found = answer(candidate, code);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Returns a Python that has it, after installing what is missing.
   *
   * @throws BookException if there is no way to get it here; the message says what was tried and
   *     what to do
   */
  public PythonInstallation get(PythonNeeds need) throws BookException {
    Optional<PythonInstallation> there = find(need);
    if (there.isPresent()) {
      return there.get();
    }
    Set<String> tried = new LinkedHashSet<>();
    for (Way way : List.<Way>of(this::pip, this::conda, this::apt)) {
      Optional<String> why = way.install(need);
      Optional<PythonInstallation> found = find(need);
      if (found.isPresent()) {
        return found.get();
      }
      why.ifPresent(tried::add);
    }
    throw new BookException(
        words(
            "no Python with %s here, and none could be got (%s). Install it with pip, or on Debian or"
                + " Ubuntu with: sudo apt-get install %s; then run this again.",
            String.join(words(", "), need.modules()),
            String.join(words("; "), tried),
            String.join(" ", need.debianPackages())));
  }

  /** Returns the interpreters to try, nearest to the user's own choice first. */
  Set<Path> candidates() {
    Set<Path> all = new LinkedHashSet<>();
    if (!programs.variable("OOMLAB_PYTHON").isEmpty()) {
      all.add(Path.of(programs.variable("OOMLAB_PYTHON")));
    }
    // The tools of pipx and uv have their scripts on the PATH, and not their Python.
    for (String script : List.of("jupyter", "jupyter-lab", "jupyter-notebook")) {
      programs.find(script).flatMap(Jupyter::interpreter).ifPresent(all::add);
    }
    programs.find("python3").ifPresent(all::add);
    all.addAll(systemPythons);
    all.add(project.state().resolve("conda/bin/python3"));
    all.add(environment.python());
    return all;
  }

  /** Returns the interpreter that a script's beginning names, also as pip writes a long path. */
  static Optional<Path> interpreter(Path script) {
    try (var lines = Files.lines(script, StandardCharsets.ISO_8859_1)) {
      return lines
          .limit(2)
          .map(INTERPRETER::matcher)
          .filter(Matcher::find)
          .map(line -> Path.of(line.group(1) == null ? line.group(2) : line.group(1)))
          .filter(Files::isExecutable)
          .findFirst();
    } catch (IOException | UncheckedIOException unreadable) {
      return Optional.empty();
    }
  }

  private Optional<PythonInstallation> answer(Path python, String code) {
    if (!Files.isExecutable(python)) {
      return Optional.empty();
    }
    return programs
        .output(60, python.toString(), "-W", "ignore", "-c", code)
        .map(text -> text.split("\n", 2))
        .filter(lines -> lines.length == 2)
        .map(lines -> new PythonInstallation(python, Path.of(lines[0]), lines[1]));
  }

  private Optional<String> apt(PythonNeeds need) {
    Optional<String> why = Apt.on(programs, this::say).install(need.debianPackages());
    // It may have brought what pip needs.
    return why.isPresent() || find(need).isPresent() ? why : pip(need);
  }

  private Optional<String> conda(PythonNeeds need) {
    Optional<Path> conda = programs.find("mamba").or(() -> programs.find("conda"));
    Path recipe = project.root().resolve("environment.yml");
    if (conda.isEmpty() || !Files.isRegularFile(recipe)) {
      return Optional.of(words("no conda or mamba"));
    }
    Path into = project.state().resolve("conda");
    say(words("Installing what environment.yml lists into %s", into));
    int status =
        programs.run(
            List.of(
                conda.get().toString(),
                "env",
                "create",
                "-y",
                "-q",
                "-p",
                into.toString(),
                "-f",
                recipe.toString()),
            Map.of("CONDA_PKGS_DIRS", project.state().resolve("conda-pkgs").toString()));
    return status == 0
        ? Optional.empty()
        : Optional.of(words("%s env create ended with %d", conda.get().getFileName(), status));
  }

  private Optional<String> pip(PythonNeeds need) {
    return environment.install(
        need.pipPackages(),
        () ->
            say(
                words(
                    "Installing with pip into %s, and what they depend on: %s",
                    environment.folder(), String.join(" ", need.pipPackages()))));
  }

  private void say(String line) {
    says.println(line);
    says.flush();
  }

  @FunctionalInterface
  private interface Way {
    /** Returns why it did not work, if it did not. */
    Optional<String> install(PythonNeeds need);
  }
}
