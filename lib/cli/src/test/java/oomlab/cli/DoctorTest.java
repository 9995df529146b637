package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oomlab.internal.cgroup.Place;
import oomlab.internal.klog.LogAccess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private static final Place USABLE =
      new Place(2, Path.of("/sys/fs/cgroup/x"), true, "a group was made", "");
  private static final Place REFUSED =
      new Place(2, Path.of("/sys/fs/cgroup"), false, "read-only file system", "use a machine");
  private static final LogAccess READABLE = new LogAccess(true, "/dev/kmsg", "it can be read", "");
  private static final LogAccess CLOSED =
      new LogAccess(
          false, "/dev/kmsg", "dmesg_restrict is 1", "sudo sysctl kernel.dmesg_restrict=0");

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path root;

  @BeforeEach
  void makeMachine() throws IOException {
    write("proc/sys/kernel/osrelease", "6.18.1");
    write("proc/sys/vm/overcommit_memory", "0");
    write("proc/sys/vm/panic_on_oom", "0");
    write("proc/sys/vm/oom_dump_tasks", "1");
    write("proc/meminfo", "MemTotal:       2097152 kB\nSwapTotal:      0 kB\n");
    write("proc/1/statm", "1 2 3");
    write("etc/os-release", "NAME=x\nPRETTY_NAME=\"Debian 12\"\n");
    write(
        "proc/self/mounts",
        "proc /proc proc rw,relatime 0 0\ncgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n");
    write("sys/fs/cgroup/cgroup.controllers", "cpu memory pids");
  }

  @Test
  void saysWhatAWholeMachineHas() {
    Doctor doctor = doctor(USABLE, READABLE);
    assertThat(doctor.toPage())
        .contains("Debian 12, Linux 6.18.1")
        .contains("2048 MiB of RAM, no swap")
        .contains("v2 at /sys/fs/cgroup")
        .contains("uses a v2 memory cgroup under /sys/fs/cgroup/x")
        .doesNotContain("fix:");
    assertThat(doctor.recordedRunsWork()).isTrue();
  }

  @Test
  void givesReasonAndFixForEachMissingRight() {
    assertThat(doctor(REFUSED, CLOSED).toPage())
        .contains("read-only file system")
        .contains("fix: use a machine")
        .contains("dmesg_restrict is 1")
        .contains("fix: sudo sysctl kernel.dmesg_restrict=0")
        .contains("uses recorded runs");
  }

  @Test
  void saysWhatARunWithoutTheKernelLogCannotShow() {
    assertThat(doctor(USABLE, CLOSED).rung()).contains("neither the report nor");
  }

  @Test
  void namesTheVirtualMachineThatTakesTheCgroupsPlace() {
    Doctor.Probes probes = new Doctor.Probes(List.of(REFUSED), CLOSED, List.of(), true, true);
    assertThat(Doctor.examine(root, probes).rung())
        .startsWith("a memory cgroup of a virtual machine")
        .contains("kill --in guest-x86_64 --memcg 2");
  }

  @Test
  void saysWhoMakesTheScopeThatAnExperimentRunsIn() {
    Place scope =
        new Place(2, Path.of("/sys/fs/cgroup/app.slice/oomlab-1-2-3.scope"), true, "made", "");
    assertThat(doctor(scope, READABLE).rung())
        .contains("app.slice/oomlab-1-2-3.scope.\nYour systemd manager makes that scope");
    assertThat(doctor(USABLE, READABLE).rung()).doesNotContain("systemd");
  }

  @Test
  void warnsOfAMachineThatPanics() throws IOException {
    write("proc/sys/vm/panic_on_oom", "2");
    assertThat(doctor(USABLE, READABLE).toPage())
        .contains("would stop the whole machine")
        .contains("fix: sudo sysctl vm.panic_on_oom=1");
    write("proc/sys/vm/panic_on_oom", "1");
    assertThat(doctor(USABLE, READABLE).toPage())
        .contains("vm.panic_on_oom is 1: a kill in a memory cgroup is safe")
        .doesNotContain("fix:");
  }

  @Test
  void explainsStrictOvercommitAndMissingTaskTables() throws IOException {
    write("proc/sys/vm/overcommit_memory", "2");
    write("proc/sys/vm/oom_dump_tasks", "0");
    assertThat(doctor(USABLE, READABLE).toPage())
        .contains("mode 2")
        .contains("vm.overcommit_memory=0")
        .contains("vm.oom_dump_tasks=1");
  }

  @Test
  void namesHidepid() throws IOException {
    Files.delete(root.resolve("proc/1/statm"));
    write("proc/self/mounts", "proc /proc proc rw,hidepid=invisible 0 0\n");
    assertThat(doctor(USABLE, READABLE).toPage())
        .contains("hidepid=invisible")
        .contains("remount,hidepid=0")
        .contains("none mounted");
  }

  @Test
  void tellsThatAMountLacksTheMemoryController() throws IOException {
    write("sys/fs/cgroup/cgroup.controllers", "cpu pids");
    assertThat(doctor(REFUSED, READABLE).toPage()).contains("without the memory controller");
  }

  @Test
  void survivesAMachineWhereNothingCanBeRead() {
    Doctor doctor =
        Doctor.examine(
            root.resolve("nothing"),
            new Doctor.Probes(List.of(REFUSED), CLOSED, List.of(), false, false));
    assertThat(doctor.toPage()).contains("unnamed system").contains("uses recorded runs");
    assertThat(doctor.recordedRunsWork()).isFalse();
  }

  private Doctor doctor(Place place, LogAccess log) {
    return Doctor.examine(root, new Doctor.Probes(List.of(place), log, List.of(), false, true));
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
