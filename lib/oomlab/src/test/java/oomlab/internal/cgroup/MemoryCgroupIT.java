package oomlab.internal.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import oomlab.internal.posix.ChildProcess;
import oomlab.internal.posix.Processes;
import oomlab.internal.posix.WaitStatus;
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
