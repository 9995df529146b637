package oomlab.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.WaitStatus;
import oomlab.internal.cgroup.Place;

/** Finds the strongest isolation that works here, by starting a probe in each. */
record IsolationChoice(Path root, SandboxPrograms programs, boolean asRoot, Optional<Place> place) {
  private static final SandboxLimits PROBE_LIMITS =
      new SandboxLimits(
          64 << 20, 64, 1 << 20, 2 << 20, 64 << 10, Duration.ofSeconds(5), Duration.ofSeconds(10));

  // What the probe checks from inside: a folder to write, no file of the host, no route.
  private static final String PROBE_SCRIPT =
      """
      : >here || exit 1
      [ ! -e "$1" ] || { echo "it sees files of the machine"; exit 1; }
      { read -r header; read -r route; } </proc/net/route
      [ -z "$route" ] || { echo "it sees the network"; exit 1; }
      """;

  static IsolationChoice on(Path root, Map<String, String> environment) {
    return new IsolationChoice(
        root, SandboxPrograms.on(environment), SandboxPrograms.isRoot(), Sandbox.memoryPlace(root));
  }

  Sandbox best() {
    List<String> why = new ArrayList<>();
    for (Optional<Isolation> isolation : List.of(bubblewrap(why), unshare(why))) {
      if (isolation.isPresent()) {
        Optional<Sandbox> tried = isolated(isolation.get(), why);
        if (tried.isPresent()) {
          return tried.get();
        }
      }
    }
    return withoutIsolation(why);
  }

  Optional<Sandbox> isolated(Isolation isolation, List<String> why) {
    Sandbox sandbox = of(isolation, why);
    try {
      probe(sandbox);
      return Optional.of(sandbox);
    } catch (IOException e) {
      why.add("%s (%s)".formatted(isolation.label(), e.getMessage()));
      return Optional.empty();
    }
  }

  Optional<Isolation> bubblewrap(List<String> why) {
    return program("bwrap", "bubblewrap", why)
        .map(bwrap -> new Bubblewrap(bwrap, programs.find("setpriv").orElseThrow(), asRoot));
  }

  Optional<Isolation> unshare(List<String> why) {
    return program("unshare", "unshare", why)
        .map(unshare -> new Unshare(unshare, programs.find("setpriv").orElseThrow(), asRoot));
  }

  private Optional<String> program(String name, String label, List<String> why) {
    Optional<String> found = programs.find(name);
    if (found.isEmpty()) {
      why.add("%s (there is no %s here)".formatted(label, name));
    } else if (programs.find("setpriv").isEmpty()) {
      why.add("%s (there is no setpriv of util-linux here)".formatted(label));
      return Optional.empty();
    }
    return found;
  }

  Sandbox withoutIsolation(List<String> why) {
    return of(new NoIsolation(), why);
  }

  private Sandbox of(Isolation isolation, List<String> why) {
    Optional<String> setpriv = programs.find("setpriv");
    boolean memory = false;
    boolean processes = false;
    Optional<Place> holding = Optional.empty();
    try (ProcessCgroups cgroups = ProcessCgroups.open(place, root, PROBE_LIMITS)) {
      memory = cgroups.holdsMemory();
      processes = cgroups.holdsProcesses();
      holding = place;
    } catch (IOException refused) {
      memory = false;
    }
    return new Sandbox(
        root,
        isolation,
        setpriv,
        asRoot,
        holding,
        SandboxStatement.of(isolation, asRoot, setpriv.isPresent(), memory, processes, why));
  }

  private void probe(Sandbox sandbox) throws IOException {
    Path folder = Files.createTempDirectory("oomlab-probe");
    Path file = folder.resolve("file");
    Path work = folder.resolve("work");
    try {
      Files.createFile(file);
      Files.createDirectory(work);
      List<String> command = List.of("/bin/sh", "-c", PROBE_SCRIPT, "sh", file.toString());
      SandboxCommand cell =
          new SandboxCommand(command, Map.of(), work, List.of(), List.of(), PROBE_LIMITS);
      try (SandboxedProcess process = sandbox.start(cell)) {
        String printed =
            new String(process.output().readAllBytes(), StandardCharsets.UTF_8).strip();
        ProcessEnding ending = process.ending();
        if (!ending.status().equals(new WaitStatus.Exited(0))) {
          throw new IOException(printed.isEmpty() ? ending.words() : printed);
        }
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(work);
      Files.deleteIfExists(folder);
    }
  }
}
