package oomlab.assign;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An assignment as its author keeps it: notebooks in one folder, and the files beside them.
 *
 * @param notebooks the notebooks to release
 * @param files the other files, relative to the folder; what nbgrader ignores is left out, and
 *     {@code runs}, which holds the author's own runs
 */
public record SourceFolder(Path folder, List<Path> notebooks, List<Path> files) {
  private static final String NOTEBOOK = ".ipynb";

  /** {@code CourseDirectory.ignore} of nbgrader, and runs. */
  private static final Set<String> IGNORED =
      Set.of(".ipynb_checkpoints", "__pycache__", "feedback", "runs");

  /**
   * Looks at a folder, or at one notebook of it.
   *
   * @throws IllegalArgumentException if there is no notebook there; the message says so
   * @throws IOException if the folder cannot be read
   */
  public static SourceFolder of(Path source) throws IOException {
    if (!Files.exists(source)) {
      throw new IllegalArgumentException(source + " does not exist");
    }
    if (!Files.isDirectory(source)) {
      if (!notebook(source)) {
        throw new IllegalArgumentException(source + " is no notebook (.ipynb) and no folder");
      }
      Path folder = Optional.ofNullable(source.toAbsolutePath().getParent()).orElse(source);
      return new SourceFolder(folder, List.of(source), files(folder));
    }
    try (Stream<Path> entries = Files.list(source)) {
      List<Path> notebooks =
          entries.filter(SourceFolder::notebook).filter(Files::isRegularFile).sorted().toList();
      if (notebooks.isEmpty()) {
        throw new IllegalArgumentException("there is no notebook (.ipynb) in " + source);
      }
      return new SourceFolder(source, notebooks, files(source));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return path.equals(folder) || !IGNORED.contains(name(path))
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            boolean ignored = IGNORED.contains(name(path)) || name(path).endsWith(".pyc");
            if (!ignored && !notebook(path) && Files.isRegularFile(path)) {
              files.add(folder.relativize(path));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return List.copyOf(files);
  }

  private static boolean notebook(Path path) {
    return name(path).endsWith(NOTEBOOK);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
