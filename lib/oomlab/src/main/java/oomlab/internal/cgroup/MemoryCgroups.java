package oomlab.internal.cgroup;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds where on this machine a memory cgroup can be made, by making one and removing it. */
public final class MemoryCgroups {
  private MemoryCgroups() {}

  /**
   * Returns the places that were tried, best first, each usable or with reason and fix. A delegated
   * v2 group comes before v1. What crashed runs of ours left there, empty and without its owner, is
   * removed on the way.
   *
   * <p>Under {@code vm.panic_on_oom=2} no place is usable and none is tried: there the kernel
   * panics on a memory cgroup's OOM too (check_panic_on_oom in mm/oom_kill.c;
   * Documentation/admin-guide/sysctl/vm.rst).
   *
   * @param root {@code /}, or where a test keeps {@code proc} and {@code sys}
   * @throws IOException if {@code /proc} cannot be read
   */
  public static List<Place> places(Path root) throws IOException {
    return places(root, Tree.KERNEL);
  }

  /** Returns the first usable place, if there is one. */
  public static Optional<Place> best(Path root) throws IOException {
    return places(root).stream().filter(Place::usable).findFirst();
  }

  /** Whether a group is a scope that was started for oomlab: everything in it is ours to move. */
  public static boolean isOwnScope(Path group) {
    String name = String.valueOf(group.getFileName());
    return name.startsWith("oomlab-") && name.endsWith(".scope");
  }

  static List<Place> places(Path root, Tree tree) throws IOException {
    List<Place> places = new ArrayList<>();
    Fixes fixes = Fixes.read(root);
    List<Mount> mounts = Mount.read(root, "memory");
    for (int version : new int[] {2, 1}) {
      for (Mount mount : mounts) {
        if (mount.version() == version) {
          Optional<Place> panic = Fixes.panic(mount, root);
          places.addAll(
              panic.isPresent() ? List.of(panic.get()) : inMount(mount, root, tree, fixes));
        }
      }
    }
    if (places.isEmpty()) {
      places.add(fixes.noMemoryController());
    }
    // A stable sort: usable ones first, v2 before v1 among them.
    places.sort((a, b) -> Boolean.compare(b.usable(), a.usable()));
    return List.copyOf(places);
  }

  private static List<Place> inMount(Mount mount, Path root, Tree tree, Fixes fixes)
      throws IOException {
    List<Place> tried = new ArrayList<>();
    for (Path directory : candidates(mount, root)) {
      Place place = attempt(mount, directory, root, tree, fixes);
      tried.add(place);
      if (place.usable()) {
        removeLeftovers(directory, root, tree);
        break;
      }
    }
    return tried;
  }

  private static Set<Path> candidates(Mount mount, Path root) throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    Path own = mount.own(root);
    Path above = own.getParent();
    if (own.endsWith(Delegation.LEAF) && above != null) {
      own = above;
    }
    if (Files.isDirectory(own)) {
      directories.add(own);
      Path parent = own.getParent();
      if (mount.version() == 2 && !own.equals(mount.directory()) && parent != null) {
        directories.add(parent);
      }
    }
    directories.add(mount.directory());
    return directories;
  }

  private static Place attempt(Mount mount, Path directory, Path root, Tree tree, Fixes fixes)
      throws IOException {
    if (mount.readOnly()) {
      return fixes.readOnly(mount.version(), directory);
    }
    try {
      if (mount.version() == 2) {
        Optional<Place> refused = Delegation.prepare(directory, root, tree, fixes);
        if (refused.isPresent()) {
          return refused.get();
        }
      }
      Path probe = directory.resolve(GroupName.next(root).text());
      tree.make(probe);
      try {
        Path limit = probe.resolve(mount.version() == 2 ? "memory.max" : "memory.limit_in_bytes");
        if (!Files.isWritable(limit)) {
          return fixes.noLimitFile(mount.version(), directory, limit);
        }
      } finally {
        tree.remove(probe);
      }
    } catch (AccessDeniedException e) {
      return fixes.denied(mount.version(), directory);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      return why.contains("Read-only file system")
          ? fixes.readOnly(mount.version(), directory)
          : fixes.refused(mount.version(), directory, why);
    }
    return new Place(
        mount.version(),
        directory,
        true,
        words("a group was made and removed in %s", directory),
        "");
  }

  /** Removes the groups of ours that are empty and whose process is gone. */
  public static void removeLeftovers(Path directory, Path root, Tree tree) throws IOException {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(directory, "oomlab-*")) {
      for (Path group : groups) {
        Optional<GroupName> name = GroupName.parse(String.valueOf(group.getFileName()));
        if (name.isPresent()
            && !name.get().ownerLives(root)
            && CgroupFiles.lines(group.resolve("cgroup.procs")).isEmpty()) {
          removeQuietly(group, tree);
        }
      }
    }
  }

  private static void removeQuietly(Path group, Tree tree) {
    try {
      tree.remove(group);
    } catch (IOException somebodyWasFaster) {
      // Another run cleans up at the same time, or the group is not empty after all: both are fine.
      return;
    }
  }
}
