package oomlab.grade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Replaces many files of a folder as one step: they are written beside it first, and from one
 * rename on they count. What a crash interrupts after that is finished by {@link #finish}, what it
 * interrupts before that is as if it had never begun.
 */
final class StagedFiles {
  private static final String WRITING = ".staged-part";
  private static final String COMPLETE = ".staged";

  private StagedFiles() {}

  /**
   * Replaces files, or makes them.
   *
   * @param files texts by path inside the folder
   */
  static void replace(Path dir, Map<String, String> files) throws IOException {
    finish(dir);
    Path writing = dir.resolve(WRITING);
    for (Map.Entry<String, String> each : files.entrySet()) {
      Path file = writing.resolve(each.getKey());
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, each.getValue().getBytes(StandardCharsets.UTF_8));
    }
    if (!files.isEmpty()) {
      Files.move(writing, dir.resolve(COMPLETE), StandardCopyOption.ATOMIC_MOVE);
      finish(dir);
    }
  }

  /** Puts in place what was complete when it was interrupted, and removes what was not. */
  static void finish(Path dir) throws IOException {
    FolderRemoval.remove(dir.resolve(WRITING));
    Path complete = dir.resolve(COMPLETE);
    if (!Files.exists(complete)) {
      return;
    }
    for (Path file : files(complete)) {
      Path place = dir.resolve(complete.relativize(file).toString());
      Files.createDirectories(place.resolveSibling(""));
      Files.move(file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    FolderRemoval.remove(complete);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
