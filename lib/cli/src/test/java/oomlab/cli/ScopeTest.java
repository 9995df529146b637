package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import oomlab.internal.posix.ChildProcess;
import oomlab.internal.posix.WaitStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user with a systemd manager and no right to any group, and a systemd-run made up for it. */
class ScopeTest {
  /** A command as it is before it has entered its scope; what comes after is the fake cmdline's. */
  static final class Command {
    private Command() {}

    public static void main(String[] args) {
      Scope.enter(
          Path.of(args[0]),
          System.getenv(),
          new PrintWriter(System.err, true, StandardCharsets.UTF_8));
      System.out.print("still outside");
    }
  }

  private record Outcome(int pid, WaitStatus status, String out, String err) {}

  private static final String TAKES_IN =
      "echo \"$@\" >>\"$LOG\"; while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeMachine() throws IOException {
    write("root/proc/self/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\n");
    write("root/proc/self/cgroup", "0::/\n");
    write("root/proc/self/mountinfo", "31 23 0:32 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    Files.createDirectories(folder.resolve("root/run/user/1000/systemd"));
    environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    environment.put("LOG", folder.resolve("log").toString());
    command("echo \"$OOMLAB_SCOPED $$ $0 $1\"; exit 7", "a  b");
    systemdRun(TAKES_IN);
  }

  @Test
  void commandRunsOnInTheScopeAsTheSameProcessWithItsOwnStatus() throws Exception {
    Outcome outcome = run();
    assertThat(outcome.status()).isEqualTo(new WaitStatus.Exited(7));
    assertThat(outcome.out()).isEqualTo("1 " + outcome.pid() + " again a  b\n");
    assertThat(outcome.err()).isEmpty();
    List<String> calls = Files.readAllLines(folder.resolve("log"));
    assertThat(calls).hasSize(2);
    assertThat(calls.get(0))
        .startsWith("--user --scope ")
        .doesNotContain("--unit=")
        .endsWith("true");
    assertThat(calls.get(1))
        .containsPattern("--unit=oomlab-" + outcome.pid() + "-\\d+-\\d+\\.scope")
        .contains("--property=Delegate=yes -- env OOMLAB_SCOPED=1 /bin/sh -c");
  }

  @Test
  void signalEndsTheCommandAndNotSomethingAroundIt() throws Exception {
    command("kill -TERM $$; sleep 60", "");
    assertThat(run().status()).isEqualTo(new WaitStatus.Signaled(15, false));
  }

  @Test
  void scopeIsEnteredOnce() throws Exception {
    environment.put(Scope.GUARD, "1");
    assertStaysOutside(run());
    assertThat(folder.resolve("log")).doesNotExist();
  }

  @Test
  void userWithoutAManagerStaysOutside() throws Exception {
    Files.delete(folder.resolve("root/run/user/1000/systemd"));
    assertStaysOutside(run());
    assertThat(folder.resolve("log")).doesNotExist();
  }

  @Test
  void refusalOfSystemdIsOneSentenceAndTheCommandGoesOn() throws Exception {
    systemdRun("echo 'Failed to connect to bus: No medium found' >&2; exit 1");
    Outcome outcome = run();
    assertThat(outcome.status()).isEqualTo(new WaitStatus.Exited(0));
    assertThat(outcome.out()).isEqualTo("still outside");
    assertThat(outcome.err())
        .isEqualTo(
            "oomlab: systemd gives this command no memory cgroup (Failed to connect to bus: No"
                + " medium found), so it goes on without.\n");
  }

  @Test
  void missingSystemdRunIsNamed() throws Exception {
    environment.put("PATH", folder.resolve("nowhere").toString());
    Outcome outcome = run();
    assertThat(outcome.out()).isEqualTo("still outside");
    assertThat(outcome.err()).contains("systemd-run is not on the PATH").hasLineCount(1);
  }

  private static void assertStaysOutside(Outcome outcome) {
    assertThat(outcome.status()).isEqualTo(new WaitStatus.Exited(0));
    assertThat(outcome.out()).isEqualTo("still outside");
    assertThat(outcome.err()).isEmpty();
  }

  private Outcome run() throws Exception {
    List<String> argv =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Command.class.getName(),
            folder.resolve("root").toString());
    try (ChildProcess process = ChildProcess.spawn(argv, environment)) {
      String out = new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.stderr().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(
          process.pid(), process.await(Duration.ofSeconds(60)).orElseThrow(), out, err);
    }
  }

  /** Sets what {@code /proc/self/cmdline} says that this process was started as. */
  private void command(String script, String argument) throws IOException {
    String[] words = {"/bin/sh", "-c", script, "again", argument};
    write("root/proc/self/cmdline", String.join("\0", words) + "\0");
  }

  private void systemdRun(String script) throws IOException {
    write("bin/systemd-run", "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(
        folder.resolve("bin/systemd-run"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
