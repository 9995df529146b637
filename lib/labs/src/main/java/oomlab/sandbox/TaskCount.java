package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many processes and threads a user has: the kernel's limit counts all of them together. */
final class TaskCount {
  private TaskCount() {}

  /**
   * Counts.
   *
   * @param nobody whether nobody's are counted, not this user's
   */
  static long of(Path root, boolean nobody) throws IOException {
    Path proc = root.resolve("proc");
    Object user = nobody ? Isolation.NOBODY : Files.getAttribute(proc.resolve("self"), "unix:uid");
    long tasks = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        tasks += tasks(process, user);
      }
    }
    return tasks;
  }

  private static long tasks(Path process, Object user) {
    try {
      if (!Files.getAttribute(process, "unix:uid").equals(user)) {
        return 0;
      }
      long count = 0;
      try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
        for (Path ignored : threads) {
          count++;
        }
      }
      return count;
    } catch (IOException gone) {
      return 0;
    }
  }
}
