package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks before the start that the paths of a {@link SandboxCommand} exist and can be read. */
final class FileAccess {
  private FileAccess() {}

  /**
   * Checks every path of a command.
   *
   * @param nobody whether the process runs as nobody, not as this user
   * @param outside whether it does so and gets to the paths through the folders around them
   * @throws IOException if one is missing, or closed to the process
   */
  static void check(SandboxCommand command, boolean nobody, boolean outside) throws IOException {
    if (!Files.isDirectory(command.work())) {
      throw new IOException(
          command.work() + " is not a folder: make it before something starts there");
    }
    try (Stream<Path> there = Files.list(command.work())) {
      // It is emptied afterwards.
      if (there.findAny().isPresent()) {
        throw new IOException(
            command.work() + " is not empty: give the process an empty folder, and files by name");
      }
    }
    List<Path> given =
        Stream.concat(
                command.readable().stream(), command.files().stream().map(ReadOnlyMount::host))
            .toList();
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
      for (Path path :
          Stream.concat(Stream.of(command.work()), command.readable().stream()).toList()) {
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
