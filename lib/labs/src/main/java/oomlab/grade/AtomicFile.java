package oomlab.grade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Writes files in one step: a reader sees the old one or the new one, never a half. */
final class AtomicFile {
  private static final String PART = ".part-";

  private AtomicFile() {}

  static void write(Path file, String text) throws IOException {
    Path part = Files.createTempFile(file.resolveSibling(""), PART, "");
    try {
      Files.write(part, text.getBytes(StandardCharsets.UTF_8));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Removes what an interrupted run left. */
  static void sweep(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(PART)).toList()) {
        Files.delete(file);
      }
    }
  }
}
