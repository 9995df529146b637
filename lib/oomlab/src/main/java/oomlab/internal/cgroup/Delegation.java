package oomlab.internal.cgroup;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Gets the memory controller to the children of a v2 group.
 *
 * <p>A group other than the root may not have both processes and controlled children
 * (cgroup-v2.rst, "No Internal Process Constraint"), so a process that is alone in a group
 * delegated to it first moves itself into a leaf.
 */
final class Delegation {
  /** The group that a process moves itself into. */
  static final String LEAF = "oomlab-self";

  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Delegation() {}

  /** Returns the reason why children of this group cannot be limited, or empty once they can. */
  static Optional<Place> prepare(Path group, Path root, Tree tree, Fixes fixes) throws IOException {
    if (!CgroupFiles.hasWord(group.resolve("cgroup.controllers"), "memory")) {
      return Optional.of(fixes.notDelegated(group));
    }
    // A process may be moved only by who may write to the common ancestor of both groups.
    if (!Files.isWritable(group.resolve("cgroup.procs"))) {
      return Optional.of(fixes.denied(2, group));
    }
    Path control = group.resolve("cgroup.subtree_control");
    if (CgroupFiles.hasWord(control, "memory")) {
      return Optional.empty();
    }
    // Before anything is moved or made, which nobody would take back.
    if (!Files.isWritable(control)) {
      return Optional.of(fixes.denied(2, group));
    }
    int members = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      members = clear(group, tree);
      if (enabled(control)) {
        Path leaf = group.resolve(LEAF);
        // systemd removes a scope with all that is in it; any other group is to stay usable.
        if (!MemoryCgroups.isOwnScope(group) && Files.isDirectory(leaf)) {
          tree.atExit(new LeaveLeaf(group, leaf, tree, PATIENCE));
        }
        return CgroupFiles.hasWord(control, "memory")
            ? Optional.empty()
            : Optional.of(fixes.refused(2, group, words("%s does not take \"+memory\"", control)));
      }
    }
    return Optional.of(fixes.hasProcesses(group, members));
  }

  private static boolean enabled(Path control) {
    try {
      CgroupFiles.write(control, "+memory");
      return true;
    } catch (IOException busy) {
      // A process that was not ours to move, or was started since the list was read.
      return false;
    }
  }

  /** Moves the group's processes into a leaf if they are ours; returns how many there were. */
  private static int clear(Path group, Tree tree) throws IOException {
    List<String> members = CgroupFiles.lines(group.resolve("cgroup.procs"));
    if (mayMove(group, members)) {
      Path leaf = group.resolve(LEAF);
      if (!Files.isDirectory(leaf)) {
        tree.make(leaf);
      }
      for (String pid : members) {
        move(pid, leaf);
      }
    }
    return members.size();
  }

  private static void move(String pid, Path leaf) {
    try {
      CgroupFiles.write(leaf.resolve("cgroup.procs"), pid);
    } catch (IOException gone) {
      // It ended meanwhile; if it did not, the controller is refused, and that says why.
      return;
    }
  }

  // Only what is surely ours: this process alone, or a scope that was started for oomlab.
  private static boolean mayMove(Path group, List<String> members) {
    String self = Long.toString(ProcessHandle.current().pid());
    return !members.isEmpty() && (MemoryCgroups.isOwnScope(group) || members.equals(List.of(self)));
  }
}
