package oomlab.sandbox;

import java.io.IOException;

/**
 * Polls a process and kills it at a limit that the kernel does not enforce: wall time, CPU, disk.
 */
final class ProcessWatch {
  private static final long POLL_MILLIS = 25;

  private final SandboxedProcess process;
  private final ProcessCgroups cgroups;
  private final WorkFolder workFolder;
  private final SandboxLimits limits;
  private final Thread thread = new Thread(this::run, "oomlab-watch");
  private final long startNanos = System.nanoTime();

  ProcessWatch(
      SandboxedProcess process,
      ProcessCgroups cgroups,
      WorkFolder workFolder,
      SandboxLimits limits) {
    this.process = process;
    this.cgroups = cgroups;
    this.workFolder = workFolder;
    this.limits = limits;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (process.alive()) {
        checkLimits();
        Thread.sleep(POLL_MILLIS);
      }
      killRest();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  // Outside of a process namespace the others outlive the first one.
  private void killRest() {
    try {
      cgroups.kill();
    } catch (IOException ending) {
      // Somebody closes at the same time, and kills as well.
      return;
    }
  }

  private void checkLimits() {
    if (System.nanoTime() - startNanos > limits.wall().toNanos()) {
      process.killFor(Limit.WALL);
      return;
    }
    try {
      if (cgroups.cpuNanos() > limits.cpu().toNanos()) {
        process.killFor(Limit.CPU);
      } else if (workFolder.full(cgroups.members())) {
        if (workFolder.isolated()) {
          process.addLimit(Limit.DISK); // the kernel holds it: the process may live with that
        } else {
          process.killFor(Limit.DISK);
        }
      }
    } catch (IOException ending) {
      // The groups go away when somebody closes; the time limit holds whatever happens.
      return;
    }
  }

  /** Ends the polling. */
  void stop() {
    thread.interrupt();
  }
}
