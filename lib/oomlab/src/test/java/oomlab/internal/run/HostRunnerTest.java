package oomlab.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oomlab.Experiment;
import oomlab.ExperimentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRunnerTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path root;

  private RunDependencies nothingMayStart() {
    return new RunDependencies(
        root,
        () -> {
          throw new AssertionError("no child may be started");
        },
        r -> {
          throw new AssertionError("the kernel log is of no use");
        },
        true,
        group -> {});
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }

  @Test
  void machineThatWouldPanicIsSpared() throws IOException {
    write(
        "proc/self/mountinfo", "31 23 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
    write("proc/self/cgroup", "4:memory:/\n");
    write("proc/sys/vm/panic_on_oom", "2\n");
    Path groups = Files.createDirectories(root.resolve("sys/fs/cgroup/memory"));
    HostRunner attempt =
        new HostRunner(Experiment.standard(), nothingMayStart(), live -> {}, line -> {});
    assertThatThrownBy(attempt::run)
        .isInstanceOf(ExperimentException.class)
        .hasMessage(
            "nothing was allocated, because no memory cgroup can be used here: vm.panic_on_oom is"
                + " 2, so a kill even in a memory cgroup would panic the machine; sudo sysctl"
                + " vm.panic_on_oom=1");
    assertThat(groups).isEmptyDirectory();
  }
}
