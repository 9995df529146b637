package oomlab.internal.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        throw new IOException(swapMax + " does not hold 0");
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
  public OptionalLong oomKills() throws IOException {
    // .local (5.2) leaves out groups below; ours has none, so the older file says the same.
    Path local = file("memory.events.local");
    return CgroupFiles.value(Files.exists(local) ? local : file("memory.events"), "oom_kill");
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
