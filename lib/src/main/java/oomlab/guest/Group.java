package oomlab.guest;

/**
 * A memory cgroup inside the guest that victim and decoys are put into.
 *
 * @param version 1 or 2
 * @param limitBytes {@code memory.max}, or {@code memory.limit_in_bytes} of version 1
 * @param killTogether {@code memory.oom.group} of version 2: kill all or none
 */
public record Group(int version, long limitBytes, boolean killTogether) {
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
  }
}
