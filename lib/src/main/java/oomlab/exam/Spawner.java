package oomlab.exam;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import oomlab.posix.ChildProcess;

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
    try {
      return OWNER.submit(() -> ChildProcess.spawn(argv, environment)).get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting " + argv.get(0), e);
    }
  }
}
