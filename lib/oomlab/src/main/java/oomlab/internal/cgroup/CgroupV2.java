package oomlab.internal.cgroup;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The memory controller of cgroup v2 (Documentation/admin-guide/cgroup-v2.rst). */
final class CgroupV2 extends MemoryCgroup {
  CgroupV2(Tree tree, Path root, Path directory) {
    super(tree, root, directory);
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public void limit(long bytes, boolean swap) throws IOException {
    CgroupFiles.write(file("memory.max"), Long.toString(bytes));
    requireLimit(bytes);
    Path swapMax = file("memory.swap.max"); // absent where the kernel counts no swap
    if (!swap && Files.exists(swapMax)) {
      CgroupFiles.write(swapMax, "0");
      if (CgroupFiles.number(swapMax).orElse(Long.MAX_VALUE) != 0) {
        throw new IOException(words("%s does not hold 0", swapMax));
      }
    }
  }

  @Override
  public OptionalLong limitBytes() throws IOException {
    return CgroupFiles.number(file("memory.max"));
  }

  @Override
  public Path usageFile() {
    return file("memory.current");
  }

  @Override
  public Path peakFile() {
    return file("memory.peak");
  }

  @Override
  public Map<Path, List<String>> counters() {
    Map<Path, List<String>> files = new LinkedHashMap<>();
    files.put(
        file("memory.events"), List.of("low", "high", "max", "oom", "oom_kill", "oom_group_kill"));
    files.put(file("memory.stat"), List.of("anon", "file", "shmem", "sock"));
    return files;
  }

  @Override
  public OptionalLong oomKills() throws IOException {
    // Counts groups below as well, which memory.events.local (5.2) does not, unless cgroup2 is
    // mounted with memory_localevents: then both say the same.
    return CgroupFiles.value(file("memory.events"), "oom_kill");
  }

  @Override
  public void killMembers() throws IOException {
    Path kill = file("cgroup.kill"); // 5.14
    if (Files.exists(kill)) {
      CgroupFiles.write(kill, "1");
    } else {
      super.killMembers();
    }
  }

  @Override
  boolean isMembership(String line) {
    return line.startsWith("0::");
  }
}
