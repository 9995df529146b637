package oomlab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oomlab.internal.cgroup.FakeTree;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.cgroup.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCgroupTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path root;

  private FakeTree v1() throws IOException {
    FakeTree tree = FakeTree.v1(root).file("pids.max", "max\n").file("pids.events", "max 3\n");
    tree.self(
        "4:memory:/\n8:pids:/",
        """
        31 23 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        32 23 0:33 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
        """);
    tree.make(root.resolve("sys/fs/cgroup/pids"));
    return tree;
  }

  private MemoryCgroup memory(FakeTree tree, int version) throws IOException {
    Path place = root.resolve(version == 1 ? "sys/fs/cgroup/memory" : "sys/fs/cgroup");
    return MemoryCgroup.create(new Place(version, place, true, "", ""), root, tree);
  }

  @Test
  void hasAGroupOfItsOwnOnV1() throws IOException {
    FakeTree tree = v1();
    MemoryCgroup memory = memory(tree, 1);
    ProcessCgroup group = ProcessCgroup.create(memory, root, 40, tree).orElseThrow();
    assertThat(group.directory()).isEqualTo(root.resolve("sys/fs/cgroup/pids/" + memory.name()));
    assertThat(group.directory().resolve("pids.max")).hasContent("40");
    assertThat(group.refusals()).hasValue(3);
    group.seal();
    assertThat(group.directory().resolve("pids.max")).hasContent("0");
    group.close();
    assertThat(group.directory()).doesNotExist();
    group.close();
    assertThat(memory.directory()).exists();
  }

  @Test
  void removesWhatACrashLeft() throws IOException {
    FakeTree tree = v1();
    Path leftover = root.resolve("sys/fs/cgroup/pids/oomlab-999999999-1-0");
    tree.make(leftover);
    assertThat(ProcessCgroup.create(memory(tree, 1), root, 40, tree)).isPresent();
    assertThat(leftover).doesNotExist();
  }

  @Test
  void standsInTheMemoryCgroupOnV2() throws IOException {
    FakeTree tree = FakeTree.v2(root).file("pids.max", "max\n").file("pids.events", "max 0\n");
    MemoryCgroup memory = memory(tree, 2);
    ProcessCgroup group = ProcessCgroup.create(memory, root, 40, tree).orElseThrow();
    assertThat(group.directory()).isEqualTo(memory.directory());
    assertThat(root.resolve("sys/fs/cgroup/cgroup.subtree_control")).hasContent("+pids");
    assertThat(group.directory().resolve("pids.max")).hasContent("40");
    group.close();
    assertThat(memory.directory()).exists(); // the memory cgroup removes it
  }

  @Test
  void isNotThereWithoutTheController() throws IOException {
    FakeTree v1 = FakeTree.v1(root);
    assertThat(ProcessCgroup.create(memory(v1, 1), root, 40, v1)).isEmpty();
    FakeTree v2 = FakeTree.v2(root).file("cgroup.controllers", "memory\n");
    Files.writeString(root.resolve("sys/fs/cgroup/cgroup.controllers"), "memory\n");
    assertThat(ProcessCgroup.create(memory(v2, 2), root, 40, v2)).isEmpty();
  }

  @Test
  void isNotThereWhereGroupsMayNotBeMade() throws IOException {
    FakeTree tree = v1();
    MemoryCgroup memory = memory(tree, 1);
    tree.deny(root.resolve("sys/fs/cgroup/pids"));
    assertThat(ProcessCgroup.create(memory, root, 40, tree)).isEmpty();
  }

  @Test
  void saysWhenAMemberIsSomewhereElse() throws IOException {
    FakeTree tree = v1();
    ProcessCgroup group = ProcessCgroup.create(memory(tree, 1), root, 40, tree).orElseThrow();
    group.add(77); // the fake file lists what is written to it
    Path members = group.directory().resolve("cgroup.procs");
    assertThat(members).hasContent("77");
    Files.delete(members);
    assertThatThrownBy(() -> group.add(78)).isInstanceOf(IOException.class);
  }
}
