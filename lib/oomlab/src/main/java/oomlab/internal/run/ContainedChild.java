package oomlab.internal.run;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.internal.cgroup.CgroupCleanup;
import oomlab.internal.cgroup.Headroom;
import oomlab.internal.cgroup.MemoryCgroup;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;
import oomlab.internal.child.ChildCommand;
import oomlab.internal.posix.ChildProcess;
import org.jspecify.annotations.Nullable;

/**
 * A verified memory cgroup with a child in it that has not allocated yet. Closing it leaves nothing
 * behind, whoever closes it: the run, or the JVM's shutdown.
 */
final class ContainedChild implements AutoCloseable {
  /** The name of the process until it is the program: also in the kernel's report. */
  static final String START = "oomlab-start";

  // A shell waits where the program will be until it is in the group: so all memory of the program
  // is charged to the group, its start included, and the sums of the kernel's report come out even.
  private static final List<String> WAIT_FOR_START =
      List.of(
          "/bin/sh",
          "-c",
          """
          { printf %s >/proc/$$/comm; } 2>/dev/null
          read -r oomlab_gate <&3 && exec 3<&- && exec "$@"
          """
              .formatted(START),
          START);

  private final MemoryCgroup group;
  private final CgroupCleanup cleanup;
  private final ChildProcess child;
  private final Thread hook;
  private boolean closed;

  private ContainedChild(MemoryCgroup group, CgroupCleanup cleanup, ChildProcess child) {
    this.group = group;
    this.cleanup = cleanup;
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
        words(
            "nothing was allocated, because no memory cgroup can be used here: %s; %s",
            best.reason(), best.fix()));
  }

  /**
   * Makes the group, and puts into it a child that waits at its gate.
   *
   * @param ownInput whether the child reads this process's standard input
   */
  static ContainedChild open(
      Place place,
      Path root,
      Experiment experiment,
      Supplier<ChildCommand> command,
      boolean ownInput)
      throws IOException {
    Optional<String> shortage = Headroom.shortage(place, root, experiment.limitBytes());
    if (shortage.isPresent()) {
      throw new ExperimentException(words("nothing was allocated, because %s", shortage.get()));
    }
    ChildCommand start = command.get(); // may take seconds the first time: before anything exists
    @Nullable MemoryCgroup group = null;
    @Nullable CgroupCleanup cleanup = null;
    @Nullable ChildProcess child = null;
    try {
      group = MemoryCgroup.create(place, root);
      cleanup = CgroupCleanup.start(List.of(group.directory()), start.temporary());
      group.limit(experiment.limitBytes(), experiment.swap());
      List<String> argv = new ArrayList<>(WAIT_FOR_START);
      argv.addAll(start.argv());
      child = ChildProcess.spawnAtGate(argv, start.env(), ownInput);
      group.add(child.pid());
      ContainedChild contained = new ContainedChild(group, cleanup, child);
      Runtime.getRuntime().addShutdownHook(contained.hook);
      return contained;
    } catch (IOException | RuntimeException | Error e) {
      closeAll(child, group, cleanup);
      if (cleanup == null && start.temporary().isPresent()) {
        ProgramLaunch.remove(start.temporary().get());
      }
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
      closeAll(child, group, cleanup);
    }
  }

  private void closeOnShutdown() {
    try {
      finish();
    } catch (IOException e) {
      System.err.println("oomlab: " + e.getMessage());
    }
  }

  // Child first, so that the group is empty; the clean-up shell last, so that a crash in between is
  // seen.
  private static void closeAll(
      @Nullable ChildProcess child, @Nullable MemoryCgroup group, @Nullable CgroupCleanup cleanup)
      throws IOException {
    boolean interrupted = Thread.interrupted(); // cleaning up must not stop half-way
    try {
      if (child != null) {
        child.close();
      }
    } finally {
      try {
        if (group != null) {
          group.close();
        }
      } finally {
        if (cleanup != null) {
          cleanup.close();
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
