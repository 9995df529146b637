package oomlab.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The virtual environment with the Jupyter that readers get from PyPI: JupyterLab, Notebook 7,
 * JJava, nbgrader and what drives them. {@code lib/cli/src/test/python/requirements.txt} says how
 * it is made.
 */
public final class TestPython {
  private static final Path FOLDER = Path.of(".oomlab/test-python").toAbsolutePath();

  private TestPython() {}

  /** Returns a program of the environment, such as {@code nbgrader}; skips where there is none. */
  public static Path program(String name) {
    Path program = FOLDER.resolve("bin").resolve(name);
    Needs.that(
        Files.isExecutable(program),
        "no " + program + ": lib/cli/src/test/python/requirements.txt says how to get it");
    return program;
  }
}
