package oomlab.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import oomlab.internal.posix.ChildProcess;

/**
 * Starts processes from one thread that lives as long as this JVM: their signal of death comes when
 * the thread ends that started them ({@code man 2 PR_SET_PDEATHSIG}), not when the JVM does.
 */
final class Spawner {
  private static final ExecutorService OWNER =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "oomlab-sandbox");
            thread.setDaemon(true);
            return thread;
          });

  private Spawner() {}

  static ChildProcess spawn(List<String> argv, Map<String, String> environment) throws IOException {
    Future<ChildProcess> started = OWNER.submit(() -> ChildProcess.spawn(argv, environment));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return started.get();
        } catch (InterruptedException e) {
          interrupted = true; // it is started in a moment, and somebody must take it
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(cause.getMessage(), cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
