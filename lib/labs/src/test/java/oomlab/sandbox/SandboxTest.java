package oomlab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import oomlab.internal.posix.WaitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sandbox says, and what it does with files and output. */
class SandboxTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  private static final SandboxLimits LIMITS =
      new SandboxLimits(
          256 << 20, 64, 1000, 100_000, 1000, Duration.ofMillis(1500), Duration.ofSeconds(9));

  private static ProcessEnding ending(WaitStatus status, boolean killed, Limit... limits) {
    return ProcessEnding.of(status, true, List.of(limits), killed, LIMITS);
  }

  @Test
  void endingIsTold() {
    assertThat(ending(new WaitStatus.Exited(0), false).words()).isEqualTo("ended with exit code 0");
    assertThat(ending(new WaitStatus.Exited(134), false).words()).isEqualTo("ended by SIGABRT");
    assertThat(ending(new WaitStatus.Exited(1), true).words()).isEqualTo("ended by the grader");
    assertThat(ending(new WaitStatus.Exited(1), true).status())
        .isEqualTo(new WaitStatus.Signaled(9, false));
    assertThat(ending(new WaitStatus.Exited(137), false, Limit.MEMORY).words())
        .isEqualTo("ended by SIGKILL after reaching its limit of memory, 256 MiB");
    assertThat(ending(new WaitStatus.Exited(1), true, Limit.CPU, Limit.PROCESSES).words())
        .isEqualTo("killed at its limit of processor time, 1.5 s; of processes and threads, 64");
  }

  @Test
  void exitCodeOfAProcessThatIsNotIsolatedIsItsOwn() {
    ProcessEnding ending =
        ProcessEnding.of(new WaitStatus.Exited(137), false, List.of(), false, LIMITS);
    assertThat(ending.words()).isEqualTo("ended with exit code 137");
  }

  @Test
  void statementNamesWhatIsHeldAndWhatIsNot() {
    Isolation way = new Bubblewrap("bwrap", "setpriv", true);
    assertThat(SandboxStatement.of(way, true, true, true, true, List.of()))
        .startsWith("Student code runs isolated by bubblewrap, as nobody, without any right. Held:")
        .contains("no network", "memory and swap by a cgroup")
        .contains("Not held: it can start programs that it writes");
    String plain =
        SandboxStatement.of(
            new Plain(), false, true, false, false, List.of("unshare (not allowed)"));
    assertThat(plain)
        .startsWith(
            "Student code runs with limits and without isolation, as the user of the grader.")
        .contains("Not held: the network; every file that its user may read or write")
        .contains("no memory cgroup can be made here")
        .endsWith("Not available: unshare (not allowed).");
    assertThat(SandboxStatement.of(new Plain(), true, false, false, false, List.of()))
        .contains("as root.", "it may outlive a grader that is killed");
  }

  @Test
  void processorTimeOfAProcessWithANastyNameIsRead() {
    String line = "77 (a) b (c) S 1 77 70 0 -1 4194304 1 2 3 4 10 20 300 4000 20 0 1 0 99";
    assertThat(Stat.parse(line)).isEqualTo(new Stat(70, 4330));
    assertThat(Stat.of(folder, 77)).isEqualTo(new Stat(0, 0));
  }

  @Test
  void outputIsCutAtItsLimitAndToldOnce() throws Exception {
    AtomicInteger floods = new AtomicInteger();
    byte[] printed = "x".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
    try (ProcessOutput output =
        new ProcessOutput(new ByteArrayInputStream(printed), 10_000, floods::incrementAndGet)) {
      output.start();
      assertThat(output.readAllBytes()).hasSize(10_000);
      assertThat(output.awaitEnd(10_000)).isTrue();
      assertThat(floods).hasValue(1);
    }
  }

  @Test
  void outputWithinItsLimitIsWhole() throws Exception {
    AtomicInteger floods = new AtomicInteger();
    byte[] printed = new byte[50_000];
    new Random(1).nextBytes(printed);
    try (ProcessOutput output =
        new ProcessOutput(new ByteArrayInputStream(printed), 50_000, floods::incrementAndGet)) {
      output.start();
      assertThat(output.readAllBytes()).isEqualTo(printed);
      assertThat(output.read()).isEqualTo(-1);
      assertThat(floods).hasValue(0);
    }
  }

  private WorkFolder scratch(List<Mounted> files) throws IOException {
    Path work = Files.createDirectories(folder.resolve("work"));
    SandboxCommand cell =
        new SandboxCommand(List.of("x"), Map.of(), work, List.of(), files, LIMITS);
    return new WorkFolder(Path.of("/"), cell, false);
  }

  @Test
  void folderIsFilledWithCopiesAndEmptiedAgain() throws IOException {
    Path bundle = folder.resolve("bundle");
    Path deep = Files.createDirectories(bundle.resolve("deep"));
    Path file = Files.writeString(deep.resolve("run.json"), "{}");
    WorkFolder scratch = scratch(List.of(new Mounted(bundle, Path.of("runs/a"))));
    scratch.prepare(false);
    Path copy = folder.resolve("work/runs/a/deep/run.json");
    assertThat(copy).hasContent("{}");
    assertThat(scratch.full(List.of())).isFalse();
    Files.write(copy, new byte[100_001]);
    assertThat(scratch.full(List.of())).isTrue();
    Files.createSymbolicLink(folder.resolve("work/link"), bundle);
    Path closed = Files.createDirectories(folder.resolve("work/closed/inner"));
    Files.createFile(closed.resolve("file"));
    Files.setPosixFilePermissions(closed, Set.of());
    Files.setPosixFilePermissions(folder.resolve("work/closed"), Set.of());
    scratch.clear();
    assertThat(folder.resolve("work")).isEmptyDirectory();
    assertThat(file).hasContent("{}");
  }

  @Test
  void folderWithSomethingInItIsLeftAlone() throws IOException {
    Path mine = Files.createDirectories(folder.resolve("work")).resolve("mine");
    Files.createFile(mine);
    SandboxCommand cell = scratch(List.of()).cell();
    assertThatThrownBy(() -> FileAccess.check(cell, false, true))
        .hasMessageEndingWith("is not empty: give the process an empty folder, and files by name");
    assertThat(mine).exists();
  }
}
