package oomlab.internal.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCgroupTest {
  private final Path root;

  OwnCgroupTest(@TempDir Path root) {
    this.root = root;
  }

  private void plant(String cgroup, String mountinfo) throws IOException {
    Files.writeString(root.resolve("cgroup"), cgroup);
    Files.writeString(root.resolve("mountinfo"), mountinfo);
  }

  @Test
  void findsTheGroupOfVersion1() throws IOException {
    plant(
        "9:name=systemd:/\n4:cpu,memory:/a/oomlab-1\n0::/x\n",
        """
        31 24 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
        32 24 0:28 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
        33 24 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
        """);
    assertThat(OwnCgroup.find(root))
        .contains(
            new OwnCgroup(
                Path.of("/sys/fs/cgroup/memory/a/oomlab-1"), Path.of("/sys/fs/cgroup/memory")));
  }

  @Test
  void findsTheGroupOfVersion2() throws IOException {
    plant("0::/user.slice/oomlab-1\n", "33 24 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    assertThat(OwnCgroup.find(root))
        .contains(
            new OwnCgroup(
                Path.of("/sys/fs/cgroup/user.slice/oomlab-1"), Path.of("/sys/fs/cgroup")));
  }

  @Test
  void findsTheGroupWhereOnlyAPartIsMounted() throws IOException {
    plant("0::/docker/1/oomlab-1\n", "33 24 0:29 /docker/1 /cg rw - cgroup2 cgroup2 rw\n");
    assertThat(OwnCgroup.find(root))
        .contains(new OwnCgroup(Path.of("/cg/oomlab-1"), Path.of("/cg")));
  }

  @Test
  void findsNothingInGarbageOrOutsideTheMount() throws IOException {
    plant("", "");
    assertThat(OwnCgroup.find(root)).isEmpty();
    plant("what\n::\n", "33 24\n - cgroup2\n");
    assertThat(OwnCgroup.find(root)).isEmpty();
    plant("0::/other\n", "33 24 0:29 /docker /cg rw - cgroup2 cgroup2 rw\n");
    assertThat(OwnCgroup.find(root)).isEmpty();
  }

  @Test
  void leavesOurGroupForTheOneAboveAndRemovesIt() throws IOException {
    Path group = Files.createDirectories(root.resolve("a/oomlab-1"));
    Path above = Files.writeString(root.resolve("a/cgroup.procs"), "");
    assertThat(new OwnCgroup(group, root).leave(77)).isTrue();
    assertThat(group).doesNotExist();
    assertThat(above).hasContent("77");
  }

  @Test
  void goesFurtherUpWhereTheGroupAboveTakesNoProcess() throws IOException {
    Path group = Files.createDirectories(root.resolve("a/oomlab-1"));
    Files.createDirectories(root.resolve("a/cgroup.procs")); // cannot be written
    Path top = Files.writeString(root.resolve("cgroup.procs"), "");
    assertThat(new OwnCgroup(group, root).leave(77)).isTrue();
    assertThat(top).hasContent("77");
  }

  @Test
  void staysInAGroupThatIsNotOurs() throws IOException {
    Path group = Files.createDirectories(root.resolve("a/user"));
    Path above = Files.writeString(root.resolve("a/cgroup.procs"), "");
    assertThat(new OwnCgroup(group, root).leave(77)).isFalse();
    assertThat(group).exists();
    assertThat(above).isEmptyFile();
  }

  @Test
  void keepsAGroupThatIsNotEmpty() throws IOException {
    Path group = Files.createDirectories(root.resolve("a/oomlab-1/inner"));
    Files.writeString(root.resolve("a/cgroup.procs"), "");
    assertThat(new OwnCgroup(group.resolve(".."), root).leave(77)).isFalse();
    assertThat(group).exists();
  }
}
