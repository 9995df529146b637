package oomlab.grade;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import oomlab.sandbox.Mounted;

/**
 * The files that a submission's code sees beside it: the student's, and over them the instructor's.
 * They are copied, so that nothing but plain files gets in and none can be changed.
 */
final class SubmissionFiles {
  private static final int FILES = 2_000;
  private static final long BYTES = 64L << 20;
  private static final int DEPTH = 8;

  /** Where courses keep what is no part of an assignment; nothing of another student gets in. */
  private static final Set<String> COURSE =
      Set.of("source", "release", "submitted", "autograded", "feedback", "graded", "runs");

  private final TreeMap<String, Path> files = new TreeMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private long bytes;

  private SubmissionFiles() {}

  /** Looks at what there is; reads nothing yet. */
  static SubmissionFiles of(Assignment assignment, Submission submission) throws IOException {
    return of(Optional.of(assignment.folder()), submission.folder());
  }

  /** As the other; either folder may be missing. */
  static SubmissionFiles of(Optional<Path> instructors, Optional<Path> students)
      throws IOException {
    SubmissionFiles all = new SubmissionFiles();
    if (students.isPresent()) {
      all.add(students.get(), true);
    }
    if (instructors.isPresent()) {
      all.add(instructors.get(), false);
    }
    return all;
  }

  /** Returns what was too much, or no plain file. */
  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  private void add(Path folder, boolean students) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        Set.of(),
        DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            String name = String.valueOf(each.getFileName());
            boolean taken =
                each.equals(folder) || !(hidden(each) || (!students && COURSE.contains(name)));
            return taken ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = folder.relativize(file).toString();
            if (hidden(file) || file.toString().endsWith(".ipynb")) {
              return FileVisitResult.CONTINUE;
            }
            boolean fits = bytes + attributes.size() <= BYTES && files.size() < FILES;
            if (!attributes.isRegularFile() || (students && !fits)) {
              if (leftOut.size() < 20) {
                leftOut.add(name);
              }
              return FileVisitResult.CONTINUE;
            }
            bytes += attributes.size();
            files.put(name, file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failed) {
            leftOut.add(folder.relativize(file).toString());
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean hidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  /** Adds names and contents to a digest. */
  void digest(MessageDigest digest) throws IOException {
    for (var each : files.entrySet()) {
      digest.update(
          (each.getKey() + "\n" + Files.size(each.getValue()) + "\n")
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(each.getValue()));
    }
  }

  /** Copies them into an empty folder, and returns how they are to be seen. */
  List<Mounted> copy(Path into) throws IOException {
    for (var each : files.entrySet()) {
      Path copy = into.resolve(each.getKey());
      directories(into, Optional.ofNullable(copy.getParent()));
      Files.copy(each.getValue(), copy);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
    }
    try (var top = Files.list(into)) {
      return top.map(path -> new Mounted(path, into.relativize(path))).toList();
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
