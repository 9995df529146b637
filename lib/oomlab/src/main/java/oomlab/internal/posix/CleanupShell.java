package oomlab.internal.posix;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A shell that cleans up when it is closed or when this JVM is gone, also after {@code kill -9}: in
 * both cases its standard input ends, which its script waits for.
 */
public final class CleanupShell implements AutoCloseable {
  // A session of its own: Ctrl-C, and Jupyter's kill of a kernel, go to the whole process group.
  private static final String START =
      """
      trap '' INT QUIT HUP TERM
      setsid=$(command -v setsid)
      exec $setsid /bin/sh -c "$@"
      """;

  private static final long PATIENCE_SECONDS = 10;

  private final String name;
  private final Process shell;

  private CleanupShell(String name, Process shell) {
    this.name = name;
    this.shell = shell;
  }

  /**
   * Starts a script.
   *
   * @param name what {@code ps} shows, and {@code $0}
   * @param script for {@code /bin/sh}; it reads its standard input to the end, then cleans up,
   *     which must do no harm when nothing is left
   * @param arguments from {@code $1} on
   * @param environment all of its environment
   */
  public static CleanupShell start(
      String name, String script, List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", START, "sh", script, name));
    argv.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(argv).redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new CleanupShell(name, builder.start());
  }

  /** The shell's standard output. */
  public InputStream stdout() {
    return shell.getInputStream();
  }

  /**
   * Lets it clean up and waits for that, interrupted or not. May be called again.
   *
   * @throws IOException if it does not end within 10 s; it goes on then
   */
  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          if (!shell.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw new IOException(words("%s, process %d, does not end", name, shell.pid()));
          }
          return;
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
}
