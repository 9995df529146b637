package oomlab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.ExperimentException.WrongProgram;
import oomlab.Guest;
import oomlab.Guest.Board;
import oomlab.Ongoing;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.WaitStatus;
import oomlab.explain.Explanation;
import oomlab.internal.posix.ChildProcess;
import oomlab.internal.posix.Signal;
import oomlab.report.OomReport;
import oomlab.testing.Emulators;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class GuestRunIT {
  /** The folders of guests that run: some tests look whether any is left. */
  static final String FOLDERS = "folders of guests";

  /** A run in a guest whose parent dies. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) {
      Experiment.in(Guest.x86().swap(32L << 20)).run(live -> {}, line -> System.out.println(line));
    }
  }

  @BeforeEach
  void needsBothEmulators() {
    Emulators.needed(Board.values());
  }

  private static Experiment experiment(Board board) {
    return Experiment.in(board == Board.ARM32 ? Guest.arm32() : Guest.x86());
  }

  /** Folders of guests that run now. */
  private static Set<Path> folders() throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    for (Path base :
        new LinkedHashSet<>(
            List.of(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/tmp")))) {
      try (Stream<Path> all = Files.list(base)) {
        all.filter(p -> p.getFileName().toString().startsWith("oomlab-guest-")).forEach(found::add);
      }
    }
    return found;
  }

  @ParameterizedTest
  @ResourceLock(value = FOLDERS, mode = ResourceAccessMode.READ)
  @EnumSource(Board.class)
  void aWholeMachineRunsOutOfMemoryAndItsVictimIsProven(Board board, @TempDir Path folder)
      throws Exception {
    List<String> printed = new ArrayList<>();
    Run run = experiment(board).run(live -> {}, printed::add);
    assertThat(run.verdict()).isInstanceOf(Verdict.OomKilled.class);
    assertThat(run.waitStatus()).contains(new WaitStatus.Signaled(9, false));
    assertThat(run.expectedDied()).isTrue();
    assertThat(run.kernelLogGap()).isEmpty();
    assertThat(run.terminal()).isEqualTo(printed);
    assertThat(printed.get(0)).isEqualTo("expected victim is " + run.expectedVictim() + ".");
    assertThat(printed.get(printed.size() - 1)).isEqualTo("victim signalled: 9");

    OomReport report = run.report().orElseThrow();
    Emulators.assertRead(
        report.unread().stream().map(OomReport.Line::text).toList(), report.problems());
    assertThat(Explanation.of(report).replay().verdict().words()).startsWith("agrees");
    if (board == Board.ARM32) {
      assertThat(report.ramPages()).hasValue(25600); // as in the book's log
    }

    assertThat(run.recording().series().size()).isGreaterThan(10);
    long kill = run.killNanos().orElseThrow();
    long half = run.clock().orElseThrow().uncertaintyNanos();
    assertThat(kill).isBetween(1L, run.deathNanos() + half);
    assertThat(run.peakRssBytes().orElseThrow())
        .isBetween(20L << 20, run.limitBytes().orElseThrow());

    Path saved = folder.resolve("run");
    run.save(saved);
    Run loaded = Run.load(saved);
    assertThat(loaded.recordedOn()).isEqualTo(run.backend());
    assertThat(loaded.experiment()).isEqualTo(run.experiment());
    assertThat(loaded.report()).isEqualTo(run.report());
    assertThat(loaded.verdict()).isEqualTo(run.verdict());
  }

  @Test
  @ResourceLock(value = FOLDERS, mode = ResourceAccessMode.READ)
  void twoGuestsAtTheSameTimeDoNotMeet() {
    CompletableFuture<Run> other =
        CompletableFuture.supplyAsync(() -> experiment(Board.ARM32).run());
    Run run = experiment(Board.ARM32).run();
    assertThat(run.expectedDied()).isTrue();
    assertThat(other.join().expectedDied()).isTrue();
  }

  @Test
  @ResourceLock(FOLDERS)
  void nothingIsLeftWhenTheParentIsKilled() throws Exception {
    Set<Path> before = folders();
    List<String> argv =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-Duser.home=" + System.getProperty("user.home"),
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName());
    try (ChildProcess parent = ChildProcess.spawn(argv, System.getenv())) {
      BufferedReader out =
          new BufferedReader(new InputStreamReader(parent.stdout(), StandardCharsets.UTF_8));
      assertThat(out.readLine()).startsWith("expected victim is ");
      Set<Path> during = folders();
      during.removeAll(before);
      assertThat(during).hasSize(1);
      Path folder = during.iterator().next();
      assertThat(processesIn(folder)).isNotEmpty();
      parent.signal(Signal.SIGKILL);
      assertThat(parent.await(Duration.ofSeconds(20))).isPresent();
      Thread.sleep(1500);
      assertThat(folder).doesNotExist();
      assertThat(processesIn(folder)).isEmpty();
    }
  }

  /** Processes whose working directory is this folder. */
  private static List<String> processesIn(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        if (workingDirectory(process).startsWith(folder.toString())) {
          found.add(process.toString());
        }
      }
    }
    return found;
  }

  private static String workingDirectory(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  /** The course's program, as one who only compiles and starts it would run it. */
  @Test
  @ResourceLock(value = FOLDERS, mode = ResourceAccessMode.READ)
  void aSourceOfTheUsersRunsThereAndItsChildIsNamed(@TempDir Path folder) {
    Path source = Path.of("lib/guest/src/main/c/oom.c");
    Run run = Experiment.source(source).guest(Guest.arm32()).run();
    assertThat(run.terminal()).contains("victim signalled: 9").endsWith("victim retcode: 0");
    assertThat(run.waitStatus()).contains(new WaitStatus.Exited(0));
    OomReport report = run.report().orElseThrow();
    int victim = report.kills().get(0).pid();
    assertThat(run.victim()).hasValue(victim);
    assertThat(victim).isNotEqualTo(run.expectedVictim());
    assertThat(run.terminal()).contains("expected victim is " + victim + ".");
    assertThat(run.verdict().evidence())
        .anyMatch(e -> e instanceof Verdict.OtherKilled other && other.other() == victim);
    run.save(folder.resolve("saved"));
    assertThat(Run.load(folder.resolve("saved")).experiment()).isEqualTo(run.experiment());
  }

  @Test
  void aSourceThatDoesNotCompileBootsNothing(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("wrong.c");
    Files.writeString(source, "int main(void) { return x; }");
    assertThatThrownBy(() -> Experiment.source(source).guest(Guest.x86()).run())
        .isInstanceOf(WrongProgram.class)
        .hasMessageContaining("wrong.c does not compile: ")
        .hasMessageContaining("undeclared");
    assertThatThrownBy(() -> Experiment.command("ls").guest(Guest.x86()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give it a C source");
  }

  @Test
  @ResourceLock(FOLDERS)
  void aGuestThatTakesTooLongIsGivenUp() throws Exception {
    Set<Path> before = folders();
    Guest guest = Guest.x86().swap(64L << 20);
    Workload load = GuestRunner.load(Experiment.in(guest));
    Guests guests = Guests.ofUser();
    assertThatThrownBy(
            () ->
                guests.observe(
                    guest, load, Optional.empty(), Duration.ofSeconds(2), so -> {}, line -> {}))
        .isInstanceOf(GuestException.class)
        .hasMessageStartingWith("the guest was given up after 2 s");
    assertThat(folders()).isEqualTo(before);
  }

  @Test
  @ResourceLock(value = FOLDERS, mode = ResourceAccessMode.READ)
  void aKernelThatCannotStartOneIsNamed(@TempDir Path folder) throws Exception {
    Path junk = folder.resolve("zImage");
    Files.write(junk, new byte[1 << 20]);
    assertThatThrownBy(() -> Experiment.in(Guest.x86().kernel(junk)).run())
        .isInstanceOf(ExperimentException.class)
        // On a quick machine it is gone before we see it start.
        .hasMessageMatching("QEMU ended (before it started|while it booted): .+");
    assertThatThrownBy(() -> Experiment.in(Guest.x86().kernel(folder.resolve("none"))).run())
        .hasMessage("cannot read " + folder.resolve("none") + ": name a file that is there");
  }

  @Test
  @ResourceLock(value = FOLDERS, mode = ResourceAccessMode.READ)
  void aKernelThatPanicsIsQuoted(@TempDir Path folder) throws Exception {
    Path junk = folder.resolve("initramfs");
    Files.writeString(junk, "no archive at all");
    Guest guest = Guest.x86().initramfs(junk).speed(Guest.Speed.TCG);
    assertThatThrownBy(() -> Experiment.in(guest).run())
        .hasMessageStartingWith("the guest's kernel panicked while it booted: Kernel panic")
        .hasMessageNotContaining("\n");
  }

  @Test
  @ResourceLock(FOLDERS)
  void anInterruptedRunIsGoneWhenTheCallReturns() throws Exception {
    Set<Path> before = folders();
    try (Ongoing ongoing = Experiment.in(Guest.x86().swap(32L << 20)).start()) {
      while (ongoing.snapshot().map(l -> l.recording().series().size()).orElse(0) == 0
          && !ongoing.done()) {
        Thread.sleep(20);
      }
      ongoing.cancel();
      assertThat(folders()).isEqualTo(before);
      assertThatThrownBy(ongoing::await).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  @ResourceLock(FOLDERS)
  void aDamagedSavedBootIsReplacedByANewOne() throws Exception {
    Guest guest = Guest.arm32().memory(96L << 20);
    Run first = Experiment.in(guest).run();
    assertThat(first.expectedDied()).isTrue();
    Path snapshots = cache().resolve("oomlab/guests/snapshots");
    Path newest;
    try (Stream<Path> all = Files.list(snapshots)) {
      newest =
          all.filter(p -> Files.exists(p.resolve("state")))
              .max((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
              .orElseThrow();
    }
    byte[] state = Files.readAllBytes(newest.resolve("state"));
    Files.write(newest.resolve("state"), java.util.Arrays.copyOf(state, state.length / 3));
    assertThat(Experiment.in(guest).run().expectedDied()).isTrue();
    assertThat(Files.size(newest.resolve("state"))).isGreaterThan(state.length / 2);
  }

  private static Path cache() {
    Map<String, String> environment = System.getenv();
    String set = environment.getOrDefault("XDG_CACHE_HOME", "");
    return set.startsWith("/") ? Path.of(set) : Path.of(System.getProperty("user.home"), ".cache");
  }
}
