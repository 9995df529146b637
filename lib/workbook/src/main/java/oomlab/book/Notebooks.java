package oomlab.book;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The book's notebooks, by name and in order.
 *
 * @param names file names without {@code .ipynb}, such as {@code 01-kill-a-process}
 */
public record Notebooks(List<String> names) {
  /**
   * Lists {@code NN-*.ipynb} in a folder.
   *
   * @throws IOException if the folder cannot be read
   */
  public static Notebooks in(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9][0-9]-*.ipynb")) {
        for (Path file : files) {
          names.add(stem(file.getFileName().toString()));
        }
      }
    }
    names.sort(null);
    return new Notebooks(List.copyOf(names));
  }

  /**
   * Returns the notebooks that start with one of the prefixes, in the book's order; all of them for
   * no prefix.
   *
   * @throws IllegalArgumentException if a prefix fits no notebook; the message names those there
   *     are
   */
  public Notebooks only(List<String> prefixes) {
    for (String prefix : prefixes) {
      if (names.stream().noneMatch(name -> name.startsWith(stem(prefix)))) {
        throw new IllegalArgumentException(
            words(
                "--only %s: no notebook's name starts so; there are %s.",
                prefix, String.join(words(", "), names)));
      }
    }
    return new Notebooks(
        names.stream()
            .filter(
                name ->
                    prefixes.isEmpty()
                        || prefixes.stream().anyMatch(prefix -> name.startsWith(stem(prefix))))
            .toList());
  }

  private static String stem(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.endsWith(".ipynb") ? last.substring(0, last.length() - 6) : last;
  }
}
