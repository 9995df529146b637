package oomlab.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Symbolic links that a test made in its temporary folder. */
public final class Links {
  private Links() {}

  /** Removes them, for JUnit warns about each that it has to remove itself. */
  public static void removeUnder(Path folder) throws IOException {
    List<Path> links;
    try (Stream<Path> all = Files.walk(folder)) {
      links = all.filter(Files::isSymbolicLink).toList();
    }
    for (Path link : links) {
      Files.delete(link);
    }
  }
}
