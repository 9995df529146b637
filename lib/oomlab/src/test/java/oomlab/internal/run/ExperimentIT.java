package oomlab.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import oomlab.Backend;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.ExperimentException.Interrupted;
import oomlab.Live;
import oomlab.Ongoing;
import oomlab.Run;
import oomlab.Run.Allocation;
import oomlab.Verdict;
import oomlab.Verdict.Evidence;
import oomlab.WaitStatus;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.child.ChildCommand;
import oomlab.internal.klog.KernelLog;
import oomlab.internal.klog.LogAccess;
import oomlab.internal.posix.ChildProcess;
import oomlab.testing.Cgroups;
import oomlab.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ExperimentIT {
  private static final Experiment SMALL = Experiment.standard().limit("64M").threads(2).chunk("4M");

  // Takes memory in steps of 4 MiB until it is killed; the book's program in one line.
  /** Holds a line without an end, of a program that every machine has. */
  private static final String HOG = "read go; exec tail /dev/zero";

  private final AtomicReference<Path> group = new AtomicReference<>();

  @BeforeEach
  void needsACgroup() throws IOException {
    Cgroups.needed();
  }

  @AfterEach
  void nothingIsLeft() {
    if (group.get() != null) {
      assertThat(group.get()).doesNotExist();
    }
  }

  private static void needsTheKernelLog() {
    LogAccess access = KernelLog.access(Path.of("/"));
    Needs.that(access.readable(), "the kernel log cannot be read: " + access);
  }

  private Run run(Experiment experiment, RunDependencies means) {
    Consumer<MemoryCgroup> before =
        g -> {
          group.set(g.directory());
          means.beforeGo().accept(g);
        };
    return new HostRunner(experiment, means.withBeforeGo(before), live -> {}, line -> {}).run();
  }

  private static ChildCommand sh(String script) {
    return new ChildCommand(
        List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));
  }

  private static List<String> sources(List<Evidence> evidence) {
    return evidence.stream().map(Evidence::source).toList();
  }

  @Test
  void memcgKillIsProvenByLogAndCounter() {
    needsTheKernelLog();
    Run run = run(SMALL, RunDependencies.real(SMALL));
    assertThat(run.verdict()).isInstanceOf(Verdict.OomKilled.class);
    assertThat(sources(((Verdict.OomKilled) run.verdict()).evidence()))
        .startsWith("kernel-log", "cgroup");
    assertThat(run.waitStatus()).contains(new WaitStatus.Signaled(9, false));
    assertThat(run.victim()).isEqualTo(OptionalInt.of(run.expectedVictim()));
    assertThat(run.limitBytes()).hasValue(64L << 20);
    assertThat(run.allocations()).isNotEmpty().allMatch(a -> a.bytes() == 4L << 20);
    assertThat(run.terminal().get(0)).isEqualTo("expected victim is " + run.expectedVictim() + ".");
    assertThat(run.terminal().get(run.terminal().size() - 1)).isEqualTo("victim signalled: 9");
    assertThat(run.terminal().subList(1, run.terminal().size() - 1))
        .isNotEmpty()
        .allMatch(l -> l.matches("thread\\([0-9a-f]+\\), allocating 4194304 bytes\\."));
    assertThat(run.report()).isPresent();
    assertThat(run.killNanos().orElseThrow())
        .isPositive()
        .isLessThanOrEqualTo(run.deathNanos() + run.clock().orElseThrow().uncertaintyNanos());
    assertThat(run.peakRssBytes().orElseThrow()).isBetween(1L << 20, 128L << 20);
  }

  @Test
  void savedRunLoadsAsTheSame(@TempDir Path folder) {
    Run run = run(SMALL, RunDependencies.real(SMALL));
    run.save(folder.resolve("deep/run"));
    Run loaded = Run.load(folder.resolve("deep/run"));
    assertThat(loaded.backend()).isEqualTo(Backend.RECORDED);
    assertThat(loaded).usingRecursiveComparison().ignoringFields("backend").isEqualTo(run);
  }

  @Test
  void sigkillFromOutsideIsNotTheOomKillers() {
    ChildCommand dies = sh("read go; kill -9 $$");
    Run run = run(SMALL, RunDependencies.real(SMALL).withCommand(dies));
    assertThat(run.verdict()).isInstanceOf(Verdict.Signaled.class);
    Verdict.Signaled verdict = (Verdict.Signaled) run.verdict();
    assertThat(verdict.signal()).isEqualTo(9);
    assertThat(sources(verdict.evidence())).contains("wait-status", "cgroup");
    assertThat(run.victim()).isEmpty();
  }

  @Test
  void sigkillWithoutAnyEvidenceIsUnknown() {
    RunDependencies blind =
        RunDependencies.real(SMALL)
            .withCommand(sh("read go; kill -9 $$"))
            .withoutLog("kernel.dmesg_restrict is 1")
            .withoutCounter();
    Verdict verdict = run(SMALL, blind).verdict();
    assertThat(verdict).isInstanceOf(Verdict.Unknown.class);
    assertThat(((Verdict.Unknown) verdict).why()).contains("kernel.dmesg_restrict is 1");
  }

  @Test
  void exit137IsAnExit() {
    Run run = run(SMALL, RunDependencies.real(SMALL).withCommand(sh("read go; exit 137")));
    assertThat(run.verdict()).isEqualTo(new Verdict.Exited(137));
    assertThat(run.terminal()).endsWith("victim retcode: 137");
  }

  @Test
  void anotherSignalIsTold() {
    Run run = run(SMALL, RunDependencies.real(SMALL).withCommand(sh("read go; kill -15 $$")));
    assertThat(run.verdict()).isInstanceOf(Verdict.Signaled.class);
    assertThat(((Verdict.Signaled) run.verdict()).signal()).isEqualTo(15);
  }

  @Test
  void counterAloneProvesAKillWhenTheLogIsUnreadable() {
    Run run = run(SMALL, RunDependencies.real(SMALL).withoutLog("not allowed"));
    assertThat(run.verdict()).isInstanceOf(Verdict.OomKilled.class);
    assertThat(sources(((Verdict.OomKilled) run.verdict()).evidence())).startsWith("cgroup");
    assertThat(run.kernelLogGap()).contains("not allowed");
    assertThat(run.killNanos()).isEmpty();
  }

  @Test
  void killOfABystanderIsNotTakenForOurs() throws Exception {
    needsTheKernelLog();
    List<ChildProcess> decoys = new ArrayList<>();
    // Ours holds nothing: the kernel takes the decoy in the same group. Then ours kills itself, so
    // that both the wait status and the counter look like an OOM kill.
    RunDependencies means =
        RunDependencies.real(SMALL)
            .withCommand(sh("read go; sleep 10; kill -9 $$"))
            .withBeforeGo(g -> decoys.add(decoy(g)));
    try {
      Run run = run(SMALL, means);
      assertThat(run.verdict()).isInstanceOf(Verdict.Signaled.class);
      assertThat(run.victim()).hasValue(decoys.get(0).pid());
      assertThat(run.victim().getAsInt()).isNotEqualTo(run.expectedVictim());
      assertThat(run.verdict().toString())
          .contains("killed process " + decoys.get(0).pid() + " (tail) of the same cgroup");
    } finally {
      for (ChildProcess decoy : decoys) {
        decoy.close();
      }
    }
  }

  private static ChildProcess decoy(MemoryCgroup group) {
    try {
      ChildProcess hog = ChildProcess.spawn(sh(HOG).argv(), sh(HOG).env());
      group.add(hog.pid());
      hog.stdin().write("go\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return hog;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void timeLimitEndsTheRunAndIsNamed() {
    Experiment brief = SMALL.timeLimit(Duration.ofMillis(300));
    Run run = run(brief, RunDependencies.real(brief).withCommand(sh("read go; exec sleep 600")));
    assertThat(run.verdict()).isInstanceOf(Verdict.Signaled.class);
    assertThat(run.verdict().toString()).contains("time limit");
  }

  @Test
  void childThatCannotStartIsAFailureWithItsWords() {
    assertThatThrownBy(
            () ->
                run(SMALL, RunDependencies.real(SMALL).withCommand(sh("echo no JVM >&2; exit 1"))))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining("ended with 1")
        .hasMessageContaining("no JVM");
  }

  @Test
  void interruptCleansUpAndThrows() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>(false);
    RunDependencies sleeps = RunDependencies.real(SMALL).withCommand(sh("read go; exec sleep 600"));
    Thread runner =
        new Thread(
            () -> {
              try {
                run(SMALL, sleeps);
              } catch (ExperimentException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    runner.start();
    while (group.get() == null) {
      Thread.sleep(5);
    }
    runner.interrupt();
    runner.join();
    assertThat(thrown.get()).isInstanceOf(Interrupted.class);
    assertThat(flag.get()).isTrue();
  }

  @Test
  void cancelLeavesNothing() throws Exception {
    Ongoing ongoing = Experiment.standard().chunk("64K").start();
    while (ongoing.snapshot().isEmpty() && !ongoing.done()) {
      Thread.sleep(5);
    }
    ongoing.cancel();
    assertThat(ongoing.done()).isTrue();
  }

  @Test
  void listenerSeesTheRunGrow() {
    List<Live> seen = new ArrayList<>();
    Experiment slow = SMALL.touch(oomlab.Touch.BYTE);
    new HostRunner(
            slow,
            RunDependencies.real(slow)
                .withCommand(
                    sh("read go; echo 'thread(7f), allocating 5 bytes.'; sleep 1; exit 4")),
            seen::add,
            line -> {})
        .run();
    assertThat(seen).isNotEmpty();
    assertThat(seen.get(seen.size() - 1).allocations())
        .extracting(Allocation::thread)
        .containsExactly("7f");
    assertThat(seen.get(0).limitBytes()).isEqualTo(64L << 20);
  }

  @Test
  void twoAtOnceDoNotDisturbEachOther() {
    Ongoing first = SMALL.start();
    Ongoing second = SMALL.start();
    Run a = first.await();
    Run b = second.await();
    for (Run run : List.of(a, b)) {
      assertThat(run.verdict()).isInstanceOf(Verdict.OomKilled.class);
      assertThat(run.victim().orElse(run.expectedVictim())).isEqualTo(run.expectedVictim());
    }
    assertThat(a.expectedVictim()).isNotEqualTo(b.expectedVictim());
  }

  @Test
  void nothingIsAllocatedWhereNoGroupCanBeMade(@TempDir Path root) throws Exception {
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(root.resolve("proc/self/mountinfo"), "");
    RunDependencies elsewhere =
        new RunDependencies(
            root,
            () -> {
              throw new AssertionError("a child was asked for");
            },
            KernelWatch::open,
            true,
            g -> {});
    assertThatThrownBy(() -> run(SMALL, elsewhere))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining("nothing was allocated")
        .hasMessageContaining("mount -t cgroup2");
  }
}
