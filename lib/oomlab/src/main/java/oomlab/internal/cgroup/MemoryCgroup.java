package oomlab.internal.cgroup;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import oomlab.internal.posix.Processes;

/**
 * A memory cgroup that was made for one run and goes with it.
 *
 * <p>Whatever is set is read back, and an exception says what did not hold. Source:
 * Documentation/admin-guide/cgroup-v1/memory.rst and cgroup-v2.rst.
 */
public abstract sealed class MemoryCgroup implements AutoCloseable permits CgroupV1, CgroupV2 {
  private static final long CLOSE_NANOS = 5_000_000_000L;

  private final Tree tree;
  private final Path root;
  private final Path directory;

  /** What each group of this tree had counted when it was last seen. */
  private final Map<Path, Long> seen = new HashMap<>();

  MemoryCgroup(Tree tree, Path root, Path directory) {
    this.tree = tree;
    this.root = root;
    this.directory = directory;
  }

  /**
   * Makes a new, empty group in a usable place.
   *
   * @param place one of {@link MemoryCgroups#places}
   * @param root {@code /}, or where a test keeps its {@code proc}
   * @throws IOException if the kernel refuses
   */
  public static MemoryCgroup create(Place place, Path root) throws IOException {
    return create(place, root, Tree.KERNEL);
  }

  /** The same in a tree of a test. */
  public static MemoryCgroup create(Place place, Path root, Tree tree) throws IOException {
    Path directory = place.directory().resolve(GroupName.next(root).text());
    // A second copy of this class in the same process counts from 0 as well: take the next name.
    while (Files.exists(directory)) {
      directory = place.directory().resolve(GroupName.next(root).text());
    }
    tree.make(directory);
    return at(place.version(), directory, root, tree);
  }

  /** A group that is there. */
  static MemoryCgroup at(int version, Path directory, Path root, Tree tree) {
    return version == 1 ? new CgroupV1(tree, root, directory) : new CgroupV2(tree, root, directory);
  }

  /** 1 or 2. */
  public abstract int version();

  /** The group's directory. */
  public final Path directory() {
    return directory;
  }

  /** The group's own name: unique on this machine, and part of the kernel's report. */
  public final String name() {
    return String.valueOf(directory.getFileName());
  }

  /**
   * Sets the limit, and reads it back.
   *
   * @param bytes the limit; the kernel rounds it down to whole pages
   * @param swap false: memory and swap together are held to the same limit, where the kernel counts
   *     swap
   * @throws IOException if the kernel refuses, or does not hold what was written
   */
  public abstract void limit(long bytes, boolean swap) throws IOException;

  /** The limit in bytes that holds now; empty if there is none. */
  public abstract OptionalLong limitBytes() throws IOException;

  /** Memory charged to the group, in bytes. */
  final OptionalLong usageBytes() throws IOException {
    return CgroupFiles.number(usageFile());
  }

  /** The file that says how much memory is charged to the group, in bytes. */
  public abstract Path usageFile();

  /** The file of the highest charge so far, in bytes; not every kernel has it (v2: 5.19). */
  public abstract Path peakFile();

  /**
   * The files in which the kernel counts for this group, with the keys of each; none for a file of
   * one number. What is in bytes is in {@code memory.stat}, the rest counts events.
   */
  public abstract Map<Path, List<String>> counters();

  /**
   * How often the OOM killer killed a process of this group or of one below it; empty if the kernel
   * does not count (v1: 4.13).
   */
  public abstract OptionalLong oomKills() throws IOException;

  /**
   * Adds up a counter that each group has for itself. A group that was removed meanwhile counts as
   * it was last seen.
   */
  final OptionalLong sum(String name, String key) throws IOException {
    boolean any = false;
    for (Path group : tree(directory)) {
      OptionalLong value = CgroupFiles.value(group.resolve(name), key);
      any |= value.isPresent();
      value.ifPresent(v -> seen.put(group, v));
    }
    return any
        ? OptionalLong.of(seen.values().stream().mapToLong(Long::longValue).sum())
        : OptionalLong.empty();
  }

  /** This group and those below it, the deepest first; empty once it is gone. */
  private static List<Path> tree(Path group) throws IOException {
    List<Path> groups = new ArrayList<>();
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(group, Files::isDirectory)) {
      for (Path below : inside) {
        groups.addAll(tree(below));
      }
      groups.add(group);
    } catch (NoSuchFileException gone) {
      return groups;
    }
    return groups;
  }

  /** Process ids of the members, those of groups below included. */
  public final List<Integer> members() throws IOException {
    List<Integer> pids = new ArrayList<>();
    for (Path group : tree(directory)) {
      for (String line : CgroupFiles.lines(group.resolve("cgroup.procs"))) {
        if (!line.isBlank()) {
          pids.add(Integer.valueOf(line.strip()));
        }
      }
    }
    return pids;
  }

  /**
   * Moves a process into the group, and reads back that it is in there, by the group's member list
   * and by the process's own {@code /proc/PID/cgroup}.
   *
   * @throws IOException if the kernel refuses, or the process is somewhere else
   */
  public final void add(int pid) throws IOException {
    CgroupFiles.write(directory.resolve("cgroup.procs"), Integer.toString(pid));
    if (!members().contains(pid)) {
      throw new IOException(words("process %d is not listed in %s", pid, directory));
    }
    Path file = root.resolve("proc").resolve(Integer.toString(pid)).resolve("cgroup");
    List<String> lines = CgroupFiles.lines(file);
    if (lines.stream().noneMatch(line -> isMembership(line) && line.endsWith("/" + name()))) {
      throw new IOException(words("%s does not name %s but %s", file, name(), lines));
    }
  }

  /** Whether a line of {@code /proc/PID/cgroup} is this hierarchy's. */
  abstract boolean isMembership(String line);

  /** Kills every member. */
  public void killMembers() throws IOException {
    for (int pid : members()) {
      boolean ignored = Processes.kill(pid, () -> isMember(pid));
    }
  }

  private boolean isMember(int pid) {
    try {
      return members().contains(pid);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Kills what is left in the group, and waits until no process is charged to it any more, for five
   * seconds at most.
   */
  public final void empty() throws IOException {
    long deadline = System.nanoTime() + CLOSE_NANOS;
    while (!members().isEmpty() && System.nanoTime() < deadline) {
      killMembers();
      pause();
    }
  }

  /** Kills what is left in the group and removes it. May be called again. */
  @Override
  public void close() throws IOException {
    long deadline = System.nanoTime() + CLOSE_NANOS;
    while (Files.isDirectory(directory)) {
      killMembers();
      try {
        for (Path group : tree(directory)) {
          tree.remove(group);
        }
      } catch (IOException busy) {
        // A killed member leaves the group only when it has torn down its memory.
        if (System.nanoTime() > deadline) {
          throw new IOException(
              words(
                  "cannot remove %s, members %s: %s",
                  directory, members(), String.valueOf(busy.getMessage())),
              busy);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      // Cleaning up goes on: the caller finds the flag again afterwards.
      Thread.currentThread().interrupt();
      Thread.onSpinWait();
    }
  }

  final Path file(String name) {
    return directory.resolve(name);
  }

  final void requireLimit(long bytes) throws IOException {
    OptionalLong held = limitBytes();
    if (held.isEmpty() || held.getAsLong() > bytes || held.getAsLong() < bytes - (64 << 10)) {
      throw new IOException(
          words(
              held.isEmpty()
                  ? "%s was given a limit of %d bytes but holds none"
                  : "%s was given a limit of %d bytes but holds %d",
              directory,
              bytes,
              held.orElse(0)));
    }
  }

  @Override
  public String toString() {
    return words("memory cgroup v%d %s", version(), directory);
  }
}
