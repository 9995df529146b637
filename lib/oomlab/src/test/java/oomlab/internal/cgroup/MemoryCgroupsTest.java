package oomlab.internal.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCgroupsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path root;

  private Place first(FakeTree tree) throws IOException {
    return MemoryCgroups.places(root, tree).get(0);
  }

  @Test
  void findsOwnGroupOnVersion1() throws IOException {
    FakeTree tree = FakeTree.v1(root);
    tree.self(
        "9:name=systemd:/\n4:memory:/a/b",
        """
        31 23 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        32 23 0:33 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
        """);
    tree.make(root.resolve("sys/fs/cgroup/memory/a/b"));
    tree.file("cgroup.controllers", "").make(root.resolve("sys/fs/cgroup/unified"));
    Place place = first(tree);
    assertThat(place.usable()).isTrue();
    assertThat(place.version()).isEqualTo(1);
    assertThat(place.directory()).isEqualTo(root.resolve("sys/fs/cgroup/memory/a/b"));
    try (var left = Files.list(place.directory())) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }

  @Test
  void prefersVersion2WhereBothWork() throws IOException {
    FakeTree v1 = FakeTree.v1(root);
    FakeTree tree = FakeTree.v2(root).file("memory.limit_in_bytes", "0");
    tree.make(root.resolve("sys/fs/cgroup/memory"));
    v1.self(
        "4:memory:/\n0::/",
        """
        31 23 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        31 23 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
        """);
    assertThat(first(tree).version()).isEqualTo(2);
  }

  @Test
  void mapsTheGroupThroughAContainersMountRoot() throws IOException {
    FakeTree tree = FakeTree.v1(root);
    tree.self(
        "4:memory:/docker/abc/inner",
        "31 23 0:32 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
    tree.make(root.resolve("sys/fs/cgroup/memory/inner"));
    assertThat(first(tree).directory()).isEqualTo(root.resolve("sys/fs/cgroup/memory/inner"));
  }

  @Test
  void secondMountOfTheSameTreeIsNotTriedAgain() throws IOException {
    FakeTree tree = FakeTree.v1(root);
    tree.self(
        "4:memory:/",
        """
        31 23 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        99 23 0:32 / /chroot/sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        """);
    tree.deny(root.resolve("sys/fs/cgroup/memory"));
    assertThat(MemoryCgroups.places(root, tree))
        .extracting(Place::directory)
        .containsExactly(root.resolve("sys/fs/cgroup/memory"));
  }

  @Test
  void readOnlyMountGetsTheContainerReason() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    tree.self("0::/", "31 23 0:32 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup2 rw\n");
    Place place = first(tree);
    assertThat(place.usable()).isFalse();
    assertThat(place.reason()).contains("read-only");
    assertThat(place.fix()).contains("--privileged");
  }

  @Test
  void deniedUserIsToldWho() throws IOException {
    FakeTree tree = FakeTree.v1(root);
    tree.deny(root.resolve("sys/fs/cgroup/memory"));
    Place place = first(tree);
    assertThat(place.usable()).isFalse();
    assertThat(place.reason()).startsWith("user 1000 may not make groups in ");
    assertThat(place.fix()).contains("sudo");
  }

  @Test
  void deniedUserWithASystemdManagerIsToldTheScope() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    Files.createDirectories(root.resolve("run/user/1000/systemd"));
    tree.deny(root.resolve("sys/fs/cgroup"));
    assertThat(first(tree).fix()).startsWith("systemd-run --user --scope -p Delegate=yes ");
  }

  @Test
  void scopeIsOfferedOnlyWhereItHelps() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    Files.createDirectories(root.resolve("run/user/1000/systemd"));
    assertThat(first(tree).needsScope()).isFalse(); // usable as it is
    tree.deny(root.resolve("sys/fs/cgroup"));
    assertThat(first(tree).needsScope()).isTrue();
    Files.delete(root.resolve("run/user/1000/systemd"));
    assertThat(first(tree).needsScope()).isFalse();
  }

  @Test
  void machineThatPanicsOnAGroupsOomHasNoUsablePlace() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    Files.createDirectories(root.resolve("run/user/1000/systemd"));
    tree.write("proc/sys/vm/panic_on_oom", "1\n"); // panics only when the whole machine is out
    assertThat(first(tree).usable()).isTrue();
    tree.write("proc/sys/vm/panic_on_oom", "2\n");
    assertThat(MemoryCgroups.places(root, tree))
        .isNotEmpty()
        .allSatisfy(
            place -> {
              assertThat(place.usable()).isFalse();
              assertThat(place.reason()).startsWith("vm.panic_on_oom is 2");
              assertThat(place.fix()).isEqualTo("sudo sysctl vm.panic_on_oom=1");
              assertThat(place.needsScope()).isFalse();
            });
    assertThat(MemoryCgroups.best(root)).isEmpty();
  }

  @Test
  void panicSettingThatCannotBeReadIsTakenForTheWorst() throws IOException {
    FakeTree tree = FakeTree.v1(root);
    Files.createDirectories(root.resolve("proc/sys/vm/panic_on_oom")); // reading it fails: EISDIR
    assertThat(first(tree).usable()).isFalse();
    assertThat(first(tree).reason()).contains("/proc/sys/vm/panic_on_oom cannot be read");
  }

  @Test
  void everythingInAScopeOfOursIsMoved() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    Path scope = root.resolve("sys/fs/cgroup/oomlab-1-2-3.scope");
    tree.self("0::/oomlab-1-2-3.scope", "31 23 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    tree.make(scope);
    Files.writeString(scope.resolve("cgroup.procs"), "8\n9\n");
    Files.writeString(scope.resolve("cgroup.subtree_control"), "");
    assertThat(MemoryCgroups.places(root, tree)).isNotEmpty();
    assertThat(scope.resolve("oomlab-self/cgroup.procs")).hasContent("9"); // one write each
  }

  @Test
  void kernelOfANotebookFindsTheScopeThatItsLauncherEntered() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    String slice = "/user.slice/user-1000.slice/user@1000.service/app.slice";
    String own = slice + "/oomlab-7-8-9.scope";
    String mount = "31 23 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
    Path scope = root.resolve("sys/fs/cgroup" + own);
    Path app = root.resolve("sys/fs/cgroup" + slice);
    tree.make(app);
    tree.make(scope);
    tree.deny(app);
    String self = Long.toString(ProcessHandle.current().pid());
    Files.writeString(scope.resolve("cgroup.procs"), "7\n70\n" + self + "\n"); // and Jupyter's
    Files.writeString(scope.resolve("cgroup.subtree_control"), "");
    tree.self("0::" + own, mount);
    assertThat(MemoryCgroups.places(root, tree)).isNotEmpty();
    assertThat(scope.resolve("cgroup.subtree_control")).hasContent("+memory");
    // What the kernel would show now:
    Files.writeString(scope.resolve("cgroup.subtree_control"), "memory\n");
    Files.writeString(scope.resolve("cgroup.procs"), "");
    tree.self("0::" + own + "/oomlab-self", mount);
    Place place = first(tree);
    assertThat(place.usable()).isTrue();
    assertThat(place.directory()).isEqualTo(scope);
    MemoryCgroup group = MemoryCgroup.create(place, root, tree);
    group.limit(64 << 20, false);
    assertThat(group.directory().getParent()).isEqualTo(scope);
    assertThat(group.limitBytes()).hasValue(64 << 20);
  }

  @Test
  void controllerThatIsNotDelegatedIsNamed() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    tree.write("sys/fs/cgroup/cgroup.controllers", "cpu pids\n");
    assertThat(first(tree).reason()).contains("cgroup.controllers");
  }

  @Test
  void kernelBootedWithoutTheControllerIsToldHowToBoot() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    tree.self("0::/", "");
    tree.write("proc/cgroups", "#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t0\t1\t0\n");
    assertThat(first(tree).fix()).isEqualTo("boot with cgroup_enable=memory");
  }

  @Test
  void loneProcessOfADelegatedGroupMovesItselfIntoALeaf() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    Path scope = root.resolve("sys/fs/cgroup/run-1.scope");
    tree.self("0::/run-1.scope", "31 23 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    tree.make(scope);
    String self = Long.toString(ProcessHandle.current().pid());
    Files.writeString(scope.resolve("cgroup.procs"), self + "\n");
    Files.writeString(scope.resolve("cgroup.subtree_control"), "");
    Place place = first(tree);
    assertThat(scope.resolve("oomlab-self/cgroup.procs")).hasContent(self);
    // The kernel would now show the word without its sign; the file of a test keeps it.
    assertThat(scope.resolve("cgroup.subtree_control")).hasContent("+memory");
    assertThat(place.directory()).isEqualTo(root.resolve("sys/fs/cgroup"));
    // And seen from within the leaf, the scope is the place.
    Files.writeString(scope.resolve("cgroup.subtree_control"), "memory\n");
    tree.self(
        "0::/run-1.scope/oomlab-self", "31 23 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    assertThat(first(tree).directory()).isEqualTo(scope);
  }

  private Path clearedGroup(FakeTree tree) throws IOException {
    Path solo = root.resolve("sys/fs/cgroup/solo");
    tree.self("0::/solo", "31 23 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    tree.make(solo);
    Files.writeString(solo.resolve("cgroup.procs"), ProcessHandle.current().pid() + "\n");
    Files.writeString(solo.resolve("cgroup.subtree_control"), "");
    assertThat(MemoryCgroups.places(root, tree)).isNotEmpty();
    assertThat(solo.resolve("oomlab-self")).isDirectory();
    Files.writeString(solo.resolve("cgroup.procs"), ""); // as the kernel would show it now
    Files.writeString(solo.resolve("cgroup.subtree_control"), "memory\n");
    return solo;
  }

  @Test
  void loneProcessGivesTheGroupBackAtItsEnd() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    Path solo = clearedGroup(tree);
    tree.exit();
    assertThat(solo.resolve("cgroup.subtree_control")).hasContent("-memory");
    assertThat(solo.resolve("cgroup.procs"))
        .hasContent(Long.toString(ProcessHandle.current().pid()));
    assertThat(solo.resolve("oomlab-self")).doesNotExist();
  }

  @Test
  void processStaysWhereItMayNotTurnTheControllerOn() throws IOException {
    FakeTree tree = FakeTree.v2(root).without("cgroup.subtree_control");
    Path solo = root.resolve("sys/fs/cgroup/solo");
    tree.self("0::/solo", "31 23 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    tree.make(solo);
    Files.writeString(solo.resolve("cgroup.procs"), ProcessHandle.current().pid() + "\n");
    assertThat(MemoryCgroups.places(root, tree)).isNotEmpty();
    assertThat(solo.resolve("oomlab-self")).doesNotExist();
  }

  @Test
  void leafThatAnEndingThreadIsStillInGoesWithIt() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    Path solo = clearedGroup(tree);
    tree.busy(2);
    tree.exit();
    assertThat(solo.resolve("oomlab-self")).doesNotExist();
  }

  @Test
  void groupThatSomebodyElseUsesByThenKeepsItsController() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    Path solo = clearedGroup(tree);
    Path leaf = solo.resolve("oomlab-self");
    LeaveLeaf back = new LeaveLeaf(solo, leaf, tree, Duration.ZERO);
    Path other = solo.resolve("oomlab-9-9-9");
    tree.make(other); // a limit holds in there
    back.run();
    assertThat(solo.resolve("cgroup.subtree_control")).hasContent("memory");
    assertThat(leaf).isDirectory();
    tree.remove(other);
    String self = Files.readString(leaf.resolve("cgroup.procs"));
    Files.writeString(leaf.resolve("cgroup.procs"), self + "\n9\n");
    back.run();
    assertThat(solo.resolve("cgroup.subtree_control")).hasContent("memory");
    assertThat(solo.resolve("cgroup.procs")).isEmptyFile();
    Files.writeString(leaf.resolve("cgroup.procs"), self);
    back.run();
    assertThat(solo.resolve("cgroup.subtree_control")).hasContent("-memory");
  }

  @Test
  void scopeOfOursIsLeftToSystemd() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    Path scope = root.resolve("sys/fs/cgroup/oomlab-1-2-3.scope");
    tree.self("0::/oomlab-1-2-3.scope", "31 23 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    tree.make(scope);
    String self = Long.toString(ProcessHandle.current().pid());
    Files.writeString(scope.resolve("cgroup.procs"), self + "\n");
    Files.writeString(scope.resolve("cgroup.subtree_control"), "");
    assertThat(MemoryCgroups.places(root, tree)).isNotEmpty();
    tree.exit();
    assertThat(scope.resolve("cgroup.subtree_control")).hasContent("+memory");
    assertThat(scope.resolve("oomlab-self")).isDirectory();
  }

  @Test
  void sharedGroupIsLeftAloneAndItsSiblingTaken() throws IOException {
    FakeTree tree = FakeTree.v2(root);
    Path session = root.resolve("sys/fs/cgroup/app/session");
    tree.self("0::/app/session", "31 23 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    tree.make(root.resolve("sys/fs/cgroup/app"));
    tree.make(session);
    Files.writeString(session.resolve("cgroup.procs"), "1\n2\n");
    Files.writeString(session.resolve("cgroup.subtree_control"), "");
    List<Place> places = MemoryCgroups.places(root, tree);
    assertThat(places.get(0).directory()).isEqualTo(root.resolve("sys/fs/cgroup/app"));
    assertThat(places.get(0).usable()).isTrue();
    assertThat(session.resolve("oomlab-self")).doesNotExist();
  }

  @Test
  void removesOnlyEmptyGroupsOfDeadOwners() throws IOException {
    FakeTree tree = FakeTree.v1(root);
    Path top = root.resolve("sys/fs/cgroup/memory");
    tree.process(77, "4:memory:/");
    for (String name :
        List.of("oomlab-77-4711-0", "oomlab-77-1-0", "oomlab-78-1-0", "oomlab-79-1-0", "other")) {
      tree.make(top.resolve(name));
    }
    Files.writeString(top.resolve("oomlab-79-1-0/cgroup.procs"), "80\n");
    assertThat(first(tree).usable()).isTrue();
    assertThat(top.resolve("oomlab-77-4711-0")).exists(); // its owner lives
    assertThat(top.resolve("oomlab-77-1-0")).doesNotExist(); // the pid is another process by now
    assertThat(top.resolve("oomlab-78-1-0")).doesNotExist();
    assertThat(top.resolve("oomlab-79-1-0")).exists(); // not empty
    assertThat(top.resolve("other")).exists();
  }
}
