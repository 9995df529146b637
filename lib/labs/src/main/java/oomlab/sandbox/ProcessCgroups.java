package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import oomlab.internal.cgroup.CgroupCleanup;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.cgroup.Place;

/**
 * The memory and pids cgroups of one process and all that it starts, where they can be made; else
 * its {@link ProcessTree}.
 */
final class ProcessCgroups implements AutoCloseable {
  // USER_HZ of include/asm-generic/param.h: the unit of times in /proc/PID/stat.
  private static final long NANOS_A_TICK = 1_000_000_000L / 100;

  private final Path root;
  private final Optional<MemoryCgroup> memory;
  private final Optional<ProcessCgroup> processes;
  private Optional<CgroupCleanup> cleanup = Optional.empty();
  private boolean refused;
  private boolean sealed;
  private boolean closed;
  private Optional<ProcessTree> tree = Optional.empty();

  private ProcessCgroups(
      Path root, Optional<MemoryCgroup> memory, Optional<ProcessCgroup> processes) {
    this.root = root;
    this.memory = memory;
    this.processes = processes;
  }

  /**
   * Makes the groups and sets the limits.
   *
   * @param place where a memory cgroup can be made, if anywhere
   * @throws IOException if a group cannot be made after all, or does not hold its limit
   */
  static ProcessCgroups open(Optional<Place> place, Path root, SandboxLimits limits)
      throws IOException {
    if (place.isEmpty()) {
      return new ProcessCgroups(root, Optional.empty(), Optional.empty());
    }
    MemoryCgroup memory = MemoryCgroup.create(place.get(), root);
    try {
      memory.limit(limits.memoryBytes(), false);
      return new ProcessCgroups(
          root, Optional.of(memory), ProcessCgroup.create(memory, root, limits.processes()));
    } catch (IOException e) {
      memory.close();
      throw e;
    }
  }

  boolean holdsMemory() {
    return memory.isPresent();
  }

  boolean holdsProcesses() {
    return processes.isPresent();
  }

  /** Adds the first process, before it starts another one. */
  void add(int pid) throws IOException {
    tree = Optional.of(new ProcessTree(root, pid));
    if (memory.isPresent()) {
      memory.get().add(pid);
    }
    if (processes.isPresent()) {
      processes.get().add(pid);
    }
  }

  boolean killedForMemory() throws IOException {
    return memory.isPresent() && memory.get().oomKills().orElse(0) > 0;
  }

  synchronized boolean refusedProcesses() throws IOException {
    refused |= !sealed && processes.isPresent() && processes.get().refusals().orElse(0) > 0;
    return refused;
  }

  /** Has the members killed and the groups removed when this JVM is gone, however it ends. */
  void endWithThisJvm() throws IOException {
    Set<Path> groups = new LinkedHashSet<>();
    memory.ifPresent(group -> groups.add(group.directory()));
    processes.ifPresent(group -> groups.add(group.directory()));
    if (!groups.isEmpty()) {
      cleanup = Optional.of(CgroupCleanup.start(groups, Optional.empty()));
    }
  }

  /** Processor time of all members, and of what they have waited for, in nanoseconds. */
  long cpuNanos() throws IOException {
    long ticks = 0;
    for (long pid : members()) {
      ticks += ProcPidStat.of(root, pid).cpuTicks();
    }
    return ticks * NANOS_A_TICK;
  }

  /** The processes inside; none once it is closed. */
  synchronized Set<Long> members() throws IOException {
    Set<Long> all = new TreeSet<>();
    if (closed) {
      return all;
    }
    if (memory.isPresent()) {
      memory.get().members().forEach(pid -> all.add((long) pid));
    } else {
      tree.ifPresent(known -> known.alive().forEach(process -> all.add(process.pid())));
    }
    return all;
  }

  /** Kills every member. */
  synchronized void kill() throws IOException {
    if (closed) {
      return;
    }
    if (processes.isPresent()) {
      boolean ignored = refusedProcesses(); // what is refused from now on is not its fault
      sealed = true;
      processes.get().seal();
    }
    if (memory.isPresent()) {
      memory.get().killMembers();
    } else {
      tree.ifPresent(ProcessTree::kill);
    }
  }

  /** Kills what is left and removes the groups. May be called again if that did not work. */
  @Override
  public synchronized void close() throws IOException {
    try {
      kill();
      if (memory.isPresent()) {
        memory.get().close();
      }
    } finally {
      if (processes.isPresent()) {
        processes.get().close();
      }
      if (cleanup.isPresent()) {
        cleanup.get().close();
      }
    }
    closed = true;
  }
}
