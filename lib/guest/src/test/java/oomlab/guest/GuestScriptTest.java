package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.Decoy;
import oomlab.Guard;
import oomlab.Guest;
import oomlab.Scenario;
import oomlab.Scenario.Group;
import org.junit.jupiter.api.Test;

class GuestScriptTest {
  private static final Workload LOAD =
      new Workload(4, 10 << 20, "page", 5000, 8_000_000, List.of());

  private static List<String> lines(Guest guest) {
    return GuestScript.of(guest, LOAD).lines().toList();
  }

  private static List<String> lines(Scenario scenario) {
    return lines(Guest.arm32().scenario(scenario));
  }

  @Test
  void runsTheVictimUnderTheProbeAndLeavesNoShellBehind() {
    assertThat(lines(Scenario.plain()))
        .containsExactly("set -e", "exec probe -i 5000 -l 8000000 oom -t 4 -c 10485760 -m page");
  }

  private static String withProgram(Scenario scenario, String... words) {
    Workload load = new Workload(4, 10 << 20, "page", 5000, 8_000_000, List.of(words));
    return GuestScript.of(Guest.arm32().scenario(scenario), load);
  }

  @Test
  void runsAProgramWithWordsAsTheyWereGiven() {
    assertThat(withProgram(Scenario.plain().uid(1000), "/p/mine", "a b", "it's", "$(x)", ""))
        .endsWith(
            "exec probe -i 5000 -l 8000000 oom -u 1000 -- /p/mine 'a b' 'it'\\''s' '$(x)' ''\n");
    assertThat(withProgram(Scenario.plain().addressSpace(4 << 20), "/p/mine", "$x"))
        .endsWith("sh -c 'ulimit -v 4096 && exec oom -- /p/mine '\\''$x'\\'''\n");
  }

  @Test
  void stopsAtTheFirstCommandThatFails() {
    assertThat(lines(Scenario.plain()).get(0)).isEqualTo("set -e");
  }

  @Test
  void saysWhatTheKernelLacks() {
    List<String> lines = lines(Scenario.plain().group(new Group(1, 64 << 20, false)));
    assertThat(lines.get(1)).startsWith("lacks() { echo \"the guest's kernel has no $1: ");
    assertThat(lines)
        .contains(
            "grep -q '^memory' /proc/cgroups || lacks 'memory controller for cgroup v1"
                + " (CONFIG_MEMCG, since 6.11 CONFIG_MEMCG_V1)'");
    assertThat(lines(Scenario.plain())).noneMatch(line -> line.contains("lacks"));
  }

  @Test
  void dressesTheVictim() {
    assertThat(lines(Scenario.plain().adj(-500).uid(1000)))
        .last()
        .asString()
        .endsWith("-m page -a -500 -u 1000");
  }

  @Test
  void sparesTheParentOfAVictimThatMayNotBeKilled() {
    assertThat(lines(Scenario.plain().adj(-1000)))
        .last()
        .asString()
        .startsWith("exec probe -i 5000 -l 8000000 -a -1000 oom");
  }

  @Test
  void setsTheRulesAfterTheDecoysHaveTheirMemory() {
    Scenario scenario =
        Scenario.plain()
            .decoy(Decoy.of(8 << 20).named("two").adj(500).uid(7))
            .overcommit(2)
            .panicOnOom(1)
            .killAllocatingTask(true);
    List<String> lines = lines(scenario);
    assertThat(lines.get(1))
        .isEqualTo("oom -t 1 -c 1048576 -b 8388608 -s -n two -a 500 -u 7 >/tmp/decoy1 2>&1 3>&- &");
    assertThat(lines)
        .containsSubsequence(
            "echo 2 >/proc/sys/vm/overcommit_memory",
            "echo 1 >/proc/sys/vm/panic_on_oom",
            "echo 1 >/proc/sys/vm/oom_kill_allocating_task");
    assertThat(lines.get(3)).contains("decoy two got no 8388608 bytes", "exit 1");
  }

  @Test
  void putsVictimAndDecoysButNotTheirParentsIntoTheGroup() {
    Scenario scenario =
        Scenario.plain().decoy(Decoy.of(8 << 20)).group(new Group(2, 32 << 20, true));
    List<String> lines = lines(scenario);
    assertThat(lines)
        .containsSubsequence(
            "mount -t cgroup2 none /tmp/groups",
            "echo +memory >/tmp/groups/cgroup.subtree_control",
            "mkdir /tmp/groups/lab",
            "echo 33554432 >/tmp/groups/lab/memory.max || lacks 'memory.max'",
            "echo 1 >/tmp/groups/lab/memory.oom.group || lacks 'memory.oom.group'");
    assertThat(lines.stream().filter(line -> line.contains("oom -t")))
        .hasSize(2)
        .allMatch(line -> line.contains(" -g /tmp/groups/lab/cgroup.procs"));
  }

  @Test
  void slowsTheGroupDownAndTakesItsSwapAway() {
    Group group = new Group(2, 64 << 20, false).high(32 << 20).swap(0);
    assertThat(lines(Scenario.plain().group(group)))
        .containsSubsequence(
            "echo 67108864 >/tmp/groups/lab/memory.max || lacks 'memory.max'",
            "echo 33554432 >/tmp/groups/lab/memory.high || lacks 'memory.high'",
            "echo 0 >/tmp/groups/lab/memory.swap.max || lacks 'memory.swap.max'",
            "exec probe -i 5000 -l 8000000 -g /tmp/groups/lab oom -t 4 -c 10485760 -m page -g /tmp/groups/lab/cgroup.procs");
  }

  @Test
  void theFirstVersionCountsMemoryAndSwapTogether() {
    Group group = new Group(1, 64 << 20, false).swap(1 << 20);
    assertThat(lines(Scenario.plain().group(group)))
        .containsSubsequence(
            "echo 67108864 >/tmp/groups/lab/memory.limit_in_bytes || lacks 'memory.limit_in_bytes'",
            "echo 68157440 >/tmp/groups/lab/memory.memsw.limit_in_bytes || lacks 'memory.memsw.limit_in_bytes'");
  }

  @Test
  void limitsTheAddressSpaceOfTheVictimAndNotOfTheProbe() {
    assertThat(lines(Scenario.plain().addressSpace(64 << 20)))
        .last()
        .asString()
        .isEqualTo(
            "exec probe -i 5000 -l 8000000 sh -c 'ulimit -v 65536 && exec oom -t 4 -c 10485760 -m page'");
  }

  @Test
  void knowsTheFilesOfTheFirstCgroupVersion() {
    assertThat(lines(Scenario.plain().group(new Group(1, 32 << 20, false))))
        .containsSubsequence(
            "mount -t cgroup -o memory none /tmp/groups",
            "echo 33554432 >/tmp/groups/lab/memory.limit_in_bytes || lacks 'memory.limit_in_bytes'");
  }

  @Test
  void fillsMemoryThatNoProcessHolds() {
    Guest guest = Guest.x86().scenario(Scenario.plain().tmpfs(30 << 20).hugePages(4));
    assertThat(lines(guest))
        .contains(
            "dd if=/dev/zero of=/tmp/files/zeros bs=1k count=30720 2>/dev/null",
            "echo 4 >/proc/sys/vm/nr_hugepages");
  }

  @Test
  void slowDiskHasAShortQueue() {
    assertThat(lines(Guest.x86().swap(64 << 20).swapRate(8 << 20)))
        .containsSubsequence("echo 4 >/sys/block/vda/queue/nr_requests");
    assertThat(lines(Guest.x86().swap(64 << 20))).noneMatch(line -> line.contains("nr_requests"));
  }

  @Test
  void startsEarlyoomWithTheSwapInUseAndWaitsForIt() {
    List<String> lines = lines(Guest.x86().scenario(Scenario.plain().guard(Guard.EARLYOOM).uid(7)));
    assertThat(lines)
        .containsSubsequence(
            "earlyoom -m 10 -s 10 -r 1 -p >/tmp/earlyoom 2>&1 3>&- &",
            "exec probe -i 5000 -l 8000000 -w /tmp/earlyoom oom -t 4 -c 10485760 -m page -u 7");
  }

  @Test
  void putsEachProcessIntoACgroupThatSystemdOomdWatches() {
    Scenario scenario = Scenario.plain().decoy(Decoy.of(8 << 20)).guard(Guard.SYSTEMD_OOMD);
    List<String> lines = lines(Guest.x86().scenario(scenario));
    assertThat(lines)
        .containsSubsequence(
            "printf '%s\\n' [Slice] ManagedOOMMemoryPressure=kill ManagedOOMMemoryPressureLimit=20%"
                + " >/run/systemd/system/lab.slice",
            "systemctl daemon-reload",
            "systemctl start lab.slice",
            "systemctl start systemd-oomd",
            "mkdir /sys/fs/cgroup/lab.slice/decoy1",
            "mkdir /sys/fs/cgroup/lab.slice/victim");
    assertThat(lines)
        .last()
        .asString()
        .endsWith(" -g /sys/fs/cgroup/lab.slice/victim/cgroup.procs");
  }

  @Test
  void asksForAKillOnceTheVictimStoppedGrowing() {
    assertThat(lines(Scenario.plain().sysrq(30 << 20)))
        .last()
        .asString()
        .isEqualTo("exec probe -i 5000 -l 8000000 -s oom -t 4 -c 10485760 -m page -s -b 31457280");
  }
}
