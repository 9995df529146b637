package oomlab.internal.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.internal.cgroup.Headroom;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;
import oomlab.internal.child.ChildCommand;
import oomlab.internal.posix.ChildProcess;
import org.jspecify.annotations.Nullable;

/**
 * A verified memory cgroup with a child in it that has not allocated yet, and the janitor for both.
 * Closing it leaves nothing behind, whoever closes it: the run, or the JVM's shutdown.
 */
final class ContainedChild implements AutoCloseable {
  // A shell waits where the JVM will be until it is in the group: so all memory of the JVM is
  // charged to the group, its start included, and the sums of the kernel's report come out even.
  // read(1) takes no byte after the newline.
  private static final List<String> STAGE =
      List.of("/bin/sh", "-c", "read -r word && exec \"$@\"", "oomlab-stage");

  private final MemoryCgroup group;
  private final Janitor janitor;
  private final ChildProcess child;
  private final Thread hook;
  private boolean closed;

  private ContainedChild(MemoryCgroup group, Janitor janitor, ChildProcess child) {
    this.group = group;
    this.janitor = janitor;
    this.child = child;
    this.hook = new Thread(this::closeOnShutdown, "oomlab-shutdown");
  }

  /** Finds a place, or says for each that was tried why it is none and what to do. */
  static Place place(Path root) throws IOException {
    List<Place> places = MemoryCgroups.places(root);
    Optional<Place> usable = places.stream().filter(Place::usable).findFirst();
    if (usable.isPresent()) {
      return usable.get();
    }
    Place best = places.get(places.size() - 1);
    throw new ExperimentException(
        "nothing was allocated, because no memory cgroup can be used here: %s; %s"
            .formatted(best.reason(), best.fix()));
  }

  static ContainedChild open(
      Place place, Path root, Experiment experiment, Supplier<ChildCommand> command)
      throws IOException {
    Optional<String> shortage = Headroom.shortage(place, root, experiment.limitBytes());
    if (shortage.isPresent()) {
      throw new ExperimentException("nothing was allocated, because " + shortage.get());
    }
    ChildCommand start = command.get(); // may take seconds the first time: before anything exists
    MemoryCgroup group = MemoryCgroup.create(place, root);
    @Nullable Janitor janitor = null;
    @Nullable ChildProcess child = null;
    try {
      janitor = Janitor.start(group.directory());
      group.limit(experiment.limitBytes(), experiment.swap());
      List<String> argv = new ArrayList<>(STAGE);
      argv.addAll(start.argv());
      child = ChildProcess.spawn(argv, start.env());
      group.add(child.pid());
      child.stdin().write("start\n".getBytes(StandardCharsets.UTF_8));
      ContainedChild arena = new ContainedChild(group, janitor, child);
      Runtime.getRuntime().addShutdownHook(arena.hook);
      return arena;
    } catch (IOException | RuntimeException | Error e) {
      closeAll(child, group, janitor);
      throw e;
    }
  }

  MemoryCgroup group() {
    return group;
  }

  ChildProcess child() {
    return child;
  }

  @Override
  public void close() throws IOException {
    finish();
    try {
      boolean ignored = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook is running or about to; it finds everything closed.
      return;
    }
  }

  private synchronized void finish() throws IOException {
    if (!closed) {
      closed = true;
      closeAll(child, group, janitor);
    }
  }

  private void closeOnShutdown() {
    try {
      finish();
    } catch (IOException e) {
      System.err.println("oomlab: " + e.getMessage());
    }
  }

  // Child first, so that the group is empty; the janitor last, so that a crash in between is seen.
  private static void closeAll(
      @Nullable ChildProcess child, MemoryCgroup group, @Nullable Janitor janitor)
      throws IOException {
    boolean interrupted = Thread.interrupted(); // cleaning up must not stop half-way
    try {
      if (child != null) {
        child.close();
      }
    } finally {
      try {
        group.close();
      } finally {
        if (janitor != null) {
          janitor.close();
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
