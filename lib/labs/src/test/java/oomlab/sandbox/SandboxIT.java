package oomlab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import oomlab.WaitStatus;
import oomlab.internal.cgroup.Place;
import oomlab.internal.posix.ChildProcess;
import oomlab.internal.posix.Signal;
import oomlab.testing.Cgroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits in every way; each bomb is bounded by itself, too, and verified to be fenced in. */
@Timeout(120)
class SandboxIT {
  @Test
  void bestIsTheStrongestThatWorks() {
    Sandbox isolated = Box.sandbox("bubblewrap");
    Sandbox best = Sandbox.here(true);
    assertThat(best.statement()).isEqualTo(isolated.statement());
    assertThat(best.isolated()).isTrue();
    assertThat(Sandbox.here(false).isolated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void tellsHowItEnds(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      Box.Said said = box.run(Box.LIMITS, "echo out; echo err >&2; exit 3");
      assertThat(said.output()).isEqualTo("out\nerr\n");
      assertThat(said.ending().status()).isEqualTo(new WaitStatus.Exited(3));
      assertThat(said.ending().words()).isEqualTo("ended with exit code 3");
      said = box.run(Box.LIMITS, "kill -SEGV $$");
      assertThat(said.output()).isEmpty();
      assertThat(said.ending().status()).isEqualTo(new WaitStatus.Signaled(11, false));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void givesTheEnvironmentAndNothingElse(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      try (SandboxedProcess process = box.start(Box.LIMITS, "/usr/bin/env")) {
        assertThat(Box.end(process).output()).isEqualTo("PATH=/usr/bin:/bin\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void readsItsFilesAndCannotChangeThem(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      Path bundle = Box.open(Files.createDirectory(box.folder.resolve("bundle")));
      Path file = Files.writeString(bundle.resolve("run.json"), "{}");
      List<ReadOnlyMount> files = List.of(new ReadOnlyMount(bundle, Path.of("runs/first")));
      String script =
          "cat runs/first/run.json; echo x >runs/first/run.json; rm -r runs; echo x >own";
      try (SandboxedProcess process = box.start(Box.LIMITS, files, "/bin/sh", "-c", script)) {
        assertThat(Box.end(process).output()).startsWith("{}");
      }
      assertThat(file).hasContent("{}");
      assertThat(box.work).isEmptyDirectory();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void memoryBombDiesInItsOwnGroup(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      SandboxLimits limits = limits(64, 100, 300, 16, 1, 20, 30);
      // Without a line end tail keeps all of it: at most 300 MiB.
      Box.Said said = box.bomb(limits, "head -c 314572800 /dev/zero | tail -n 1 | wc -c");
      assertThat(said.ending().limits()).containsExactly(Limit.MEMORY);
      assertThat(said.ending().words()).endsWith("memory, 64 MiB");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void forkBombEndsWithinSeconds(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      SandboxLimits limits = limits(256, 40, 1, 16, 1, 20, 3);
      String mark = mark();
      // Doubles seven times: at most 255 processes.
      String bomb =
          "f() { [ $1 = 0 ] || { f $(($1-1)) & f $(($1-1)) & }; sleep %s; }; f 7".formatted(mark);
      Box.Said said = box.bomb(limits, bomb);
      assertThat(said.ending().limits()).contains(Limit.PROCESSES);
      assertThat(Box.processesWith(mark)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void diskBombStops(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      SandboxLimits limits = limits(256, 100, 300, 16, 1, 20, 30);
      String bomb =
          "for i in 1 2 3 4 5; do head -c 20000000 /dev/zero >big$i; done; ls -l; sleep 2";
      Box.Said said = box.bomb(limits, bomb);
      assertThat(said.ending().limits()).containsExactly(Limit.DISK);
      assertThat(said.output()).doesNotContain("20000000 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void fileStopsAtItsSize(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      SandboxLimits limits = limits(256, 100, 1, 16, 1, 20, 30);
      Box.Said said = box.run(limits, "head -c 3000000 /dev/zero >big; stat -c %s big");
      assertThat(said.output()).contains("1048576");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void outputFloodIsKilled(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      Box.Said said = box.run(Box.LIMITS, "head -c 200000000 /dev/zero; sleep 20");
      assertThat(said.output()).hasSize(1 << 20);
      assertThat(said.ending().words()).isEqualTo("killed at its limit of output, 1 MiB");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void busyLoopIsKilled(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      Box.Said said = box.run(limits(256, 100, 1, 16, 1, 1, 60), "while :; do :; done");
      assertThat(said.ending().words()).isEqualTo("killed at its limit of processor time, 1.0 s");
      assertThat(said.ending().status()).isEqualTo(new WaitStatus.Signaled(9, false));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void sleeperIsKilled(String isolation) throws Exception {
    try (Box box = Box.of(isolation)) {
      Box.Said said = box.run(limits(256, 100, 1, 16, 1, 20, 1), "sleep 60");
      assertThat(said.ending().words()).isEqualTo("killed at its limit of time, 1.0 s");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void closeLeavesNothing(String isolation) throws Exception {
    String mark = mark();
    try (Box box = Box.of(isolation)) {
      String script = "setsid sleep %1$s & (sleep %1$s &) & echo up; exec >&- 2>&-; sleep %1$s";
      SandboxedProcess process = box.start(Box.LIMITS, "/bin/sh", "-c", script.formatted(mark));
      try (process) {
        assertThat(process.output().readNBytes(3))
            .asString(StandardCharsets.UTF_8)
            .isEqualTo("up\n");
        Box.awaitProcesses(mark, 3);
        assertThat(process.alive()).isTrue();
      }
      assertThat(process.alive()).isFalse();
      assertThat(process.ending().words()).isEqualTo("ended by the grader");
      assertThat(Box.processesWith(mark)).isEmpty();
    }
    assertThat(Box.groupsOf(ProcessHandle.current().pid())).isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("oomlab-box");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void endOfOneIsNotTheEndOfAnother(String isolation) throws Exception {
    String mark = mark();
    try (Box box = Box.of(isolation);
        Box other = Box.of(isolation);
        SandboxedProcess process = box.start(Box.LIMITS, "/bin/sleep", mark)) {
      Box.awaitProcesses(mark, 1);
      assertThat(other.run(Box.LIMITS, "exit 3").ending().words()).endsWith("code 3");
      assertThat(other.run(limits(64, 20, 1, 1, 1, 1, 1), "sleep 9").ending().killed()).isTrue();
      assertThat(process.alive()).isTrue();
    }
  }

  /** Stands for a grader that is killed while a student's code runs. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] args) throws Exception {
      List<String> command =
          List.of("/bin/sh", "-c", "setsid sleep %1$s & sleep %1$s".formatted(args[2]));
      SandboxCommand cell =
          new SandboxCommand(command, Map.of(), Path.of(args[1]), List.of(), List.of(), Box.LIMITS);
      // The thread that starts it ends at once: nothing may hang on that.
      Thread starter = new Thread(() -> start(Box.sandbox(args[0]), cell));
      starter.start();
      starter.join();
      System.out.println("up");
      Thread.sleep(60_000);
    }

    private static void start(Sandbox sandbox, SandboxCommand cell) {
      try {
        SandboxedProcess ignored = sandbox.start(cell);
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "unshare", "plain"})
  void nothingIsLeftWhenTheGraderIsKilled(String isolation) throws Exception {
    if (isolation.equals("plain")) {
      Place ignored = Cgroups.needed(); // only it knows what a process has started
    }
    String mark = mark();
    try (Box box = Box.of(isolation)) {
      ChildProcess owner = owner(isolation, box.work, mark);
      assertThat(owner.stdout().readNBytes(3)).asString(StandardCharsets.UTF_8).isEqualTo("up\n");
      Box.awaitProcesses(mark, 2);
      owner.signal(Signal.SIGKILL);
      assertThat(owner.await(Duration.ofSeconds(20))).isPresent();
      owner.close();
      Box.awaitProcesses(mark, 0);
      // A group can be removed a moment after its last process has gone.
      for (int i = 0; i < 50 && !Box.groupsOf(owner.pid()).isEmpty(); i++) {
        Thread.sleep(100);
      }
      assertThat(Box.groupsOf(owner.pid())).isEmpty();
    }
  }

  private static ChildProcess owner(String isolation, Path work, String mark) throws IOException {
    return ChildProcess.spawn(
        List.of(
            java(),
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            Owner.class.getName(),
            isolation,
            work.toString(),
            mark),
        Map.of("PATH", "/usr/bin:/bin"));
  }

  @Test
  void saysWhatItCannotStart() throws Exception {
    try (Box box = Box.of("plain")) {
      Path missing = box.folder.resolve("missing.jar");
      SandboxCommand cell =
          new SandboxCommand(
              List.of("/bin/true"), Map.of(), box.work, List.of(missing), List.of(), Box.LIMITS);
      assertThatThrownBy(() -> box.sandbox.start(cell))
          .hasMessage(missing + " is not there, and the process was to see it");
      Files.createFile(missing);
      if (box.sandbox.nobody()) {
        Path closed =
            Files.setPosixFilePermissions(missing, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> box.sandbox.start(cell))
            .hasMessageContaining("chmod o+rX " + closed);
      }
    }
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** An argument for sleep that no other process has. */
  private static String mark() {
    return "600." + Math.abs(System.nanoTime());
  }

  private static SandboxLimits limits(
      int memoryMib, int processes, int fileMib, int diskMib, int outputMib, int cpu, int wall) {
    return new SandboxLimits(
        (long) memoryMib << 20,
        processes,
        (long) fileMib << 20,
        (long) diskMib << 20,
        (long) outputMib << 20,
        Duration.ofSeconds(cpu),
        Duration.ofSeconds(wall));
  }
}
