package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a process will find what a cell gives it, and may read it. */
final class FileAccess {
  private FileAccess() {}

  /**
   * Looks at every path of a cell.
   *
   * @param nobody whether the process runs as nobody, not as this user
   * @param outside whether it does so and gets to the paths through the folders around them
   * @throws IOException if one is missing, or closed to the process
   */
  static void check(SandboxCommand cell, boolean nobody, boolean outside) throws IOException {
    if (!Files.isDirectory(cell.work())) {
      throw new IOException(
          cell.work() + " is not a folder: make it before something starts there");
    }
    try (Stream<Path> there = Files.list(cell.work())) {
      // It is emptied afterwards.
      if (there.findAny().isPresent()) {
        throw new IOException(
            cell.work() + " is not empty: give the process an empty folder, and files by name");
      }
    }
    List<Path> given =
        Stream.concat(cell.readable().stream(), cell.files().stream().map(Mounted::host)).toList();
    for (Path path : given) {
      if (!Files.exists(path)) {
        throw new IOException(path + " is not there, and the process was to see it");
      }
      Optional<Path> closed = nobody ? closed(path) : unreadable(path);
      if (closed.isPresent()) {
        throw new IOException(closedTo(path, closed.get(), nobody, "+rX"));
      }
    }
    if (outside) {
      // Its files are copied.
      for (Path path : Stream.concat(Stream.of(cell.work()), cell.readable().stream()).toList()) {
        Optional<Path> closed = closedAround(path);
        if (closed.isPresent()) {
          throw new IOException(closedTo(path, closed.get(), true, "+x"));
        }
      }
    }
  }

  private static String closedTo(Path path, Path closed, boolean nobody, String change) {
    return "%s cannot be read by %s; allow it with: chmod o%s %s"
        .formatted(
            path,
            nobody ? "nobody, the user that the process runs as" : "this user",
            change,
            closed);
  }

  private static Optional<Path> unreadable(Path path) {
    return Files.isReadable(path) ? Optional.empty() : Optional.of(path);
  }

  private static Optional<Path> closed(Path path) throws IOException {
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(path);
    boolean open =
        allowed.contains(PosixFilePermission.OTHERS_READ)
            && (!Files.isDirectory(path) || allowed.contains(PosixFilePermission.OTHERS_EXECUTE));
    return open ? Optional.empty() : Optional.of(path);
  }

  /** Returns a folder around a path that others cannot pass, if there is one. */
  static Optional<Path> closedAround(Path path) throws IOException {
    for (Path around = path.getParent(); around != null; around = around.getParent()) {
      if (!Files.getPosixFilePermissions(around).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return Optional.of(around);
      }
    }
    return Optional.empty();
  }
}
