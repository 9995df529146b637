package oomlab.notebook;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import oomlab.ExperimentException;
import oomlab.Run;

/**
 * Where a notebook keeps the last run of each name, with the predictions that were sealed for it.
 *
 * @param folder the shelf; made when the first run comes
 */
record RunShelf(Path folder) {
  private static final Set<String> PARTS =
      Set.of("run.json", "samples.csv", "tracks.csv", "kmsg.log", "terminal.txt");

  /**
   * Keeps a run in the place of the one of this name.
   *
   * @return where it is now, or empty if it cannot be kept there; a folder that holds anything else
   *     than a run is left alone
   */
  Optional<Path> keep(Run run, String name) {
    Path place = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempDirectory(folder, ".new-");
      try {
        run.save(fresh);
        if (Files.exists(place)) {
          if (!isRun(place)) {
            return Optional.empty();
          }
          remove(place);
        }
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        remove(fresh);
      }
      return Optional.of(place);
    } catch (IOException | ExperimentException e) {
      // A folder that cannot be written to: the run is in the notebook all the same.
      return Optional.empty();
    }
  }

  private static boolean isRun(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return false;
    }
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(place)) {
      for (Path file : inside) {
        if (!PARTS.contains(file.getFileName().toString())) {
          return false;
        }
      }
    }
    return true;
  }

  private static void remove(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory)) {
        for (Path file : inside) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }
}
