package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import oomlab.internal.cgroup.CgroupFiles;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Mount;
import oomlab.internal.cgroup.Tree;

/**
 * A limit on the processes and threads of a group: the pids controller (cgroup-v2.rst, "PID", and
 * cgroup-v1/pids.rst). On v2 it stands in the memory cgroup itself; on v1 it is a group of its own.
 */
final class ProcessCgroup implements AutoCloseable {
  private static final long CLOSE_NANOS = 5_000_000_000L;

  private final Path directory;
  private final boolean own;
  private final Tree tree;

  private ProcessCgroup(Path directory, boolean own, Tree tree) {
    this.directory = directory;
    this.own = own;
    this.tree = tree;
  }

  /**
   * Limits the processes of a memory cgroup's members.
   *
   * @param memory the group whose members will be added here as well
   * @param root {@code /}, or where a test keeps {@code proc}
   * @param processes the limit
   * @return empty if the controller is not there for this user
   */
  static Optional<ProcessCgroup> create(MemoryCgroup memory, Path root, int processes)
      throws IOException {
    return create(memory, root, processes, Tree.KERNEL);
  }

  static Optional<ProcessCgroup> create(MemoryCgroup memory, Path root, int processes, Tree tree)
      throws IOException {
    if (memory.version() == 2 && isEnabledAbove(memory.directory())) {
      return limited(new ProcessCgroup(memory.directory(), false, tree), processes);
    }
    for (Mount mount : Mount.read(root, "pids")) {
      if (mount.version() == 1 && !mount.readOnly()) {
        Set<Path> places = new LinkedHashSet<>(List.of(mount.own(root), mount.directory()));
        for (Path place : places) {
          Optional<ProcessCgroup> group = make(place, memory.name(), root, tree);
          if (group.isPresent()) {
            return limited(group.get(), processes);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isEnabledAbove(Path group) throws IOException {
    Path parent = group.getParent();
    if (parent == null || !CgroupFiles.hasWord(parent.resolve("cgroup.controllers"), "pids")) {
      return false;
    }
    Path control = parent.resolve("cgroup.subtree_control");
    if (!CgroupFiles.hasWord(control, "pids")) {
      try {
        CgroupFiles.write(control, "+pids");
      } catch (IOException refused) {
        // Not ours to switch on.
        return false;
      }
    }
    return Files.isWritable(group.resolve("pids.max"));
  }

  private static Optional<ProcessCgroup> make(Path place, String name, Path root, Tree tree) {
    Path directory = place.resolve(name);
    try {
      MemoryCgroups.removeLeftovers(place, root, tree);
      tree.make(directory);
      return Optional.of(new ProcessCgroup(directory, true, tree));
    } catch (IOException refused) {
      // Not ours to make groups in; the next place may be.
      return Optional.empty();
    }
  }

  private static Optional<ProcessCgroup> limited(ProcessCgroup group, int processes)
      throws IOException {
    Path max = group.directory.resolve("pids.max");
    try {
      CgroupFiles.write(max, Integer.toString(processes));
      if (CgroupFiles.number(max).orElse(Long.MAX_VALUE) != processes) {
        throw new IOException("%s does not hold %d".formatted(max, processes));
      }
      return Optional.of(group);
    } catch (IOException e) {
      group.close();
      throw e;
    }
  }

  /** The group's directory. */
  Path directory() {
    return directory;
  }

  /** Moves a process into the group, and reads back that it is in there. */
  void add(int pid) throws IOException {
    if (!own) {
      return; // the memory cgroup's member already
    }
    Path members = directory.resolve("cgroup.procs");
    CgroupFiles.write(members, Integer.toString(pid));
    if (!CgroupFiles.lines(members).contains(Integer.toString(pid))) {
      throw new IOException("process %d is not listed in %s".formatted(pid, directory));
    }
  }

  /** How often a process or thread was refused; empty if the kernel does not count (4.7). */
  OptionalLong refusals() throws IOException {
    return CgroupFiles.value(directory.resolve("pids.events"), "max");
  }

  /** Lets the members start nothing more, so that whoever kills them one by one gets to an end. */
  void seal() throws IOException {
    if (Files.isDirectory(directory)) {
      CgroupFiles.write(directory.resolve("pids.max"), "0");
    }
  }

  /** Removes the group, whose members must be gone or going. May be called again. */
  @Override
  public void close() throws IOException {
    long deadline = System.nanoTime() + CLOSE_NANOS;
    while (own && Files.isDirectory(directory)) {
      try {
        tree.remove(directory);
      } catch (IOException busy) {
        if (System.nanoTime() > deadline) {
          throw busy;
        }
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public String toString() {
    return "process limit " + directory;
  }
}
