package oomlab.internal.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same contract for both versions; what differs is where the kernel keeps it. */
class MemoryCgroupTest {
  abstract static class Contract {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    abstract FakeTree tree() throws IOException;

    abstract Path parent();

    abstract int version();

    abstract String limitFile();

    abstract String usageFile();

    abstract String swapFile();

    abstract String swapHeld(long bytes);

    abstract String killsFile();

    abstract String unlimited();

    abstract String membership(String name);

    MemoryCgroup group(FakeTree tree) throws IOException {
      return MemoryCgroup.create(new Place(version(), parent(), true, "", ""), root, tree);
    }

    @Test
    void holdsTheLimitForMemoryAndSwap() throws IOException {
      MemoryCgroup group = group(tree());
      group.limit(64 << 20, false);
      assertThat(group.limitBytes()).hasValue(64 << 20);
      assertThat(group.directory().resolve(swapFile())).hasContent(swapHeld(64 << 20));
    }

    @Test
    void leavesSwapAloneWhenItIsAllowed() throws IOException {
      MemoryCgroup group = group(tree());
      String before = Files.readString(group.directory().resolve(swapFile()));
      group.limit(64 << 20, true);
      assertThat(group.directory().resolve(swapFile())).hasContent(before);
    }

    @Test
    void kernelWithoutSwapAccountingIsFine() throws IOException {
      MemoryCgroup group = group(tree().without(swapFile()));
      group.limit(64 << 20, false);
      assertThat(group.limitBytes()).hasValue(64 << 20);
    }

    @Test
    void noLimitIsEmpty() throws IOException {
      assertThat(group(tree().file(limitFile(), unlimited())).limitBytes()).isEmpty();
    }

    @Test
    void missingFilesAreEmptyOrRefused() throws IOException {
      MemoryCgroup group =
          group(tree().without(limitFile()).without(usageFile()).without(killsFile()));
      assertThat(group.limitBytes()).isEmpty();
      assertThat(group.usageBytes()).isEmpty();
      assertThat(group.oomKills()).isEmpty();
      assertThatThrownBy(() -> group.limit(64 << 20, false)).isInstanceOf(IOException.class);
    }

    @Test
    void readsTheCounterWhateverTheOrderOfLines() throws IOException {
      String text = "oom_kill 7\nunder_oom 1\nlow 3\noom_kill_disable 0\noom 9\n";
      assertThat(group(tree().file(killsFile(), text)).oomKills()).hasValue(7);
      String reversed = "oom 9\noom_kill_disable 0\nlow 3\nunder_oom 1\noom_kill 7\n";
      assertThat(group(tree().file(killsFile(), reversed)).oomKills()).hasValue(7);
    }

    @Test
    void kernelThatDoesNotCountIsEmpty() throws IOException {
      assertThat(group(tree().file(killsFile(), "low 0\nunder_oom 0\n")).oomKills()).isEmpty();
    }

    @Test
    void damagedNumberNamesItsFile() throws IOException {
      MemoryCgroup group = group(tree().file(usageFile(), "12x\n"));
      assertThatThrownBy(group::usageBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(usageFile())
          .hasMessageContaining("12x");
    }

    @Test
    void takesAProcessOnlyIfProcSaysSo() throws IOException {
      FakeTree tree = tree();
      MemoryCgroup group = group(tree);
      tree.process(4242, membership(group.name()));
      group.add(4242);
      assertThat(group.members()).isEqualTo(List.of(4242));
      tree.process(4242, membership("elsewhere"));
      assertThatThrownBy(() -> group.add(4242))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("elsewhere");
    }

    @Test
    void groupsBelowCountAndGoWithIt() throws IOException {
      FakeTree tree = tree();
      MemoryCgroup group = group(tree);
      Path below = group.directory().resolve("a");
      Path deep = below.resolve("b");
      tree.make(below);
      tree.make(deep);
      Files.writeString(deep.resolve("cgroup.procs"), "4243\n");
      assertThat(group.members()).containsExactly(4243);
      Files.writeString(deep.resolve("cgroup.procs"), "");
      // Version 1 counts for each group alone, version 2 with those below.
      Path counts = version() == 1 ? deep : group.directory();
      Files.writeString(counts.resolve(killsFile()), "oom_kill 2\n");
      assertThat(group.oomKills()).hasValue(2);
      tree.remove(deep);
      assertThat(group.oomKills()).hasValue(2);
      group.close();
      assertThat(group.directory()).doesNotExist();
    }

    @Test
    void closedIsGoneAndMayBeClosedAgain() throws IOException {
      MemoryCgroup group = group(tree());
      group.close();
      assertThat(group.directory()).doesNotExist();
      group.close();
    }

    @Test
    void namesAreUniqueAndParseBack() throws IOException {
      FakeTree tree = tree();
      MemoryCgroup one = group(tree);
      MemoryCgroup two = group(tree);
      assertThat(one.name()).isNotEqualTo(two.name());
      GroupName name = GroupName.parse(one.name()).orElseThrow();
      assertThat(name.pid()).isEqualTo((int) ProcessHandle.current().pid());
      assertThat(name.startTicks()).isEqualTo(4711);
      assertThat(name.ownerLives(root)).isTrue();
      assertThat(new GroupName(name.pid(), 1, 0).ownerLives(root)).isFalse();
      assertThat(new GroupName(999_999_999, 1, 0).ownerLives(root)).isFalse();
    }
  }

  @Nested
  class V1 extends Contract {
    @Override
    FakeTree tree() throws IOException {
      return FakeTree.v1(root);
    }

    @Override
    Path parent() {
      return root.resolve("sys/fs/cgroup/memory");
    }

    @Override
    int version() {
      return 1;
    }

    @Override
    String limitFile() {
      return "memory.limit_in_bytes";
    }

    @Override
    String usageFile() {
      return "memory.usage_in_bytes";
    }

    @Override
    String swapFile() {
      return "memory.memsw.limit_in_bytes";
    }

    @Override
    String swapHeld(long bytes) {
      return Long.toString(bytes);
    }

    @Override
    String killsFile() {
      return "memory.oom_control";
    }

    @Override
    String unlimited() {
      return "9223372036854710272\n"; // with pages of 64 KiB
    }

    @Override
    String membership(String name) {
      return "5:cpu:/other\n4:hugetlb,memory:/" + name + "\n0::/";
    }

    @Test
    void turnsTheKillerOnWhereItWasInheritedOff() throws IOException {
      MemoryCgroup group =
          group(tree().file("memory.oom_control", "oom_kill_disable 1\nunder_oom 0\n"));
      group.limit(64 << 20, false);
      assertThat(group.directory().resolve("memory.oom_control")).hasContent("0");
    }
  }

  @Nested
  class V2 extends Contract {
    @Override
    FakeTree tree() throws IOException {
      return FakeTree.v2(root);
    }

    @Override
    Path parent() {
      return root.resolve("sys/fs/cgroup");
    }

    @Override
    int version() {
      return 2;
    }

    @Override
    String limitFile() {
      return "memory.max";
    }

    @Override
    String usageFile() {
      return "memory.current";
    }

    @Override
    String swapFile() {
      return "memory.swap.max";
    }

    @Override
    String swapHeld(long bytes) {
      return "0";
    }

    @Override
    String killsFile() {
      return "memory.events";
    }

    @Override
    String unlimited() {
      return "max\n";
    }

    @Override
    String membership(String name) {
      return "4:memory:/x\n0::/user.slice/" + name;
    }

    @Test
    void countsKillsOfGroupsBelowAsWell() throws IOException {
      FakeTree tree = tree().file("memory.events.local", "oom 1\noom_kill 2\n");
      assertThat(group(tree.file("memory.events", "oom_kill 5\n")).oomKills()).hasValue(5);
    }

    @Test
    void killsThroughTheOneFileWhereThereIsOne() throws IOException {
      MemoryCgroup group = group(tree().file("cgroup.kill", ""));
      group.killMembers();
      assertThat(group.directory().resolve("cgroup.kill")).hasContent("1");
    }
  }
}
