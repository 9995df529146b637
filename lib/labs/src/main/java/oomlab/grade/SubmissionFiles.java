package oomlab.grade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import oomlab.sandbox.ReadOnlyMount;

/**
 * The files in the work folder of a submission's code: the student's, and over them the
 * instructor's. They are copied, so that nothing but plain files gets in and none can be changed.
 */
final class SubmissionFiles {
  private static final int DEPTH = 8;

  /** Where courses keep what is no part of an assignment; nothing of another student gets in. */
  private static final Set<String> COURSE =
      Set.of("source", "release", "submitted", "autograded", "feedback", "graded", "runs");

  private final TreeMap<String, Path> files = new TreeMap<>();

  private SubmissionFiles() {}

  /**
   * Looks at what there is; reads nothing yet.
   *
   * @param instructors folder, if there is one
   * @param students by name, notebooks among them; they are left out
   */
  static SubmissionFiles of(Optional<Path> instructors, Map<String, Path> students)
      throws IOException {
    SubmissionFiles all = new SubmissionFiles();
    students.forEach(
        (name, file) -> {
          if (!notebook(name)) {
            all.files.put(name, file);
          }
        });
    if (instructors.isPresent() && Files.isDirectory(instructors.get())) {
      all.add(instructors.get());
    }
    return all;
  }

  private void add(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        Set.of(),
        DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            boolean taken =
                each.equals(folder)
                    || !(hidden(each) || COURSE.contains(String.valueOf(each.getFileName())));
            return taken ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !hidden(file) && !notebook(file.toString())) {
              instructors(folder.relativize(file).toString(), file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failed) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** A student's file of a folder's name gives way, and so does a folder of a file's. */
  private void instructors(String name, Path file) {
    for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
      files.remove(name.substring(0, end));
    }
    files.subMap(name + "/", name + "0").clear();
    files.put(name, file);
  }

  private static boolean notebook(String name) {
    return name.endsWith(".ipynb")
        || UploadName.of(SubmissionContents.last(name)).notebook().isPresent();
  }

  private static boolean hidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  /** Adds names and contents to a digest. */
  void digest(MessageDigest digest) throws IOException {
    for (var each : files.entrySet()) {
      digest.update(
          (each.getKey() + "\n" + Files.size(each.getValue()) + "\n")
              .getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(each.getValue()));
    }
  }

  /** Copies them into an empty folder, and returns how they are to be seen. */
  List<ReadOnlyMount> copy(Path into) throws IOException {
    for (var each : files.entrySet()) {
      Path copy = into.resolve(each.getKey());
      directories(into, Optional.ofNullable(copy.getParent()));
      Files.copy(each.getValue(), copy);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
    }
    try (var top = Files.list(into)) {
      return top.map(path -> new ReadOnlyMount(path, into.relativize(path))).toList();
    }
  }

  private static void directories(Path root, Optional<Path> folder) throws IOException {
    if (folder.isPresent() && !Files.exists(folder.get())) {
      directories(root, Optional.ofNullable(folder.get().getParent()));
      Files.createDirectory(folder.get());
      Files.setPosixFilePermissions(folder.get(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
