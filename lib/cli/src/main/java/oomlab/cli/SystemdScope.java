package oomlab.cli;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.WaitStatus;
import oomlab.book.Programs;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;
import oomlab.internal.posix.ChildProcess;
import oomlab.internal.posix.Exec;
import oomlab.internal.posix.NativeAccessException;

/**
 * Runs a command in a systemd scope of its own, where the user's manager delegates the memory
 * controller that this process has no right to ({@code man 1 systemd-run}).
 *
 * <p>The scope is entered by {@code execve}: the process stays the same, so its exit status and the
 * signals it gets need no passing on, and it cannot outlive or be outlived by a copy of itself.
 */
final class SystemdScope {
  /** Set in the environment of a command that was taken into a scope: once is enough. */
  static final String GUARD = "OOMLAB_SCOPED";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private SystemdScope() {}

  /** Starts this command again in a scope where that helps; returns where it does not. */
  static void enter(PrintWriter err) {
    enter(Path.of("/"), System.getenv(), err);
  }

  /**
   * The same on a machine that a test made up.
   *
   * @param root holds {@code proc}, {@code sys} and {@code run}; {@code proc/self/cmdline} is what
   *     is started again ({@code man 5 proc_pid_cmdline})
   * @param err told in one sentence if systemd refuses
   */
  static void enter(Path root, Map<String, String> environment, PrintWriter err) {
    if (environment.containsKey(GUARD)) {
      return;
    }
    try {
      List<Place> places = MemoryCgroups.places(root);
      if (places.stream().noneMatch(Place::usable) && places.stream().anyMatch(Place::needsScope)) {
        replace(systemdRun(), root, environment);
      }
    } catch (IOException | NativeAccessException e) {
      err.println(
          "oomlab: "
              + words(
                  "systemd gives this command no memory cgroup (%s), so it goes on without.",
                  e.getMessage()));
      err.flush();
    }
  }

  // The name tells the library that everything in the scope is ours to move.
  private static List<String> systemdRun() {
    Instant now = Instant.now();
    String unit =
        "oomlab-%d-%d-%d.scope"
            .formatted(ProcessHandle.current().pid(), now.getEpochSecond(), now.getNano());
    return List.of(
        "systemd-run",
        "--user",
        "--scope",
        "--quiet",
        "--collect",
        "--unit=" + unit,
        "--property=Delegate=yes",
        "--");
  }

  private static void replace(List<String> prefix, Path root, Map<String, String> environment)
      throws IOException {
    Path program =
        Programs.on(environment)
            .find(prefix.get(0))
            .orElseThrow(() -> new IOException(words("%s is not on the PATH", prefix.get(0))));
    rehearse(program, prefix, environment);
    List<String> argv = new ArrayList<>(prefix);
    argv.addAll(List.of("env", GUARD + "=1"));
    String self = Files.readString(root.resolve("proc/self/cmdline"), StandardCharsets.UTF_8);
    argv.addAll(List.of(self.replaceFirst("\0$", "").split("\0", -1)));
    System.out.flush();
    Exec.replace(program, argv);
  }

  // Once this process is replaced there is no way back, so a scope with nothing in it goes first.
  private static void rehearse(Path program, List<String> prefix, Map<String, String> environment)
      throws IOException {
    List<String> argv = new ArrayList<>(prefix);
    argv.set(0, program.toString());
    argv.removeIf(word -> word.startsWith("--unit=")); // that name is for the real one
    argv.add("true");
    try (ChildProcess trial = ChildProcess.spawn(argv, environment)) {
      Optional<WaitStatus> status = trial.await(PATIENCE);
      if (status.isEmpty()) {
        throw new IOException(words("systemd-run did not answer in %d s", PATIENCE.toSeconds()));
      }
      if (!status.get().equals(new WaitStatus.Exited(0))) {
        String said =
            new String(trial.stderr().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .replaceAll("\\s*\\R\\s*", "; ");
        throw new IOException(said.isEmpty() ? words("systemd-run failed silently") : said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(words("interrupted"), e);
    }
  }
}
