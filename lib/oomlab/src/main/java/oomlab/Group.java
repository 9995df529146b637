package oomlab;

import java.util.OptionalLong;

/**
 * A memory cgroup inside the guest that victim and decoys are put into.
 *
 * @param version 1 or 2
 * @param limitBytes {@code memory.max}, or {@code memory.limit_in_bytes} of version 1
 * @param killTogether {@code memory.oom.group} of version 2: kill all or none
 * @param highBytes {@code memory.high} of version 2: above it the members are slowed down
 * @param swapBytes swap that the members may use: {@code memory.swap.max}, or what {@code
 *     memory.memsw.limit_in_bytes} of version 1 has above the limit; empty for all there is
 */
public record Group(
    int version,
    long limitBytes,
    boolean killTogether,
    OptionalLong highBytes,
    OptionalLong swapBytes) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  public Group {
    if (version != 1 && version != 2) {
      throw new IllegalArgumentException("memory cgroups have version 1 or 2, not " + version);
    }
    if (limitBytes < 1 << 20) {
      throw new IllegalArgumentException("a memory cgroup's limit is at least 1 MiB");
    }
    if (killTogether && version == 1) {
      throw new IllegalArgumentException("memory.oom.group exists in cgroup version 2 only");
    }
    if (highBytes.isPresent() && version == 1) {
      throw new IllegalArgumentException("memory.high exists in cgroup version 2 only");
    }
    if (highBytes.isPresent() && highBytes.getAsLong() < 1 << 20) {
      throw new IllegalArgumentException("memory.high of a group is at least 1 MiB");
    }
    if (swapBytes.isPresent() && swapBytes.getAsLong() < 0) {
      throw new IllegalArgumentException("a group's swap is no negative number");
    }
  }

  /** Makes one with the limit alone. */
  public Group(int version, long limitBytes, boolean killTogether) {
    this(version, limitBytes, killTogether, OptionalLong.empty(), OptionalLong.empty());
  }

  /** Returns the same with {@code memory.high} of so many bytes. */
  public Group high(long bytes) {
    return new Group(version, limitBytes, killTogether, OptionalLong.of(bytes), swapBytes);
  }

  /** Returns the same with at most so many bytes of swap; 0 for none. */
  public Group swap(long bytes) {
    return new Group(version, limitBytes, killTogether, highBytes, OptionalLong.of(bytes));
  }
}
