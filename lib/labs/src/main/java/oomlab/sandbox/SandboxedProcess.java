package oomlab.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import oomlab.internal.posix.ChildProcess;
import oomlab.internal.posix.ErrnoException;
import oomlab.internal.posix.Signal;
import oomlab.internal.posix.WaitStatus;

/**
 * A process in a {@link Sandbox}, with everything that it has started.
 *
 * <p>It is killed when it runs into a limit, and at the latest by {@link #close}, after which
 * nothing of it is left. Safe for use by several threads.
 */
public final class SandboxedProcess implements AutoCloseable {
  private static final long DRAIN_MILLIS = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ChildProcess child;
  private final ProcessCgroups fence;
  private final WorkFolder scratch;
  private final SandboxLimits limits;
  private final ProcessOutput output;
  private final ProcessWatch watch;
  private final Set<Limit> struck = new LinkedHashSet<>();
  private final Object closing = new Object(); // taken before this object's own lock, never after
  private boolean killed;
  private volatile Optional<ProcessEnding> ended = Optional.empty();
  private boolean clean;

  SandboxedProcess(
      ChildProcess child, ProcessCgroups fence, WorkFolder scratch, SandboxLimits limits) {
    this.child = child;
    this.fence = fence;
    this.scratch = scratch;
    this.limits = limits;
    this.output =
        new ProcessOutput(child.stdout(), limits.outputBytes(), () -> killFor(Limit.OUTPUT));
    this.watch = new ProcessWatch(this, fence, scratch, limits);
  }

  void startWatch() {
    watch.start();
  }

  void startOutput() {
    output.start();
  }

  /** The process on this machine that stands for all of them; not the pid that it sees itself. */
  public long pid() {
    return child.pid();
  }

  /** Whether it still runs. */
  public synchronized boolean alive() {
    try {
      return child.status().isEmpty();
    } catch (ErrnoException unknown) {
      return false;
    }
  }

  /**
   * What it and all that it starts print, to standard output and standard error in the order in
   * which it came. Ends when they have ended, or at the limit.
   */
  public InputStream output() {
    return output;
  }

  /** Kills it and all that it has started. Does nothing once it has ended. */
  public synchronized void kill() {
    if (!alive()) {
      return;
    }
    killed = true;
    // With process 1 the kernel kills its whole namespace, and what stands around it reaps it.
    boolean first =
        scratch.isolated()
            && ProcessHandle.of(child.pid()).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::destroyForcibly)
                .reduce(false, Boolean::logicalOr);
    if (!first) {
      killEach();
    }
  }

  private void killEach() {
    try {
      fence.kill();
      child.signal(Signal.SIGKILL);
    } catch (IOException partly) {
      // Closing the fence kills again, and says so if something is left.
      killed = true;
    }
  }

  synchronized void killFor(Limit limit) {
    if (alive()) {
      strike(limit);
      kill();
    }
  }

  synchronized void strike(Limit limit) {
    struck.add(limit);
  }

  /**
   * Waits until it has ended, which its limits see to.
   *
   * @return whether it has ended
   * @throws InterruptedException if this thread is interrupted; it goes on
   */
  public boolean await(Duration atMost) throws InterruptedException, IOException {
    return child.await(atMost).isPresent();
  }

  /**
   * Kills what still runs, removes what is left, and tells how it ended. May be called again.
   *
   * @throws IOException if something could not be removed: the sentence says what
   */
  public ProcessEnding ending() throws IOException {
    synchronized (closing) {
      if (ended.isEmpty()) {
        WaitStatus status = status();
        if (fence.killedForMemory()) {
          strike(Limit.MEMORY);
        }
        if (fence.refusedProcesses()) {
          strike(Limit.PROCESSES);
        }
        ended = Optional.of(end(status));
      }
      if (!clean) {
        clean();
        clean = true;
      }
      return ended.get();
    }
  }

  private synchronized ProcessEnding end(WaitStatus status) {
    // What it was killed for stands first; what the kernel counted follows.
    return ProcessEnding.of(status, scratch.isolated(), List.copyOf(struck), killed, limits);
  }

  private WaitStatus status() throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          // What has closed its output is on its way out by itself, as a rule.
          Optional<WaitStatus> status = child.await(output.ended() ? PATIENCE : Duration.ZERO);
          if (status.isEmpty()) {
            kill();
            status = child.await(PATIENCE);
          }
          if (status.isPresent()) {
            return status.get();
          }
          killEach();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void clean() throws IOException {
    fence.close();
    watch.stop();
    if (!output.awaitEnd(DRAIN_MILLIS)) {
      // Closing the pipe under its reader would give the descriptor to somebody else.
      throw new IOException("process %d has left something that still prints".formatted(pid()));
    }
    child.close();
    scratch.clear();
  }

  /** Kills what still runs and removes what is left. May be called again. */
  @Override
  public void close() throws IOException {
    ProcessEnding ignored = ending();
  }

  @Override
  public String toString() {
    return "confined process " + pid() + ended.map(end -> ", " + end.words()).orElse("");
  }
}
