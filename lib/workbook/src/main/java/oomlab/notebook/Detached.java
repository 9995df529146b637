package oomlab.notebook;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Work in a thread of its own, for which the cell's thread waits.
 *
 * <p>Kernels interrupt a cell in different ways: one goes on at once and leaves the cell's thread
 * alone with its interrupt, another stops the thread, and all that it started, if it does not end
 * soon. Neither may stop a run while it cleans up.
 */
final class Detached {
  private Detached() {}

  /**
   * Does the work and returns what comes of it.
   *
   * @param canceller gets the working thread when the waiting one is interrupted; the work's end is
   *     waited for, and the interrupt flag is set again
   */
  static <T> T call(Supplier<T> work, Consumer<Thread> canceller) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread worker =
        new Thread(
            topGroup(),
            () -> {
              try {
                result.complete(work.get());
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            "oomlab-cell");
    worker.setDaemon(true);
    worker.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
          canceller.accept(worker);
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the run failed: " + e.getCause(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A cell's own group is what JShell stops on JDK 17. */
  private static ThreadGroup topGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
