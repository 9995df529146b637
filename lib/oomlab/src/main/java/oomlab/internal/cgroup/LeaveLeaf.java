package oomlab.internal.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Takes this process back from its leaf into the group that it cleared, so that the group takes
 * processes again (cgroup-v2.rst, "No Internal Process Constraint").
 *
 * <p>It happens only if nobody else uses the group by then: without the controller a group in there
 * would lose its limit.
 */
record LeaveLeaf(Path group, Path leaf, Tree tree, Duration patience) implements Runnable {
  private static final long PAUSE_MILLIS = 20;

  @Override
  public void run() {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      // A run that is broken off removes its group, and ends its janitor, at the same time.
      while (!unused() && System.nanoTime() < deadline) {
        Thread.sleep(PAUSE_MILLIS);
      }
      if (unused()) {
        Path control = group.resolve("cgroup.subtree_control");
        // Whatever is on there, this process has put on: with it the group takes no process back.
        CgroupFiles.write(
            control, CgroupFiles.hasWord(control, "pids") ? "-memory -pids" : "-memory");
        CgroupFiles.write(group.resolve("cgroup.procs"), self());
        removeLeaf(deadline);
      }
    } catch (IOException refused) {
      // Somebody was faster, or the group is gone: the process ends, and nobody could be told.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // A thread that was already ending is not moved with its process (cgroup_migrate_add_task in
  // kernel/cgroup/cgroup.c), and a JVM that exits has such: the leaf is busy until it is gone.
  private void removeLeaf(long deadline) throws IOException, InterruptedException {
    while (true) {
      try {
        tree.remove(leaf);
        return;
      } catch (IOException busy) {
        if (System.nanoTime() >= deadline) {
          throw busy;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private boolean unused() throws IOException {
    return CgroupFiles.lines(leaf.resolve("cgroup.procs")).equals(List.of(self()))
        && emptyButForLeaf();
  }

  private boolean emptyButForLeaf() throws IOException {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(group, Files::isDirectory)) {
      for (Path below : groups) {
        if (!below.equals(leaf)) {
          return false;
        }
      }
    }
    return true;
  }

  private static String self() {
    return Long.toString(ProcessHandle.current().pid());
  }
}
