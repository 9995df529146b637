package oomlab.internal.cgroup;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The memory controller of cgroup v1 (Documentation/admin-guide/cgroup-v1/memory.rst). */
final class CgroupV1 extends MemoryCgroup {
  // "No limit" is LONG_MAX rounded down to a page, whatever the page size.
  private static final long UNLIMITED_FROM_BYTES = Long.MAX_VALUE - (1 << 20);

  CgroupV1(Tree tree, Path root, Path directory) {
    super(tree, root, directory);
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public void limit(long bytes, boolean swap) throws IOException {
    holdGroupsBelow();
    CgroupFiles.write(file("memory.limit_in_bytes"), Long.toString(bytes));
    requireLimit(bytes);
    if (!swap) {
      holdSwap(bytes);
    }
    letTheKernelKill();
  }

  // Before 5.11 a group that a member makes below would be charged for itself alone.
  private void holdGroupsBelow() throws IOException {
    Path hierarchy = file("memory.use_hierarchy");
    if (CgroupFiles.number(hierarchy).orElse(1) == 0) {
      CgroupFiles.write(hierarchy, "1");
    }
  }

  // Inherited from the parent: with it set, a group over its limit stands still for ever.
  private void letTheKernelKill() throws IOException {
    Path control = file("memory.oom_control");
    if (CgroupFiles.value(control, "oom_kill_disable").orElse(0) != 0) {
      CgroupFiles.write(control, "0");
      if (CgroupFiles.value(control, "oom_kill_disable").orElse(0) != 0) {
        throw new IOException(
            words("%s keeps oom_kill_disable: the group would hang, not kill", control));
      }
    }
  }

  private void holdSwap(long bytes) throws IOException {
    Path both = file("memory.memsw.limit_in_bytes");
    if (Files.exists(both)) {
      CgroupFiles.write(both, Long.toString(bytes));
      if (CgroupFiles.number(both).orElse(Long.MAX_VALUE) > bytes) {
        throw new IOException(words("%s does not hold %d bytes", both, bytes));
      }
    } else if (Files.exists(file("memory.swappiness"))) {
      CgroupFiles.write(file("memory.swappiness"), "0");
    }
  }

  @Override
  public OptionalLong limitBytes() throws IOException {
    OptionalLong limit = CgroupFiles.number(file("memory.limit_in_bytes"));
    return limit.isPresent() && limit.getAsLong() >= UNLIMITED_FROM_BYTES
        ? OptionalLong.empty()
        : limit;
  }

  @Override
  public Path usageFile() {
    return file("memory.usage_in_bytes");
  }

  @Override
  public Path peakFile() {
    return file("memory.max_usage_in_bytes");
  }

  @Override
  public Map<Path, List<String>> counters() {
    Map<Path, List<String>> files = new LinkedHashMap<>();
    files.put(file("memory.failcnt"), List.of());
    files.put(file("memory.oom_control"), List.of("oom_kill"));
    files.put(file("memory.stat"), List.of("total_rss", "total_cache", "total_shmem"));
    return files;
  }

  @Override
  public OptionalLong oomKills() throws IOException {
    return sum("memory.oom_control", "oom_kill"); // each group counts for itself
  }

  @Override
  boolean isMembership(String line) {
    String[] parts = line.split(":", 3);
    return parts.length == 3 && List.of(parts[1].split(",", -1)).contains("memory");
  }
}
