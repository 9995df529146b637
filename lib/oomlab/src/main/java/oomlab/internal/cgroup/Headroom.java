package oomlab.internal.cgroup;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether a group may fill its limit before somebody else runs out: otherwise the kill would come
 * one level up, or on the whole machine, and could hit anybody.
 */
public final class Headroom {
  private Headroom() {}

  /**
   * Returns in a sentence why a group of this size must not be filled here, and what to do; empty
   * if there is room. Page cache of an ancestor counts as room: the kernel takes it back first.
   *
   * @param place where the group will be made
   * @param root {@code /}, or where a test keeps its {@code proc}
   * @param limitBytes the group's limit
   * @throws IOException if a limit above the place cannot be read
   */
  public static Optional<String> shortage(Place place, Path root, long limitBytes)
      throws IOException {
    OptionalLong available = availableBytes(root);
    if (available.isPresent() && available.getAsLong() <= limitBytes) {
      return Optional.of(sentence(words("MemAvailable of this machine"), available.getAsLong()));
    }
    Path group = place.directory();
    while (group != null && Files.exists(group.resolve("cgroup.procs"))) {
      OptionalLong left = leftBytes(MemoryCgroup.at(place.version(), group, root, Tree.KERNEL));
      if (left.isPresent() && left.getAsLong() <= limitBytes) {
        return Optional.of(sentence(words("the limit of %s", group), left.getAsLong()));
      }
      group = group.getParent();
    }
    return Optional.empty();
  }

  private static OptionalLong availableBytes(Path root) throws IOException {
    for (String line : CgroupFiles.lines(root.resolve("proc/meminfo"))) {
      if (line.startsWith("MemAvailable:")) {
        return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) << 10);
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong leftBytes(MemoryCgroup group) throws IOException {
    OptionalLong limit = group.limitBytes();
    OptionalLong usage = group.usageBytes();
    if (limit.isEmpty() || usage.isEmpty()) {
      return OptionalLong.empty();
    }
    Path stat = group.file("memory.stat");
    String prefix = group.version() == 1 ? "total_" : ""; // v1 counts groups below on their own
    return OptionalLong.of(
        limit.getAsLong()
            - usage.getAsLong()
            + CgroupFiles.value(stat, prefix + "inactive_file").orElse(0)
            + CgroupFiles.value(stat, prefix + "active_file").orElse(0));
  }

  private static String sentence(String whose, long leftBytes) {
    return words(
        "%s leaves only %d MiB, so the kernel might kill outside the experiment; choose a smaller"
            + " --limit or free memory",
        whose, Math.max(0, leftBytes) >> 20);
  }
}
