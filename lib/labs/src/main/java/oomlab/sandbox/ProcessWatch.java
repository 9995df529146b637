package oomlab.sandbox;

import java.io.IOException;

/** Looks at a process from time to time and kills it at a limit that the kernel does not hold. */
final class ProcessWatch {
  private static final long PAUSE_MILLIS = 25;

  private final SandboxedProcess process;
  private final ProcessCgroups fence;
  private final WorkFolder scratch;
  private final SandboxLimits limits;
  private final Thread thread = new Thread(this::run, "oomlab-watch");
  private final long startNanos = System.nanoTime();

  ProcessWatch(
      SandboxedProcess process, ProcessCgroups fence, WorkFolder scratch, SandboxLimits limits) {
    this.process = process;
    this.fence = fence;
    this.scratch = scratch;
    this.limits = limits;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (process.alive()) {
        look();
        Thread.sleep(PAUSE_MILLIS);
      }
      killRest();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  // Outside of a process namespace the others outlive the first one.
  private void killRest() {
    try {
      fence.kill();
    } catch (IOException ending) {
      // Somebody closes at the same time, and kills as well.
      return;
    }
  }

  private void look() {
    if (System.nanoTime() - startNanos > limits.wall().toNanos()) {
      process.killFor(Limit.WALL);
      return;
    }
    try {
      if (fence.cpuNanos() > limits.cpu().toNanos()) {
        process.killFor(Limit.CPU);
      } else if (scratch.full(fence.members())) {
        if (scratch.isolated()) {
          process.strike(Limit.DISK); // the kernel holds it: the process may live with that
        } else {
          process.killFor(Limit.DISK);
        }
      }
    } catch (IOException ending) {
      // The groups go away when somebody closes; the time limit holds whatever happens.
      return;
    }
  }

  /** Ends the looking. */
  void stop() {
    thread.interrupt();
  }
}
