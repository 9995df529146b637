package oomlab.internal.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import oomlab.WaitStatus;
import oomlab.internal.posix.ChildProcess;
import oomlab.internal.posix.Processes;
import oomlab.testing.Cgroups;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;

class MemoryCgroupIT {
  private static final Path ROOT = Path.of("/");

  private static ChildProcess sleeper() throws Exception {
    return ChildProcess.spawn(List.of("/bin/sleep", "600"), Map.of());
  }

  @Test
  void kernelHoldsWhatIsSetAndCloseEmptiesAndRemoves() throws Exception {
    Place place = Cgroups.needed();
    Path directory;
    try (ChildProcess child = sleeper()) {
      try (MemoryCgroup group = MemoryCgroup.create(place, ROOT)) {
        directory = group.directory();
        assertThat(group.limitBytes()).isEmpty();
        group.limit((64 << 20) + 1, false);
        assertThat(group.limitBytes()).hasValue(64 << 20); // whole pages
        group.add(child.pid());
        assertThat(group.members()).containsExactly(child.pid());
        assertThat(group.usageBytes().orElseThrow()).isNotNegative();
        assertThat(group.oomKills()).hasValue(0);
      }
      assertThat(directory).doesNotExist();
      assertThat(child.await(Duration.ofSeconds(20))).contains(new WaitStatus.Signaled(9, false));
    }
  }

  /** A program may make groups below its own, and remove them at any moment. */
  @Test
  void groupBelowMayGoWhileItIsRead() throws Exception {
    Place place = Cgroups.needed();
    try (MemoryCgroup group = MemoryCgroup.create(place, ROOT)) {
      Path below = group.directory().resolve("below");
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Integer> made =
          CompletableFuture.supplyAsync(
              () -> {
                int count = 0;
                for (; !done.get(); count++) {
                  boolean there = below.toFile().mkdir() && below.toFile().delete();
                  assertThat(there).isTrue();
                }
                return count;
              });
      for (int i = 0; i < 10_000; i++) {
        assertThat(group.members()).isEmpty();
      }
      done.set(true);
      assertThat(made.join()).isGreaterThan(100);
    }
  }

  @Test
  void groupKillsEvenWhereItsParentWouldHang() throws Exception {
    Place place = Cgroups.needed();
    Needs.that(place.version() == 1, "only cgroup v1 can switch the killer off");
    try (MemoryCgroup parent = MemoryCgroup.create(place, ROOT)) {
      Files.writeString(parent.directory().resolve("memory.oom_control"), "1");
      Place inside = new Place(1, parent.directory(), true, "", "");
      try (MemoryCgroup group = MemoryCgroup.create(inside, ROOT)) {
        Path control = group.directory().resolve("memory.oom_control");
        assertThat(control).content().contains("oom_kill_disable 1"); // inherited
        group.limit(64 << 20, false);
        assertThat(control).content().contains("oom_kill_disable 0");
      }
    }
  }

  @Test
  void processThatIsNoLongerMeantIsSpared() throws Exception {
    try (ChildProcess child = sleeper()) {
      assertThat(Processes.kill(child.pid(), () -> false)).isFalse();
      assertThat(child.await(Duration.ofMillis(50))).isEmpty();
      assertThat(Processes.kill(child.pid(), () -> true)).isTrue();
      assertThat(child.await(Duration.ofSeconds(20))).contains(new WaitStatus.Signaled(9, false));
    }
  }
}
