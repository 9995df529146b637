package oomlab.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;
import oomlab.internal.posix.ChildProcess;

/**
 * Starts processes with limits, and in namespaces of their own where the machine allows it.
 *
 * <p>Every process is in its cgroups before it does anything, has a session of its own, no
 * capabilities, no environment but the one given, and {@code /dev/null} as its standard input; it
 * dies with this JVM. Thread-safe.
 */
public final class Sandbox {
  private final Path root;
  private final Isolation isolation;
  private final Optional<String> setpriv;
  private final boolean asRoot;
  private final Optional<Place> place;
  private final String statement;

  Sandbox(
      Path root,
      Isolation isolation,
      Optional<String> setpriv,
      boolean asRoot,
      Optional<Place> place,
      String statement) {
    this.root = root;
    this.isolation = isolation;
    this.setpriv = setpriv;
    this.asRoot = asRoot;
    this.place = place;
    this.statement = statement;
  }

  /**
   * Returns the strongest isolation that this machine allows, tried once by really starting
   * something in it; or limits only.
   */
  public static Sandbox here(boolean isolated) {
    IsolationChoice choice = IsolationChoice.on(Path.of("/"), System.getenv());
    return isolated ? choice.best() : choice.withoutIsolation(List.of());
  }

  /** Returns limits only, for code of our own: as this user, who can read what it needs. */
  static Sandbox own() {
    Path root = Path.of("/");
    return new IsolationChoice(root, SandboxPrograms.on(System.getenv()), false, memoryPlace(root))
        .withoutIsolation(List.of());
  }

  /** What it holds and what it does not, in plain words for a report. */
  public String statement() {
    return statement;
  }

  /** Whether a process has namespaces of its own: files, processes and network. */
  public boolean isolated() {
    return isolation.isolated();
  }

  /**
   * Whether a process can do nothing to the grader and to what belongs to its user: it has
   * namespaces of its own, or is another user's.
   */
  public boolean apart() {
    return isolated() || nobody();
  }

  /** Whether a process runs as the user nobody, because this one is root. */
  boolean nobody() {
    return asRoot && setpriv.isPresent();
  }

  /** Whether it reaches what it is given as nobody and through all folders around it. */
  boolean outside() {
    return nobody() && !isolated();
  }

  /**
   * Starts a process, and returns when it is about to run its own program.
   *
   * @throws IOException if it cannot be started, in one sentence; nothing is left then
   */
  public SandboxedProcess start(SandboxCommand command) throws IOException {
    FileAccess.check(command, nobody(), outside());
    WorkFolder workFolder = new WorkFolder(root, command, isolated());
    try {
      workFolder.prepare(nobody());
      return start(command, workFolder);
    } catch (IOException e) {
      workFolder.clear();
      throw e;
    }
  }

  private SandboxedProcess start(SandboxCommand command, WorkFolder workFolder) throws IOException {
    FileSystemView view = FileSystemView.of(root, command);
    ProcessCgroups cgroups = ProcessCgroups.open(place, root, command.limits());
    try {
      cgroups.endWithThisJvm();
      List<String> argv =
          SandboxCommandLine.of(
              isolation, setpriv, asRoot, tasks(cgroups, command.limits()), command, view);
      ChildProcess child = Spawner.spawn(argv, SandboxPrograms.environment());
      return enter(
          new SandboxedProcess(child, cgroups, workFolder, command.limits()), child, cgroups);
    } catch (IOException e) {
      cgroups.close();
      throw e;
    }
  }

  private SandboxedProcess enter(
      SandboxedProcess process, ChildProcess child, ProcessCgroups cgroups) throws IOException {
    try {
      SandboxCommandLine.expect(child, SandboxCommandLine.READY);
      cgroups.add(child.pid());
      process.startWatch();
      try (OutputStream stdin = child.stdin()) {
        stdin.write(SandboxCommandLine.GO.getBytes(StandardCharsets.US_ASCII));
      }
      SandboxCommandLine.expect(child, SandboxCommandLine.STARTED);
      process.startOutput();
      return process;
    } catch (IOException e) {
      process.close();
      throw e;
    }
  }

  private OptionalLong tasks(ProcessCgroups cgroups, SandboxLimits limits) throws IOException {
    boolean counted = cgroups.holdsProcesses() || (asRoot && setpriv.isEmpty());
    return counted
        ? OptionalLong.empty()
        : OptionalLong.of(TaskCount.of(root, nobody()) + limits.processes());
  }

  @Override
  public String toString() {
    return statement;
  }

  static Optional<Place> memoryPlace(Path root) {
    try {
      return MemoryCgroups.best(root);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
