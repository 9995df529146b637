package oomlab.book;

import static oomlab.internal.text.Words.words;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

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
    if (!Files.isRegularFile(root.resolve("lib/workbook/src/main/python/book.py"))) {
      throw new BookException(
          words(
              "%s is not the project's folder; use its launcher, ./oomlab, from wherever you are.",
              root));
    }
    return new Project(root);
  }

  /** Returns the library's jar, {@code target/oomlab.jar}. */
  public Path jar() {
    return root.resolve("target/oomlab.jar");
  }

  /** Returns the jar of the commands, the labs and the kernel; it finds the library beside it. */
  public Path commands() {
    return root.resolve("target/oomlab-commands.jar");
  }

  /** Returns the class path of the commands, the labs and the kernel. */
  public List<Path> classPath() {
    return List.of(commands(), jar());
  }

  /** Returns the folders of the modules: each below {@code lib} that Maven can build. */
  public Stream<Path> modules() {
    File[] folders =
        root.resolve("lib").toFile().listFiles(folder -> new File(folder, "pom.xml").isFile());
    return folders == null ? Stream.empty() : Arrays.stream(folders).map(File::toPath).sorted();
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
    return root.resolve("lib/workbook/src/main/python/book.py");
  }
}
