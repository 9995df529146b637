package oomlab.internal.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import oomlab.internal.posix.ChildProcess;

/**
 * A tiny shell that outlives this JVM by a moment: when its standard input ends without a word, the
 * JVM is gone, and it kills what is left in the run's cgroup and removes that.
 *
 * <p>The child ends by itself in that case, but it may be killed for lack of memory just then, and
 * the group would stay.
 */
final class Janitor implements AutoCloseable {
  // Bounded: 250 tries of 20 ms. sleep takes fractions on GNU and BusyBox; POSIX promises seconds.
  private static final String SCRIPT =
      """
      exec 2>/dev/null >&2
      read -r word && exit 0
      tries=0
      while [ -d "$1" ] && [ "$tries" -lt 250 ]; do
        while read -r pid; do kill -9 "$pid"; done < "$1/cgroup.procs"
        rmdir "$1" && break
        sleep 0.02 || sleep 1
        tries=$((tries + 1))
      done
      """;

  private final ChildProcess shell;

  private Janitor(ChildProcess shell) {
    this.shell = shell;
  }

  static Janitor start(Path group) throws IOException {
    return new Janitor(
        ChildProcess.spawn(
            List.of("/bin/sh", "-c", SCRIPT, "oomlab-janitor", group.toString()),
            Map.of("PATH", "/usr/bin:/bin")));
  }

  /** Sends it home: the group is gone. */
  @Override
  public void close() throws IOException {
    try {
      shell.stdin().write("done\n".getBytes(StandardCharsets.UTF_8));
      if (shell.await(Duration.ofSeconds(2)).isEmpty()) {
        throw new IOException("the janitor " + shell + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shell.close();
    }
  }
}
