package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oomlab.Run;
import oomlab.WaitStatus;
import oomlab.internal.posix.ChildProcess;
import oomlab.testing.Cgroups;
import oomlab.testing.JsonMaps;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class KillCommandIT {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  /** How a command ended and what it printed. */
  private record Outcome(WaitStatus status, String out, String err) {}

  private static Outcome oomlab(String... arguments) throws Exception {
    return oomlab(List.of(), System.getProperty("java.class.path"), arguments);
  }

  private static Outcome oomlab(List<String> before, String classPath, String... arguments)
      throws Exception {
    List<String> argv = new ArrayList<>(before);
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(List.of("-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"));
    argv.add("-Duser.home=" + System.getProperty("user.home"));
    argv.addAll(List.of("-cp", classPath, Main.class.getName()));
    argv.add("kill");
    argv.addAll(List.of(arguments));
    try (ChildProcess process = ChildProcess.spawn(argv, Map.of("PATH", "/usr/bin:/bin"))) {
      String out = new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.stderr().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.await(Duration.ofSeconds(60)).orElseThrow(), out, err);
    }
  }

  @Test
  void printsTheBooksLinesThenTheVerdict() throws Exception {
    Cgroups.needed();
    Outcome outcome = oomlab("--limit", "64M", "--threads", "2", "--chunk", "4M");
    assertThat(outcome.status()).isEqualTo(new WaitStatus.Exited(0));
    assertThat(outcome.err()).isEmpty();
    List<String> lines = outcome.out().lines().toList();
    String pid = lines.get(0).replaceAll("\\D", "");
    assertThat(lines.get(0)).isEqualTo("expected victim is " + pid + ".");
    assertThat(lines.get(1)).matches("thread\\([0-9a-f]+\\), allocating 4194304 bytes\\.");
    assertThat(lines).contains("victim signalled: 9");
    assertThat(outcome.out()).contains("process " + pid + ": killed by the OOM killer: ");
  }

  @Test
  void printsTheJsonOfTheContractAndSaves() throws Exception {
    Cgroups.needed();
    Path saved = folder.resolve("run");
    Outcome outcome =
        oomlab("--limit", "64M", "--touch", "madvise", "--json", "--save", saved.toString());
    assertThat(outcome.status()).isEqualTo(new WaitStatus.Exited(0));
    Map<String, Object> json = JsonMaps.read(outcome.out());
    assertThat(json)
        .containsKeys(
            "verdict",
            "expectedVictim",
            "limitBytes",
            "threads",
            "chunkBytes",
            "touch",
            "wallMillis",
            "peakRssBytes",
            "samples",
            "sampler",
            "backend")
        .containsEntry("touch", "madvise")
        .containsEntry("limitBytes", 64 << 20);
    assertThat(json.get("verdict")).asString().contains("kind=oom-killed");
    assertThat(Run.load(saved).expectedVictim()).isEqualTo(json.get("expectedVictim"));
  }

  @Test
  void programsStatusAndOutputAreTheCommands() throws Exception {
    Cgroups.needed();
    Outcome outcome = oomlab("--limit", "64M", "--", "sh", "-c", "echo out; echo err >&2; exit 7");
    assertThat(outcome.status()).isEqualTo(new WaitStatus.Exited(7));
    assertThat(outcome.out()).isEqualTo("out\n");
    assertThat(outcome.err()).contains("expected victim is", "err\n", "exited with 7");
    Outcome json = oomlab("--limit", "64M", "--json", "--", "sh", "-c", "echo out; kill -15 $$");
    assertThat(json.status()).isEqualTo(new WaitStatus.Exited(128 + 15));
    assertThat(JsonMaps.read(json.out()))
        .containsKeys("verdict", "program", "host", "group", "members")
        .doesNotContainKeys("threads", "chunkBytes", "touch");
    assertThat(json.err()).isEqualTo("out\n");
    Outcome none = oomlab("--limit", "64M", "--", "no-such-program");
    assertThat(none.status()).isEqualTo(new WaitStatus.Exited(2));
    assertThat(none.err()).hasLineCount(1).contains("there is no program no-such-program");
  }

  @ParameterizedTest
  @CsvSource({
    "--limit, 1M, too small",
    "--limit, much, such as 256M",
    "--threads, 0, give 1 to",
    "--touch, poke, 'page, byte, populate'",
    "--every, soon, such as 1ms",
    "--time-limit, 3d, such as 1ms",
    "--save, /proc, is not empty"
  })
  void refusesWrongArgumentsBeforeAnythingRuns(String option, String value, String why)
      throws Exception {
    Outcome outcome = oomlab(option, value);
    assertThat(outcome.status()).isEqualTo(new WaitStatus.Exited(2));
    assertThat(outcome.err()).contains(why);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void userWithoutRightsGetsTheReasonAndTheFix() throws Exception {
    Needs.that(
        Files.isExecutable(Path.of("/usr/bin/setpriv")) && isRoot(),
        "only root can become another user, with setpriv");
    Path jar = Path.of(System.getProperty("oomlab.jar", "none"));
    Needs.that(Files.isRegularFile(jar), "this test runs the packaged jar: mvn verify");
    // The build folder and the Maven repository may be closed to others.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path copy = Files.copy(jar, folder.resolve(jar.getFileName()));
    Files.copy(jar.resolveSibling("oomlab.jar"), folder.resolve("oomlab.jar"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--r--r--"));
    Outcome outcome =
        oomlab(
            List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
            copy.toString(),
            "--limit",
            "64M");
    assertThat(outcome.status()).isEqualTo(new WaitStatus.Exited(1));
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .startsWith("oomlab kill: nothing was allocated, because no memory cgroup can be used here")
        .contains("user 65534 may not make groups in /sys/fs/cgroup")
        .containsPattern("sudo|systemd-run")
        .hasLineCount(1);
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
