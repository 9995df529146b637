package oomlab.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a sandboxed process may write: in isolation a tmpfs, which goes with its
 * namespace; otherwise a folder of the host, which is emptied afterwards.
 */
record WorkFolder(Path root, SandboxCommand command, boolean isolated) {
  private static final long PAGE_BYTES = 4096;

  /**
   * Without isolation, copies the command's files there.
   *
   * @param nobody whether the process runs as nobody
   */
  void prepare(boolean nobody) throws IOException {
    if (isolated) {
      return;
    }
    for (ReadOnlyMount file : command.files()) {
      copy(file.host(), command.work().resolve(file.inside()));
    }
    if (nobody) {
      Files.setAttribute(command.work(), "unix:uid", Isolation.NOBODY);
    }
  }

  /** Copies a file or folder with its times, which a class-data archive goes by. */
  static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(from)) {
      all = tree.toList();
    }
    for (Path source : all) {
      Path target = to.resolve(from.relativize(source).toString());
      Path parent = target.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (Files.isDirectory(source)) {
        Files.createDirectories(target);
      } else {
        Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Whether the process has written all that it may. */
  boolean full(Collection<Long> members) throws IOException {
    return isolated ? members.stream().anyMatch(this::filled) : usedBytes() > diskBytes();
  }

  private long diskBytes() {
    return command.limits().diskBytes();
  }

  /** Whether one of the process's file systems, seen through its root, has no page left. */
  private boolean filled(long pid) {
    Path seen = root.resolve("proc/" + pid + "/root");
    return Stream.of(command.work(), Path.of("/tmp"))
        .map(path -> new File(seen + path.toString()))
        .anyMatch(
            folder -> {
              // The outer processes still see the host's: told by the size.
              long total = folder.getTotalSpace();
              boolean own = total > 0 && Math.abs(total - diskBytes() / 2) < 2 * PAGE_BYTES;
              // Of a folder that went away in between everything is 0.
              return own && folder.getUsableSpace() < PAGE_BYTES && folder.getTotalSpace() == total;
            });
  }

  private long usedBytes() throws IOException {
    long[] sum = new long[1];
    visit(
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }

  /** Empties the folder of the host. */
  void clear() throws IOException {
    if (isolated) {
      return;
    }
    visit(new Emptying(command.work()));
  }

  /** Deletes what is in a folder, whatever the process has forbidden in there. */
  private static final class Emptying extends SimpleFileVisitor<Path> {
    private static final Set<PosixFilePermission> ALL =
        PosixFilePermissions.fromString("rwx------");

    private final Path top;

    Emptying(Path top) {
      this.top = top;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (!folder.equals(top)) {
        Files.setPosixFilePermissions(folder, ALL);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
          || Files.getPosixFilePermissions(file).containsAll(ALL)) {
        throw failure;
      }
      Files.setPosixFilePermissions(file, ALL);
      Path ignored = Files.walkFileTree(file, this);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (!folder.equals(top)) {
        Files.deleteIfExists(folder);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  // Links are not followed: what they point to is not the process's.
  private void visit(SimpleFileVisitor<Path> visitor) throws IOException {
    if (Files.isDirectory(command.work(), LinkOption.NOFOLLOW_LINKS)) {
      Path ignored = Files.walkFileTree(command.work(), visitor);
    }
  }
}
