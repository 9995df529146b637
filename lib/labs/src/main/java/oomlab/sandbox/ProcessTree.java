package oomlab.sandbox;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * A process and its descendants, where no cgroup knows them: those that were seen below it, and
 * those of its session. What detaches itself from both at once is not known.
 */
final class ProcessTree {
  private final Path root;
  private final Set<ProcessHandle> seen = new HashSet<>();
  private final long first;

  ProcessTree(Path root, long first) {
    this.root = root;
    this.first = first;
  }

  /** Looks who is there now; whom it has seen it keeps, whoever its parent is by then. */
  Set<ProcessHandle> look() {
    ProcessHandle.of(first)
        .ifPresent(
            process -> {
              seen.add(process);
              process.descendants().forEach(seen::add);
            });
    seen.removeIf(process -> !process.isAlive());
    return Set.copyOf(seen);
  }

  void kill() {
    Set<ProcessHandle> all = new HashSet<>(look());
    ProcessHandle.allProcesses()
        .filter(process -> Stat.of(root, process.pid()).session() == first)
        .forEach(all::add);
    // A handle knows its process's start time: a pid that is somebody else's by now is spared.
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
