package oomlab.book;

import static oomlab.internal.text.Words.words;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The project's own Python virtual environment (PEP 405), {@code .oomlab/venv}: what is missing is
 * installed there with pip or uv, and nothing outside. So it also works beside an active
 * environment, and where the system's Python is managed by the distribution (PEP 668).
 */
final class PrivateEnvironment {
  // A variable or a setting of the reader's may send what pip installs elsewhere.
  private static final Map<String, String> HERE =
      Map.of("PIP_USER", "0", "PIP_TARGET", "", "PIP_PREFIX", "", "PIP_REQUIRE_VIRTUALENV", "0");

  private final Path folder;
  private final Programs programs;

  PrivateEnvironment(Path folder, Programs programs) {
    this.folder = folder;
    this.programs = programs;
  }

  /** Returns its interpreter, which may not be there yet. */
  Path python() {
    return folder.resolve("bin/python3");
  }

  /** Returns its folder, which may not be there yet. */
  Path folder() {
    return folder;
  }

  /**
   * Installs packages of PyPI; returns why that did not work, if it did not.
   *
   * @param announce is called before anything is fetched
   */
  Optional<String> install(List<String> packages, Runnable announce) {
    Optional<List<String>> installer = installer().or(this::make);
    if (installer.isEmpty()) {
      return Optional.of(
          words(
              programs.find("python3").isEmpty()
                  ? "no python3"
                  : "python3 has neither venv nor pip (Debian: package python3-venv)"));
    }
    List<String> command = new ArrayList<>(installer.get());
    command.addAll(packages);
    announce.run();
    int status = programs.run(command, HERE);
    return status == 0 ? Optional.empty() : Optional.of(words("pip install ended with %d", status));
  }

  /**
   * Makes it, or makes it anew after its Python has gone; returns what {@link #installer} does
   * then.
   */
  private Optional<List<String>> make() {
    for (List<String> command :
        List.of(
            List.of("python3", "-I", "-m", "venv", "--clear"),
            List.of("python3", "-I", "-m", "venv", "--clear", "--without-pip"),
            List.of("uv", "venv", "-q", "--no-python-downloads"))) {
      List<String> full = new ArrayList<>(command);
      full.add(folder.toString());
      Optional<List<String>> made =
          programs.output(120, full.toArray(String[]::new)).flatMap(nothing -> installer());
      if (made.isPresent()) {
        return made;
      }
    }
    return Optional.empty();
  }

  /** Returns the beginning of the command that installs into it: its own pip, another, or uv. */
  private Optional<List<String>> installer() {
    String python = python().toString();
    if (!Files.isExecutable(python())) {
      return Optional.empty();
    }
    for (List<String> pip :
        List.of(
            List.of(python, "-I", "-m", "pip"),
            List.of("python3", "-m", "pip", "--python", python))) {
      List<String> command = new ArrayList<>(pip);
      command.add("--version");
      if (programs.output(60, command.toArray(String[]::new)).isPresent()) {
        command.set(command.size() - 1, "install");
        command.addAll(List.of("-q", "--no-input", "--no-cache-dir", "--retries", "2"));
        return Optional.of(command);
      }
    }
    return programs
        .find("uv")
        .map(
            uv -> List.of(uv.toString(), "pip", "install", "-q", "--no-cache", "--python", python));
  }
}
