package oomlab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a student has handed in.
 *
 * @param name the student's, or the file's
 * @param notebook where the notebook should be; it may be missing
 * @param folder what else was handed in, if it came in a folder
 */
public record Submission(String name, Path notebook, Optional<Path> folder) {
  /**
   * Finds submissions: notebooks, folders that hold one of the assignment's name, and folders of
   * those, such as nbgrader's {@code submitted/}.
   *
   * @throws IllegalArgumentException in one sentence, if a path is none of them or two have the
   *     same name
   */
  public static List<Submission> find(List<Path> paths, String assignment) throws IOException {
    Map<String, Submission> found = new LinkedHashMap<>();
    for (Path path : paths) {
      for (Submission each : in(path, assignment)) {
        Submission other = found.putIfAbsent(each.name(), each);
        if (other != null) {
          throw new IllegalArgumentException(
              "%s and %s are both called \"%s\"; rename one"
                  .formatted(other.notebook(), each.notebook(), each.name()));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Submission> in(Path path, String assignment) throws IOException {
    if (isNotebook(path)) {
      return List.of(single(path, assignment));
    }
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          path + " is neither a notebook nor a folder with submissions");
    }
    Optional<Submission> own = folder(path, assignment);
    if (own.isPresent()) {
      return List.of(own.get());
    }
    List<Submission> found = new ArrayList<>();
    for (Path each : sorted(path)) {
      if (isNotebook(each)) {
        found.add(single(each, assignment));
      } else if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) && !hidden(each)) {
        String name = String.valueOf(each.getFileName());
        found.add(
            folder(each, assignment)
                .or(() -> folder(each.resolve(assignment), assignment))
                .orElseGet(
                    () ->
                        new Submission(
                            name, each.resolve(assignment + ".ipynb"), Optional.of(each))));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(path + " holds no submission");
    }
    return found;
  }

  private static Submission single(Path file, String assignment) {
    Path whole = file.toAbsolutePath().normalize();
    String stem = Assignment.stem(whole);
    Path parent = whole.getParent();
    if (stem.equals(assignment) && parent != null) {
      return new Submission(folderName(parent, assignment), file, Optional.empty());
    }
    return new Submission(stem, file, Optional.empty());
  }

  private static Optional<Submission> folder(Path folder, String assignment) {
    Path notebook = folder.resolve(assignment + ".ipynb");
    return Files.isRegularFile(notebook, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(
            new Submission(
                folderName(folder.toAbsolutePath().normalize(), assignment),
                notebook,
                Optional.of(folder)))
        : Optional.empty();
  }

  /** In nbgrader's layout the student's folder holds one for each assignment. */
  private static String folderName(Path folder, String assignment) {
    String name = String.valueOf(folder.getFileName());
    Path parent = folder.getParent();
    return name.equals(assignment) && parent != null && parent.getFileName() != null
        ? parent.getFileName().toString()
        : name;
  }

  private static boolean isNotebook(Path path) {
    return path.toString().endsWith(".ipynb")
        && !hidden(path)
        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean hidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    }
  }
}
