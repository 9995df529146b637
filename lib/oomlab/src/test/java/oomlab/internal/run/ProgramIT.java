package oomlab.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import oomlab.Experiment;
import oomlab.ExperimentException.WrongProgram;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.WaitStatus;
import oomlab.internal.klog.KernelLog;
import oomlab.internal.klog.LogAccess;
import oomlab.testing.Cgroups;
import oomlab.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of a user's in the group, with their children. */
@Timeout(300)
class ProgramIT {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String GROWS = "b = []\nwhile True: b.append(bytearray(1 << 20))";
  private static final String HOG = PYTHON + " -c '" + GROWS + "'";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  private final AtomicReference<Path> group = new AtomicReference<>();
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void needsACgroup() throws IOException {
    Cgroups.needed();
    Needs.that(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is missing");
    LogAccess access = KernelLog.access(Path.of("/"));
    Needs.that(access.readable(), "the kernel log cannot be read: " + access);
  }

  @AfterEach
  void nothingIsLeft() {
    if (group.get() != null) {
      assertThat(group.get()).doesNotExist();
    }
  }

  private Run run(Experiment experiment) {
    RunDependencies means =
        RunDependencies.real(experiment).withBeforeGo(g -> group.set(g.directory()));
    return new HostRunner(experiment, means, live -> {}, lines::add).run();
  }

  private Run sh(String script) {
    return run(Experiment.command("sh", "-c", script).limit("64M"));
  }

  @Test
  void programThatGrowsIsKilledAndItsRunIsSavedAsItIs() {
    Run run = run(Experiment.command(PYTHON, "-c", GROWS).limit("64M"));
    assertThat(run.verdict()).isInstanceOf(Verdict.OomKilled.class);
    assertThat(run.victim()).hasValue(run.expectedVictim());
    assertThat(run.charges().peakBytes().orElseThrow()).isBetween(60L << 20, 64L << 20);
    assertThat(run.report()).isPresent();
    run.save(folder.resolve("run"));
    assertThat(Run.load(folder.resolve("run")))
        .usingRecursiveComparison()
        .ignoringFields("backend")
        .isEqualTo(run);
  }

  @Test
  void killOfAChildIsToldAndIsNotHowTheCommandEnded() {
    Run run = sh("for i in 1 2 3 4; do sleep 60 & done; " + HOG + "; echo went on; exit 1");
    assertThat(run.waitStatus()).contains(new WaitStatus.Exited(1));
    assertThat(run.verdict().kind()).isEqualTo("exited");
    assertThat(run.victim().orElseThrow()).isNotEqualTo(run.expectedVictim());
    assertThat(run.verdict().toString())
        .contains("killed process " + run.victim().getAsInt() + " (python3) of the same cgroup");
    assertThat(run.members())
        .anySatisfy(
            member -> {
              assertThat(member.pid()).isEqualTo(run.victim().getAsInt());
              assertThat(member.name()).isEqualTo("python3");
              assertThat(member.peakBytes()).isGreaterThan(16 << 20);
            });
    assertThat(run.report()).isPresent();
    assertThat(run.toString()).contains("survived it");
    assertThat(lines).contains("went on").anyMatch(l -> l.startsWith("oomlab killed what"));
  }

  @Test
  void killInAGroupBelowIsCountedAndNamedByItsPath() {
    String enter =
        "own=$(sed -n 's/.*[:,]memory[:,][^/]*//p; s/^0:://p' /proc/self/cgroup | head -n 1);"
            + " for top in /sys/fs/cgroup/memory /sys/fs/cgroup; do"
            + " [ ! -d $top$own ] || break; done; own=$top$own; mkdir $own/deep;"
            + " if [ -e $own/cgroup.subtree_control ]; then mkdir $own/self;"
            + " echo $$ > $own/self/cgroup.procs; echo +memory > $own/cgroup.subtree_control; fi;"
            + " (echo 0 > $own/deep/cgroup.procs; exec "
            + HOG
            + "); exit 1";
    Run run = sh(enter);
    assertThat(run.waitStatus()).contains(new WaitStatus.Exited(1));
    assertThat(run.verdict().toString())
        .contains("/deep, not process " + run.expectedVictim())
        .contains("grew by 1");
    assertThat(run.charges().events().entrySet())
        .anyMatch(e -> e.getKey().endsWith(" oom_kill") && e.getValue() == 1);
  }

  @Test
  void limitThatIsTooSmallForTheStartIsTheKernelsVerdict() {
    Run run = run(Experiment.command("true").limit("4K"));
    assertThat(run.verdict().kind()).isEqualTo("oom-killed");
    assertThat(run.verdict().evidence()).contains(new Verdict.NotStarted());
  }

  @Test
  void fileOfATmpfsOutlivesTheKill() throws IOException {
    Path file = Path.of("/dev/shm", "oomlab-test-" + UUID.randomUUID());
    Needs.that(Files.isWritable(file.getParent()), "/dev/shm cannot be written");
    try {
      Run run = run(Experiment.command("dd", "if=/dev/zero", "of=" + file, "bs=1M").limit("32M"));
      assertThat(run.verdict().kind()).isEqualTo("oom-killed");
      assertThat(Files.size(file)).isGreaterThan(16 << 20);
      assertThat(run.toString()).contains("shmem outlived the processes");
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Test
  void refusedMemoryIsNoKill() {
    Run run = sh("ulimit -v 60000; " + HOG);
    assertThat(run.verdict().kind()).isEqualTo("exited");
    assertThat(run.verdict().toString()).contains("Python's MemoryError", "did not move");
    Run late =
        run(Experiment.command("sleep", "60").limit("64M").timeLimit(Duration.ofMillis(300)));
    assertThat(late.verdict().toString()).contains("the time limit of 0.3 s was over");
  }

  @Test
  void sourceIsCompiledOutsideAndRunInside() throws IOException {
    Path java = folder.resolve("Grow.java");
    Files.writeString(
        java,
        "// class Not\nimport java.util.*;\nclass Grow { public static void main(String[] a) {"
            + " System.out.println(a[0]); List<byte[]> b = new ArrayList<>();"
            + " while (true) b.add(new byte[1 << 20]); } }");
    Run run = run(Experiment.source(java, "an argument").limit("128M"));
    assertThat(run.verdict()).isInstanceOf(Verdict.OomKilled.class);
    assertThat(lines).contains("an argument");
    Path wrong = Files.writeString(folder.resolve("Wrong.java"), "class Wrong { int x = y; }");
    assertThatThrownBy(() -> run(Experiment.source(wrong)))
        .isInstanceOf(WrongProgram.class)
        .hasMessageContaining("Wrong.java:1: error: cannot find symbol")
        .hasMessageNotContaining("\n");
  }

  @Test
  void sourceInCRunsWhereThereIsACompiler() throws IOException {
    Needs.that(Files.isExecutable(Path.of("/usr/bin/cc")), "there is no C compiler");
    Path c = Files.writeString(folder.resolve("mine.c"), "int main(void) { return 42; }");
    assertThat(run(Experiment.source(c).limit("64M")).waitStatus())
        .contains(new WaitStatus.Exited(42));
    Path wrong = Files.writeString(folder.resolve("wrong.c"), "int main(void) { return x; }");
    assertThatThrownBy(() -> run(Experiment.source(wrong)))
        .isInstanceOf(WrongProgram.class)
        .hasMessageContaining("wrong.c does not compile: ");
  }

  @Test
  void outputIsHandedOnByteByByte() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Experiment experiment = Experiment.command("printf", "a\\0b\\n\\377").limit("64M");
    RunDependencies means =
        RunDependencies.real(experiment)
            .withStreams(new ProgramStreams(out, new ByteArrayOutputStream()));
    Run run = new HostRunner(experiment, means, live -> {}, line -> {}).run();
    assertThat(out.toByteArray()).isEqualTo(new byte[] {'a', 0, 'b', '\n', (byte) 255});
    assertThat(run.waitStatus()).isEqualTo(Optional.of(new WaitStatus.Exited(0)));
  }

  @Test
  void programWithoutEndOfOutputIsKeptInBounds() {
    Run run = run(Experiment.command("yes").limit("64M").timeLimit(Duration.ofMillis(500)));
    assertThat(run.terminal()).hasSizeLessThan(3000).anyMatch(l -> l.contains("left out"));
    assertThat(String.join("", lines).getBytes(StandardCharsets.UTF_8)).isNotEmpty();
  }

  @Test
  void wrongProgramsAreNamedAndNothingStarts() throws IOException {
    Path closed = Files.writeString(folder.resolve("closed"), "x");
    Path script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    for (String name :
        List.of("no-such-program", "/no/such/file", folder + "", closed + "", script + "")) {
      assertThatThrownBy(() -> run(Experiment.command(name)))
          .isInstanceOf(WrongProgram.class)
          .hasMessageContaining(name)
          .hasMessageNotContaining("\n");
    }
    assertThat(group.get()).isNull();
  }
}
