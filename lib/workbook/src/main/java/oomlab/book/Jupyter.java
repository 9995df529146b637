package oomlab.book;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds a Python with Jupyter in it, or gets one: apt, else conda, else a virtual environment. */
public final class Jupyter {
  private final Project project;
  private final Programs programs;
  private final List<Path> systemPythons;
  private final PrintStream says;

  Jupyter(Project project, Programs programs, List<Path> systemPythons, PrintStream says) {
    this.systemPythons = systemPythons;
    this.project = project;
    this.programs = programs;
    this.says = says;
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
  public Optional<Python> find(Need need) {
    for (Path candidate : candidates()) {
      Optional<Python> found = check(candidate, need);
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
  public Python get(Need need) throws BookException {
    Optional<Python> there = find(need);
    if (there.isPresent()) {
      return there.get();
    }
    List<String> tried = new ArrayList<>();
    for (Way way : List.<Way>of(this::apt, this::conda, this::venv)) {
      way.install(need, tried);
      Optional<Python> found = find(need);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new BookException(
        "no Python with "
            + String.join(", ", need.modules())
            + " here, and none could be got ("
            + String.join("; ", tried)
            + "). Install it, on Debian or Ubuntu with: sudo apt-get install "
            + String.join(" ", need.debianPackages())
            + "; then run this again.");
  }

  /** Returns the interpreters to try, nearest to the user's own choice first. */
  Set<Path> candidates() {
    Set<Path> all = new LinkedHashSet<>();
    if (!programs.variable("OOMLAB_PYTHON").isEmpty()) {
      all.add(Path.of(programs.variable("OOMLAB_PYTHON")));
    }
    programs.find("jupyter").flatMap(Jupyter::interpreter).ifPresent(all::add);
    programs.find("python3").ifPresent(all::add);
    all.addAll(systemPythons);
    all.add(project.state().resolve("conda/bin/python3"));
    all.add(project.state().resolve("venv/bin/python3"));
    return all;
  }

  /** Returns the interpreter that a script's first line names. */
  static Optional<Path> interpreter(Path script) {
    try (var lines = Files.lines(script, StandardCharsets.ISO_8859_1)) {
      return lines
          .findFirst()
          .filter(first -> first.startsWith("#!/") && first.contains("python"))
          .map(first -> Path.of(first.substring(2).strip().split(" ", 2)[0]))
          .filter(Files::isExecutable);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private Optional<Python> check(Path python, Need need) {
    if (!Files.isExecutable(python)) {
      return Optional.empty();
    }
    String modules = String.join(", ", need.modules());
    String shown = need.modules().get(0);
    String code =
        "import sys, "
            + modules
            + "; print(sys.prefix); print('Python', sys.version.split()[0] + ', "
            + shown
            + "', getattr("
            + shown
            + ", '__version__', ''))";
    return programs
        .output(60, python.toString(), "-W", "ignore", "-c", code)
        .map(text -> text.split("\n", 2))
        .filter(lines -> lines.length == 2)
        .map(lines -> new Python(python, Path.of(lines[0]), lines[1]));
  }

  private void apt(Need need, List<String> tried) {
    if (need.debianPackages().isEmpty()) {
      tried.add("no apt-get");
      return;
    }
    Apt.on(
            programs,
            line -> {
              says.println(line);
              says.flush();
            })
        .install(need.debianPackages())
        .ifPresent(tried::add);
  }

  private void conda(Need need, List<String> tried) {
    Optional<Path> conda = programs.find("mamba").or(() -> programs.find("conda"));
    Path recipe = project.root().resolve("environment.yml");
    if (conda.isEmpty() || !Files.isRegularFile(recipe)) {
      tried.add("no conda or mamba");
      return;
    }
    Path into = project.state().resolve("conda");
    says.println("Installing what environment.yml lists into " + into);
    says.flush();
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
    if (status != 0) {
      tried.add(conda.get().getFileName() + " env create ended with " + status);
    }
  }

  private void venv(Need need, List<String> tried) {
    Optional<Path> python = programs.find("python3");
    if (python.isEmpty() || need.pipPackages().isEmpty()) {
      tried.add("no python3");
      return;
    }
    Path into = project.state().resolve("venv");
    says.println("Installing with pip into " + into + ": " + String.join(" ", need.pipPackages()));
    says.flush();
    if (!Files.isExecutable(into.resolve("bin/pip"))
        && programs.run(List.of(python.get().toString(), "-m", "venv", into.toString()), Map.of())
            != 0) {
      tried.add("python3 -m venv failed (Debian: package python3-venv)");
      return;
    }
    List<String> install = new ArrayList<>();
    install.addAll(List.of(into.resolve("bin/python3").toString(), "-m", "pip", "install", "-q"));
    install.addAll(need.pipPackages());
    int status =
        programs.run(install, Map.of("PIP_CACHE_DIR", project.state().resolve("pip").toString()));
    if (status != 0) {
      tried.add("pip install ended with " + status);
    }
  }

  @FunctionalInterface
  private interface Way {
    void install(Need need, List<String> tried);
  }
}
