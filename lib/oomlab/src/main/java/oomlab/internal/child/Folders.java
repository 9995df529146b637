package oomlab.internal.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the launch cache lives, and how files get into it. */
final class Folders {
  private Folders() {}

  /** Writes a file. */
  interface Writer {
    /** Writes the file, which does not exist yet. */
    void write(Path file) throws IOException;
  }

  /**
   * Returns {@code target/child} next to a jar or class folder in {@code target}; elsewhere, or
   * where that is not writable, a temporary folder that is deleted when this JVM ends.
   */
  static Path next(Path codeSource) throws IOException {
    Path parent = codeSource.getParent();
    if (parent != null && parent.endsWith("target") && Files.isWritable(parent)) {
      return parent.resolve("child");
    }
    Path folder = Files.createTempDirectory("oomlab-child-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return folder;
  }

  /** Has a file written aside, then moves it into place in one step. */
  static void place(Path file, Writer writer) throws IOException {
    Path aside = aside(file);
    try {
      writer.write(aside);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** Returns a name next to {@code file} that no other process uses. */
  static Path aside(Path file) {
    return file.resolveSibling(
        "%s.%d-%x.tmp"
            .formatted(file.getFileName(), ProcessHandle.current().pid(), System.nanoTime()));
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      return; // the JVM is ending; a temporary folder stays behind
    }
  }
}
