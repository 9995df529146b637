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
import oomlab.internal.cgroup.Place;
import oomlab.internal.posix.WaitStatus;

/** Finds out which isolation holds here, by trying. */
record IsolationChoice(Path root, SandboxPrograms programs, boolean asRoot, Optional<Place> place) {
  private static final SandboxLimits PROBE =
      new SandboxLimits(
          64 << 20, 64, 1 << 20, 2 << 20, 64 << 10, Duration.ofSeconds(5), Duration.ofSeconds(10));

  // It is believed only if it is seen from inside: a folder to write, no file of the host, no
  // route.
  private static final String LOOK =
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
    for (Optional<Isolation> way : List.of(bubblewrap(why), unshare(why))) {
      if (way.isPresent()) {
        Optional<Sandbox> tried = isolated(way.get(), why);
        if (tried.isPresent()) {
          return tried.get();
        }
      }
    }
    return plain(why);
  }

  Optional<Sandbox> isolated(Isolation way, List<String> why) {
    Sandbox sandbox = of(way, why);
    try {
      look(sandbox);
      return Optional.of(sandbox);
    } catch (IOException e) {
      why.add("%s (%s)".formatted(way.label(), e.getMessage()));
      return Optional.empty();
    }
  }

  Optional<Isolation> bubblewrap(List<String> why) {
    return way("bwrap", "bubblewrap", why)
        .map(bwrap -> new Bubblewrap(bwrap, programs.find("setpriv").orElseThrow(), asRoot));
  }

  Optional<Isolation> unshare(List<String> why) {
    return way("unshare", "unshare", why)
        .map(unshare -> new Unshare(unshare, programs.find("setpriv").orElseThrow(), asRoot));
  }

  private Optional<String> way(String program, String label, List<String> why) {
    Optional<String> found = programs.find(program);
    if (found.isEmpty()) {
      why.add("%s (there is no %s here)".formatted(label, program));
    } else if (programs.find("setpriv").isEmpty()) {
      why.add("%s (there is no setpriv of util-linux here)".formatted(label));
      return Optional.empty();
    }
    return found;
  }

  Sandbox plain(List<String> why) {
    return of(new Plain(), why);
  }

  private Sandbox of(Isolation way, List<String> why) {
    Optional<String> setpriv = programs.find("setpriv");
    boolean memory = false;
    boolean processes = false;
    Optional<Place> holding = Optional.empty();
    try (ProcessCgroups fence = ProcessCgroups.open(place, root, PROBE)) {
      memory = fence.holdsMemory();
      processes = fence.holdsProcesses();
      holding = place;
    } catch (IOException refused) {
      memory = false;
    }
    return new Sandbox(
        root,
        way,
        setpriv,
        asRoot,
        holding,
        SandboxStatement.of(way, asRoot, setpriv.isPresent(), memory, processes, why));
  }

  private void look(Sandbox sandbox) throws IOException {
    Path folder = Files.createTempDirectory("oomlab-look");
    Path file = folder.resolve("file");
    Path work = folder.resolve("work");
    try {
      Files.createFile(file);
      Files.createDirectory(work);
      List<String> command = List.of("/bin/sh", "-c", LOOK, "sh", file.toString());
      SandboxCommand cell =
          new SandboxCommand(command, Map.of(), work, List.of(), List.of(), PROBE);
      try (SandboxedProcess process = sandbox.start(cell)) {
        String said = new String(process.output().readAllBytes(), StandardCharsets.UTF_8).strip();
        ProcessEnding ending = process.ending();
        if (!ending.status().equals(new WaitStatus.Exited(0))) {
          throw new IOException(said.isEmpty() ? ending.words() : said);
        }
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(work);
      Files.deleteIfExists(folder);
    }
  }
}
