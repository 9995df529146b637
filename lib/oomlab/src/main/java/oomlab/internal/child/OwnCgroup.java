package oomlab.internal.child;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The memory cgroup that a process finds itself in (cgroups(7): {@code /proc/PID/cgroup}, {@code
 * /proc/PID/mountinfo}).
 *
 * @param directory the group in the file system
 * @param mount where its hierarchy is mounted
 */
public record OwnCgroup(Path directory, Path mount) {
  /** Finds the group of {@code procSelf}, such as {@code /proc/self}, or nothing. */
  public static Optional<OwnCgroup> find(Path procSelf) throws IOException {
    Optional<String> v1 = Optional.empty();
    Optional<String> v2 = Optional.empty();
    for (String line : Files.readAllLines(procSelf.resolve("cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("memory")) {
        v1 = Optional.of(parts[2]);
      } else if (parts.length == 3 && parts[0].equals("0")) {
        v2 = Optional.of(parts[2]);
      }
    }
    boolean first = v1.isPresent(); // in a hybrid setup memory belongs to v1
    Optional<String> path = first ? v1 : v2;
    for (String line : Files.readAllLines(procSelf.resolve("mountinfo"))) {
      Optional<OwnCgroup> found = path.flatMap(p -> within(line, p, first));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<OwnCgroup> within(String mountinfo, String path, boolean first) {
    // 36 35 98:0 /root /mount/point rw,noatime shared:1 - cgroup cgroup rw,memory
    int dash = mountinfo.indexOf(" - ");
    if (dash < 0) {
      return Optional.empty();
    }
    String[] left = mountinfo.substring(0, dash).split(" ", -1);
    String[] right = mountinfo.substring(dash + 3).split(" ", -1);
    if (left.length < 5 || right.length < 3 || !right[0].equals(first ? "cgroup" : "cgroup2")) {
      return Optional.empty();
    }
    if (first && !List.of(right[2].split(",", -1)).contains("memory")) {
      return Optional.empty();
    }
    Path root = Path.of(left[3]);
    Path whole = Path.of(path);
    if (!whole.startsWith(root)) {
      return Optional.empty();
    }
    Path mount = Path.of(left[4].replace("\\040", " "));
    return Optional.of(new OwnCgroup(mount.resolve(root.relativize(whole).toString()), mount));
  }

  /**
   * Moves the process to the nearest group above that takes it and removes this one, if it is one
   * of ours. Only for a process that allocates no more.
   *
   * @return whether the group is gone
   */
  boolean leave(long pid) {
    Path name = directory.getFileName();
    if (name == null || !name.toString().startsWith("oomlab-")) {
      return false;
    }
    // In v2 a group that hands on its controllers may hold no process itself: try further up.
    for (Path up = directory.getParent(); up != null && up.startsWith(mount); up = up.getParent()) {
      if (write(up.resolve("cgroup.procs").toFile(), Long.toString(pid))) {
        return directory.toFile().delete();
      }
    }
    return false;
  }

  private static boolean write(File file, String text) {
    if (!file.exists()) {
      return false;
    }
    try (FileOutputStream out = new FileOutputStream(file)) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (IOException e) {
      return false; // not ours to write, or the kernel takes no process there
    }
  }
}
