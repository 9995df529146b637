package oomlab.exam;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.cgroup.MemoryCgroups;
import oomlab.cgroup.Place;
import oomlab.posix.ChildProcess;

/**
 * Where a student's process runs: with limits always, and isolated where the machine allows it.
 *
 * <p>Every process is in its cgroups before it does anything, has a session of its own, no rights,
 * no environment but the one given, and {@code /dev/null} as its standard input; it dies with this
 * JVM. Safe for use by several threads.
 */
public final class Sandbox {
  private final Path root;
  private final Way way;
  private final Optional<String> setpriv;
  private final boolean asRoot;
  private final Optional<Place> place;
  private final String statement;

  Sandbox(
      Path root,
      Way way,
      Optional<String> setpriv,
      boolean asRoot,
      Optional<Place> place,
      String statement) {
    this.root = root;
    this.way = way;
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
    Choice choice = Choice.on(Path.of("/"), System.getenv());
    return isolated ? choice.best() : choice.plain(List.of());
  }

  /** Returns limits only, for code of our own: as this user, who can read what it needs. */
  static Sandbox own() {
    Path root = Path.of("/");
    return new Choice(root, Programs.on(System.getenv()), false, memoryPlace(root))
        .plain(List.of());
  }

  /** What it holds and what it does not, in plain words for a report. */
  public String statement() {
    return statement;
  }

  /** Whether a process has namespaces of its own: files, processes and network. */
  public boolean isolated() {
    return way.isolated();
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
  public Confined start(Cell cell) throws IOException {
    Access.check(cell, nobody(), outside());
    Scratch scratch = new Scratch(root, cell, isolated());
    try {
      scratch.prepare(nobody());
      return start(cell, scratch);
    } catch (IOException e) {
      scratch.clear();
      throw e;
    }
  }

  private Confined start(Cell cell, Scratch scratch) throws IOException {
    View view = View.of(root, cell);
    Fence fence = Fence.open(place, root, cell.limits());
    try {
      List<String> command =
          Gate.command(way, setpriv, asRoot, tasks(fence, cell.limits()), cell, view);
      ChildProcess child = Spawner.spawn(command, Programs.environment());
      return enter(new Confined(child, fence, scratch, cell.limits()), child, fence);
    } catch (IOException e) {
      fence.close();
      throw e;
    }
  }

  private Confined enter(Confined process, ChildProcess child, Fence fence) throws IOException {
    try {
      Gate.expect(child, Gate.READY);
      fence.admit(child.pid());
      if (!isolated()) {
        fence.guard();
      }
      process.startWatch();
      try (OutputStream word = child.stdin()) {
        word.write(Gate.GO.getBytes(StandardCharsets.US_ASCII));
      }
      Gate.expect(child, Gate.STARTED);
      process.startOutput();
      return process;
    } catch (IOException e) {
      process.close();
      throw e;
    }
  }

  private OptionalLong tasks(Fence fence, Limits limits) throws IOException {
    boolean counted = fence.holdsProcesses() || (asRoot && setpriv.isEmpty());
    return counted
        ? OptionalLong.empty()
        : OptionalLong.of(Tasks.of(root, nobody()) + limits.processes());
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
