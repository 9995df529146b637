package oomlab.internal.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadroomTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path root;

  @BeforeEach
  void machineWithAGigabyteAvailable() throws IOException {
    write("proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable:    1048576 kB\n");
  }

  @Test
  void roomIsThereWhenNoLimitStandsAbove() throws IOException {
    write("cg/a/cgroup.procs", "");
    write("cg/a/memory.limit_in_bytes", "9223372036854771712\n");
    write("cg/a/memory.usage_in_bytes", "1\n");
    assertThat(Headroom.shortage(place(1), root, 256 * MIB)).isEmpty();
  }

  @Test
  void machineWithLessAvailableThanTheLimitIsTooFull() throws IOException {
    assertThat(Headroom.shortage(place(1), root, 1024 * MIB).orElseThrow())
        .contains("MemAvailable", "only 1024 MiB");
  }

  @Test
  void smallerLimitOfAnAncestorIsFoundOnVersion1() throws IOException {
    write("cg/cgroup.procs", "");
    write("cg/memory.limit_in_bytes", Long.toString(300 * MIB));
    write("cg/memory.usage_in_bytes", Long.toString(100 * MIB));
    write("cg/memory.stat", "total_inactive_file " + 10 * MIB + "\ntotal_active_file 0\n");
    write("cg/a/cgroup.procs", "");
    assertThat(Headroom.shortage(place(1), root, 256 * MIB).orElseThrow())
        .contains(root.resolve("cg").toString(), "only 210 MiB");
    assertThat(Headroom.shortage(place(1), root, 200 * MIB)).isEmpty();
  }

  @Test
  void smallerLimitIsFoundOnVersion2AndMaxIsNone() throws IOException {
    write("cg/cgroup.procs", "");
    write("cg/memory.max", "max\n");
    write("cg/memory.current", Long.toString(900 * MIB));
    write("cg/a/cgroup.procs", "");
    write("cg/a/memory.max", Long.toString(128 * MIB));
    write("cg/a/memory.current", Long.toString(60 * MIB));
    write("cg/a/memory.stat", "anon 5\nactive_file " + 20 * MIB + "\ninactive_file 0\n");
    assertThat(Headroom.shortage(place(2), root, 100 * MIB).orElseThrow()).contains("only 88 MiB");
    assertThat(Headroom.shortage(place(2), root, 64 * MIB)).isEmpty();
  }

  private Place place(int version) {
    return new Place(version, root.resolve("cg/a"), true, "made up", "");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
