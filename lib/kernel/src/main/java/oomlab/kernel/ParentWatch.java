package oomlab.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notices that nobody is left to serve: the process that started this one has ended, or the client
 * that asked for it, which Jupyter names in {@code JPY_PARENT_PID}.
 */
final class ParentWatch {
  private static final long INTERVAL_MILLIS = 1000;
  private static final long INIT = 1;

  private final List<Watched> watched = new ArrayList<>();

  private record Watched(ProcessHandle process, Optional<Instant> started) {
    private boolean gone() {
      // A pid may be used again: the same process has the same start.
      return !process.isAlive() || !process.info().startInstant().equals(started);
    }
  }

  private ParentWatch() {}

  /** Watches the parent and the client; an exit follows within about a second of their end. */
  static void start(Map<String, String> environment, Runnable gone) {
    ParentWatch watch = new ParentWatch();
    boolean orphan = !watch.watchAll(environment);
    if (orphan || !watch.watched.isEmpty()) {
      KernelThreads.start("parent-watch", () -> watch.run(orphan, gone));
    }
  }

  private boolean watchAll(Map<String, String> environment) {
    Optional<ProcessHandle> parent =
        ProcessHandle.current().parent().filter(process -> process.pid() != INIT);
    parent.ifPresent(this::watch);
    String client = environment.getOrDefault("JPY_PARENT_PID", "");
    if (!client.matches("\\d{1,9}") || Long.parseLong(client) <= INIT) {
      return true;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(client));
    process.ifPresent(this::watch);
    // A client that is unknown here while a parent lives is in another pid namespace, not dead.
    return process.isPresent() || parent.isPresent();
  }

  private void watch(ProcessHandle process) {
    watched.add(new Watched(process, process.info().startInstant()));
  }

  private void run(boolean orphan, Runnable gone) {
    boolean alone = orphan;
    long parent = parentPid();
    while (!alone) {
      try {
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      // A dead parent that nobody has waited for yet still looks alive, but has lost its children.
      alone = parentPid() != parent || watched.stream().anyMatch(Watched::gone);
    }
    gone.run();
  }

  private static long parentPid() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
  }
}
