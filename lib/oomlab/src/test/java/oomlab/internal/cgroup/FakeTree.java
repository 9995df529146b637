package oomlab.internal.cgroup;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A machine in a temporary directory: makes the files that the kernel would make in a group. */
public final class FakeTree implements Tree {
  private final Path root;
  private final Map<String, String> files = new LinkedHashMap<>();
  private int busy;
  private final List<Runnable> atExit = new ArrayList<>();
  private Optional<Path> denied = Optional.empty();

  FakeTree(Path root) {
    this.root = root;
  }

  public static FakeTree v1(Path root) throws IOException {
    FakeTree tree = new FakeTree(root);
    tree.files.put("cgroup.procs", "");
    tree.files.put("memory.limit_in_bytes", "9223372036854771712\n");
    tree.files.put("memory.memsw.limit_in_bytes", "9223372036854771712\n");
    tree.files.put("memory.usage_in_bytes", "0\n");
    tree.files.put("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");
    tree.self("4:memory:/", "31 23 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
    tree.make(root.resolve("sys/fs/cgroup/memory"));
    return tree;
  }

  public static FakeTree v2(Path root) throws IOException {
    FakeTree tree = new FakeTree(root);
    tree.files.put("cgroup.procs", "");
    tree.files.put("cgroup.controllers", "cpu memory pids\n");
    tree.files.put("cgroup.subtree_control", "cpu memory\n");
    tree.files.put("memory.max", "max\n");
    tree.files.put("memory.swap.max", "max\n");
    tree.files.put("memory.current", "0\n");
    tree.files.put("memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n");
    tree.self("0::/", "31 23 0:32 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw\n");
    tree.make(root.resolve("sys/fs/cgroup"));
    return tree;
  }

  public void self(String cgroup, String mountinfo) throws IOException {
    write("proc/self/cgroup", cgroup + "\n");
    write("proc/self/mountinfo", mountinfo);
    write("proc/self/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\n");
    write("proc/" + ProcessHandle.current().pid() + "/stat", stat(ProcessHandle.current().pid()));
  }

  public static String stat(long pid) {
    return pid + " (a) b) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21\n";
  }

  /** A process as /proc shows it, in this group. */
  void process(int pid, String cgroup) throws IOException {
    write("proc/" + pid + "/cgroup", cgroup + "\n");
    write("proc/" + pid + "/stat", stat(pid));
  }

  public FakeTree file(String name, String text) {
    files.put(name, text);
    return this;
  }

  FakeTree without(String name) {
    files.remove(name);
    return this;
  }

  public void deny(Path directory) {
    denied = Optional.of(directory);
  }

  void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Override
  public void make(Path group) throws IOException {
    if (denied.isPresent() && denied.get().equals(group.getParent())) {
      throw new AccessDeniedException(group.toString());
    }
    Files.createDirectories(group);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(group.resolve(file.getKey()), file.getValue());
    }
  }

  /** Refuses so many removals, as while a thread in there is ending. */
  void busy(int removals) {
    busy = removals;
  }

  @Override
  public void remove(Path group) throws IOException {
    if (busy > 0) {
      busy--;
      throw new FileSystemException(group.toString(), null, "Device or resource busy");
    }
    try (Stream<Path> inside = Files.list(group)) {
      for (Path file : inside.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(group);
  }

  @Override
  public void atExit(Runnable work) {
    atExit.add(work);
  }

  /** Does what would be done at the end of the process. */
  void exit() {
    atExit.forEach(Runnable::run);
    atExit.clear();
  }
}
