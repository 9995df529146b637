package oomlab.book;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The project's folder, and where everything in it stands.
 *
 * @param root the folder that holds {@code pom.xml}
 */
public record Project(Path root) {
  /**
   * Finds the project's folder: system property {@code oomlab.home}, which the launcher sets, else
   * the working directory.
   *
   * @throws BookException if there is no project there
   */
  public static Project find() throws BookException {
    Path root = Path.of(System.getProperty("oomlab.home", "")).toAbsolutePath().normalize();
    if (!Files.isRegularFile(root.resolve("lib/src/main/python/book.py"))) {
      throw new BookException(
          root
              + " is not the project's folder; use its launcher, ./oomlab, from wherever you are.");
    }
    return new Project(root);
  }

  /** Returns the library's jar, {@code target/oomlab.jar}. */
  public Path jar() {
    return root.resolve("target/oomlab.jar");
  }

  /** Returns the folder of the notebooks' sources. */
  public Path notebooks() {
    return root.resolve("notebooks");
  }

  /** Returns the folder of the executed notebooks and the pages, {@code target/book}. */
  public Path book() {
    return root.resolve("target/book");
  }

  /** Returns the project's own Jupyter path, which holds the kernelspec {@code java}. */
  public Path jupyterPath() {
    return root.resolve("target/jupyter");
  }

  /** Returns the folder for what must outlive a clean build: virtual environment, caches, temp. */
  public Path state() {
    return root.resolve(".oomlab");
  }

  /** Returns the program that drives nbclient and nbconvert. */
  Path driver() {
    return root.resolve("lib/src/main/python/book.py");
  }
}
