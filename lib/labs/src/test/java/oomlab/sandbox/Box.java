package oomlab.sandbox;

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
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.internal.cgroup.Place;
import oomlab.testing.Cgroups;
import oomlab.testing.Needs;

/**
 * A sandbox under test with its folders: {@code work}, and {@code seen}, which is readable inside.
 */
final class Box implements AutoCloseable {
  static final SandboxLimits LIMITS =
      new SandboxLimits(
          256 << 20,
          100,
          256 << 20,
          16 << 20,
          1 << 20,
          Duration.ofSeconds(20),
          Duration.ofSeconds(30));

  final Sandbox sandbox;
  final Path folder;
  final Path work;
  final Path seen;

  private Box(Sandbox sandbox) throws IOException {
    this.sandbox = sandbox;
    folder = open(Files.createTempDirectory("oomlab-box"));
    work = open(Files.createDirectory(folder.resolve("work")));
    seen = open(Files.createDirectory(folder.resolve("seen")));
  }

  /** A way by its label; skips where it does not work. */
  static Box of(String label) throws IOException {
    return new Box(sandbox(label));
  }

  static Sandbox sandbox(String label) {
    List<String> why = new ArrayList<>();
    IsolationChoice choice = IsolationChoice.on(Path.of("/"), System.getenv());
    if (label.equals("plain")) {
      return choice.withoutIsolation(why);
    }
    Optional<Isolation> isolation =
        label.equals("bubblewrap") ? choice.bubblewrap(why) : choice.unshare(why);
    Optional<Sandbox> sandbox = isolation.flatMap(there -> choice.isolated(there, why));
    Needs.that(sandbox.isPresent(), "no isolation here by " + String.join("; ", why));
    return sandbox.orElseThrow();
  }

  static Path open(Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  record Said(String output, ProcessEnding ending) {}

  Said run(SandboxLimits limits, String script) throws Exception {
    return run(limits, "/bin/sh", "-c", script);
  }

  Said run(SandboxLimits limits, String... command) throws Exception {
    try (SandboxedProcess process = start(limits, command)) {
      return end(process);
    }
  }

  static Said end(SandboxedProcess process) throws Exception {
    String output = new String(process.output().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.await(Duration.ofSeconds(40))).isTrue();
    return new Said(output, process.ending());
  }

  SandboxedProcess start(SandboxLimits limits, String... command) throws IOException {
    return start(limits, List.of(), command);
  }

  SandboxedProcess start(SandboxLimits limits, List<ReadOnlyMount> files, String... command)
      throws IOException {
    return sandbox.start(
        new SandboxCommand(
            List.of(command), Map.of("PATH", "/usr/bin:/bin"), work, List.of(seen), files, limits));
  }

  /** Runs a script that may do harm, and only once it is seen to be in a group with a limit. */
  Said bomb(SandboxLimits limits, String script) throws Exception {
    Place place = Cgroups.needed();
    Path go = seen.resolve("go");
    String waiting = "while [ ! -e %s ]; do sleep 0.02; done\n%s".formatted(go, script);
    try (SandboxedProcess process = start(limits, "/bin/sh", "-c", waiting)) {
      assertThat(limitBytes(place, process.pid())).isEqualTo(limits.memoryBytes());
      Files.createFile(go);
      return end(process);
    } finally {
      Files.deleteIfExists(go);
    }
  }

  private static long limitBytes(Place place, long pid) throws IOException {
    boolean v1 = place.version() == 1;
    String line =
        Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")).stream()
            .filter(each -> each.split(":", -1)[1].equals(v1 ? "memory" : ""))
            .findFirst()
            .orElseThrow();
    Path group = place.directory().resolve(line.substring(line.lastIndexOf('/') + 1));
    String file = v1 ? "memory.limit_in_bytes" : "memory.max";
    return Long.parseLong(Files.readString(group.resolve(file)).strip());
  }

  /** Processes of this machine that have this one argument. */
  static List<Long> processesWith(String argument) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .map(arguments -> List.of(arguments).equals(List.of(argument)))
                    .orElse(false))
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Waits until so many processes have such an argument. */
  static void awaitProcesses(String argument, int number) throws InterruptedException {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (processesWith(argument).size() != number && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(processesWith(argument)).hasSize(number);
  }

  /** Cgroups of a process of ours, in every hierarchy. */
  static List<Path> groupsOf(long pid) throws IOException {
    try (Stream<Path> all =
        Files.find(
            Path.of("/sys/fs/cgroup"),
            12,
            (path, attributes) ->
                attributes.isDirectory()
                    && path.getFileName().toString().startsWith("oomlab-" + pid + "-"))) {
      return all.toList();
    }
  }

  @Override
  public void close() throws IOException {
    assertThat(work).isEmptyDirectory();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
