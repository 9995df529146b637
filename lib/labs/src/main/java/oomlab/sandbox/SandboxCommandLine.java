package oomlab.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import oomlab.internal.posix.ChildProcess;

/**
 * The command line around a sandboxed command: a shell that sets the limits and waits for a line on
 * its standard input, so that its process is in its cgroups first; then the {@link Isolation}; then
 * a shell inside that reports the start.
 */
final class SandboxCommandLine {
  /** What the outer shell prints once its limits are set. */
  static final String READY = "ready";

  /** The line that lets it go on. */
  static final String GO = "go\n";

  /** What the inner shell prints right before the command. */
  static final String STARTED = "started";

  private static final int BLOCK_BYTES = 512; // of ulimit -f, man 1p ulimit
  private static final int OPEN_FILES = 4096;
  private static final int GRACE_SECONDS = 2;
  private static final int LONGEST_CHARS = 2000;

  private SandboxCommandLine() {}

  /**
   * Returns the whole command line.
   *
   * @param setpriv path of {@code setpriv}, which makes the process die with the grader, if
   *     installed
   * @param tasks limit on the user's processes ({@code RLIMIT_NPROC}), where no pids cgroup holds
   */
  static List<String> of(
      Isolation isolation,
      Optional<String> setpriv,
      boolean root,
      OptionalLong tasks,
      SandboxCommand sandboxed,
      FileSystemView view) {
    List<String> inside =
        Arguments.join(
            List.of("/bin/sh", "-c", "exec 2>&1; echo " + STARTED + "; exec \"$@\"", "sh"),
            List.of("/usr/bin/env", "-i"),
            new TreeMap<>(sandboxed.environment())
                .entrySet().stream().map(SandboxCommandLine::assignment).toList(),
            sandboxed.command());
    List<String> wrapper = new ArrayList<>();
    if (setpriv.isPresent()) {
      wrapper.add(setpriv.get());
      if (!isolation.isolated()) {
        wrapper.addAll(Isolation.withoutRights(root, root));
      }
      wrapper.addAll(List.of("--pdeathsig=KILL", "--"));
    }
    return Arguments.join(
        wrapper,
        List.of("/bin/sh", "-c", script(sandboxed.limits(), tasks), "sh"),
        isolation.wrap(sandboxed.work(), view, inside));
  }

  private static String assignment(Map.Entry<String, String> variable) {
    return variable.getKey() + "=" + variable.getValue();
  }

  private static String script(SandboxLimits limits, OptionalLong tasks) {
    long blocks = (limits.fileBytes() + BLOCK_BYTES - 1) / BLOCK_BYTES;
    // The kernel's own clock is the second line: it counts each process by itself.
    long seconds = limits.cpu().plusMillis(999).toSeconds() + GRACE_SECONDS;
    List<String> lines = new ArrayList<>();
    lines.add("ulimit -c 0 && ulimit -f %d && ulimit -t %d".formatted(blocks, seconds));
    lines.add("ulimit -n %d 2>/dev/null".formatted(OPEN_FILES));
    if (tasks.isPresent()) {
      // bash and busybox say -u, dash says -p.
      lines.add("ulimit -u %1$d 2>/dev/null || ulimit -p %1$d".formatted(tasks.getAsLong()));
    }
    lines.add("echo " + READY);
    lines.add("read -r word || exit 125");
    lines.add("exec \"$@\" </dev/null");
    return String.join("\n", lines);
  }

  /**
   * Reads one line and compares it.
   *
   * @throws IOException if something else comes: what the process said instead
   */
  static void expect(ChildProcess child, String line) throws IOException {
    StringBuilder said = new StringBuilder();
    if (!read(child.stdout(), said, line + "\n")) {
      boolean ignored = read(child.stderr(), said, "");
      byte[] bytes = said.toString().getBytes(StandardCharsets.ISO_8859_1);
      String words =
          new String(bytes, StandardCharsets.UTF_8).strip().replaceAll("\\s*\n\\s*", "; ");
      throw new IOException(
          "the sandbox did not start: " + (words.isEmpty() ? "it ended without a word" : words));
    }
  }

  /** Reads until something was read, or there is no more; returns whether it was. */
  private static boolean read(InputStream from, StringBuilder said, String until)
      throws IOException {
    for (int b = from.read(); b >= 0 && said.length() < LONGEST_CHARS; b = from.read()) {
      said.append((char) b);
      if (said.toString().equals(until)) {
        return true;
      }
    }
    return false;
  }
}
