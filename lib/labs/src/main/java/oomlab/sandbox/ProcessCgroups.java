package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.cgroup.Place;
import oomlab.internal.posix.ChildProcess;

/**
 * The cgroups of one process and all that it starts: memory and number of processes, where they can
 * be made. Without them it knows the descendants only.
 */
final class ProcessCgroups implements AutoCloseable {
  // USER_HZ of include/asm-generic/param.h: the unit of times in /proc/PID/stat.
  private static final long NANOS_A_TICK = 1_000_000_000L / 100;

  // Its standard input ends when this JVM does.
  private static final String JANITOR =
      """
      read -r word
      while members=$(cat "$1" 2>/dev/null) && [ -n "$members" ]; do
        kill -9 $members 2>/dev/null
      done
      """;

  private final Path root;
  private final Optional<MemoryCgroup> memory;
  private final Optional<ProcessCgroup> processes;
  private Optional<ChildProcess> janitor = Optional.empty();
  private boolean refused;
  private boolean sealed;
  private boolean closed;
  private Optional<ProcessTree> family = Optional.empty();

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

  /** Puts the process that stands for all others in, before it does anything. */
  void admit(int pid) throws IOException {
    family = Optional.of(new ProcessTree(root, pid));
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

  /**
   * Starts a helper that kills the members when this JVM is gone, for processes that no namespace
   * takes with it. It needs a memory cgroup to know them.
   */
  void guard() throws IOException {
    if (memory.isPresent()) {
      String members = memory.get().directory().resolve("cgroup.procs").toString();
      janitor =
          Optional.of(
              Spawner.spawn(
                  List.of("/bin/sh", "-c", JANITOR, "oomlab-janitor", members),
                  SandboxPrograms.environment()));
    }
  }

  /** Processor time of all members, and of what they have waited for, in nanoseconds. */
  long cpuNanos() throws IOException {
    long ticks = 0;
    for (long pid : members()) {
      ticks += Stat.of(root, pid).cpuTicks();
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
      family.ifPresent(known -> known.look().forEach(process -> all.add(process.pid())));
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
      family.ifPresent(ProcessTree::kill);
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
      if (janitor.isPresent()) {
        janitor.get().close();
      }
    }
    closed = true;
  }
}
