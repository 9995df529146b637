package oomlab.lms;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import oomlab.grade.FolderRemoval;

/**
 * A temporary folder that only its owner can read. It goes when it is closed and when a signal ends
 * the JVM; what was killed leaves it, and the next one to be opened beside it removes it. A lock on
 * a file beside the folder says that it is in use, also to other machines that share the disk.
 */
final class ScratchFolder implements AutoCloseable {
  private static final String NAME = "class-";
  private static final String LOCK = ".lock";

  /** To open and close a lock's file again in the same JVM would end the lock. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lock;
  private final Thread removal;

  private ScratchFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
    this.removal = new Thread(this::removeQuietly, "oomlab-scratch");
    Runtime.getRuntime().addShutdownHook(removal);
  }

  /** Makes a folder in another one, which is made if it is not there. */
  static ScratchFolder open(Path parent) throws IOException {
    Files.createDirectories(parent);
    sweep(parent);
    Path folder = Files.createTempDirectory(parent, NAME);
    OWN.add(lockOf(folder));
    FileChannel lock =
        FileChannel.open(lockOf(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    lock.lock();
    return new ScratchFolder(folder, lock);
  }

  private static Path lockOf(Path folder) {
    return folder.resolveSibling(folder.getFileName() + LOCK);
  }

  private static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(parent, NAME + "*" + LOCK)) {
      for (Path each : locks) {
        if (OWN.contains(each)) {
          continue;
        }
        try (FileChannel channel = FileChannel.open(each, StandardOpenOption.WRITE)) {
          Optional<FileLock> free = Optional.ofNullable(channel.tryLock());
          if (free.isPresent()) {
            String file = String.valueOf(each.getFileName());
            FolderRemoval.remove(
                each.resolveSibling(file.substring(0, file.length() - LOCK.length())));
            Files.deleteIfExists(each);
          }
        }
      }
    }
  }

  Path folder() {
    return folder;
  }

  private void remove() throws IOException {
    FolderRemoval.remove(folder);
    Files.deleteIfExists(lockOf(folder));
    lock.close();
  }

  private void removeQuietly() {
    try {
      remove();
    } catch (IOException e) {
      return; // the JVM is ending; the next one removes it
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(removal);
    } catch (IllegalStateException ending) {
      return; // the hook is at it
    }
    remove();
  }
}
