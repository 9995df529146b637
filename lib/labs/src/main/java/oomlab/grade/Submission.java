package oomlab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A submission: the notebook and files that a student handed in.
 *
 * @param name the student's, or the file's
 * @param notebook where the notebook should be; in a folder it may lie elsewhere, or be missing
 * @param folder what was handed in, if it came in a folder
 * @param others files and folders that belong to it and do not lie there
 */
public record Submission(String name, Path notebook, Optional<Path> folder, List<Path> others) {
  /** Makes the list unmodifiable. */
  public Submission {
    others = List.copyOf(others);
  }

  /** Makes a submission of one file or one folder. */
  public Submission(String name, Path notebook, Optional<Path> folder) {
    this(name, notebook, folder, List.of());
  }

  /**
   * Finds submissions: notebooks, folders that hold one of the assignment's name, and folders of
   * folders and files of students, such as nbgrader's {@code submitted/} or what a learning
   * platform gives. What in a student's folder is the notebook is not looked at here.
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
    if (file(path)) {
      return List.of(single(path, assignment));
    }
    if (!Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          path + " is neither a notebook nor a folder with submissions");
    }
    List<Path> files = new ArrayList<>();
    List<Submission> found = new ArrayList<>();
    for (Path each : sorted(path)) {
      if (file(each)) {
        files.add(each);
      } else if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) && !hidden(each)) {
        found.add(folder(each, assignment));
      }
    }
    boolean one =
        files.stream().anyMatch(each -> likeness(each, assignment) == UploadName.Likeness.EXACT)
            || (!files.isEmpty()
                && files.stream()
                    .filter(Submission::notebook)
                    .allMatch(each -> likeness(each, assignment) == UploadName.Likeness.COPY));
    if (one || Files.isDirectory(path.resolve(assignment), LinkOption.NOFOLLOW_LINKS)) {
      return List.of(folder(path, assignment));
    }
    found.addAll(singles(files, assignment));
    if (found.isEmpty()) {
      throw new IllegalArgumentException(path + " holds no submission");
    }
    return found;
  }

  /**
   * Files of a platform belong together if they are of one student; others stand for themselves.
   */
  private static List<Submission> singles(List<Path> files, String assignment) {
    Map<String, List<Path>> students = new LinkedHashMap<>();
    for (Path each : files) {
      UploadName name = UploadName.of(String.valueOf(each.getFileName()));
      String student = name.platform().isEmpty() ? "/" + stem(each) : name.student();
      students.computeIfAbsent(student, key -> new ArrayList<>()).add(each);
    }
    List<Submission> found = new ArrayList<>();
    for (List<Path> one : students.values()) {
      Path first = one.stream().filter(Submission::notebook).findFirst().orElse(one.get(0));
      List<Path> others = one.stream().filter(each -> !each.equals(first)).toList();
      found.add(new Submission(single(first, assignment).name(), first, Optional.empty(), others));
    }
    return found;
  }

  private static Submission single(Path file, String assignment) {
    Path whole = file.toAbsolutePath().normalize();
    Path parent = whole.getParent();
    if (parent == null || likeness(file, assignment) != UploadName.Likeness.EXACT) {
      return new Submission(stem(file), file, Optional.empty(), List.of());
    }
    // Its run lies beside it; what else does need not belong to it.
    Path runs = parent.resolve("runs");
    boolean run = Files.isDirectory(runs, LinkOption.NOFOLLOW_LINKS);
    return new Submission(
        folderName(parent, assignment), file, Optional.empty(), run ? List.of(runs) : List.of());
  }

  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("(?i)\\.(ipynb|zip)$", "");
  }

  private static Submission folder(Path folder, String assignment) {
    Path inner = folder.resolve(assignment);
    Path own = Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS) ? inner : folder;
    return new Submission(
        folderName(folder.toAbsolutePath().normalize(), assignment),
        own.resolve(assignment + ".ipynb"),
        Optional.of(own),
        List.of());
  }

  /** In nbgrader's layout the student's folder holds one for each assignment. */
  private static String folderName(Path folder, String assignment) {
    String name = String.valueOf(folder.getFileName());
    Path parent = folder.getParent();
    return name.equals(assignment) && parent != null && parent.getFileName() != null
        ? parent.getFileName().toString()
        : name;
  }

  private static UploadName.Likeness likeness(Path file, String assignment) {
    UploadName name = UploadName.of(String.valueOf(file.getFileName()));
    return name.platform().isEmpty() ? name.likeness(assignment) : UploadName.Likeness.OTHER;
  }

  private static boolean notebook(Path file) {
    return UploadName.of(String.valueOf(file.getFileName())).notebook().isPresent();
  }

  private static boolean file(Path path) {
    boolean zip = path.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    return (zip || notebook(path))
        && !hidden(path)
        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean hidden(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(".") || name.equals("__MACOSX");
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    }
  }
}
