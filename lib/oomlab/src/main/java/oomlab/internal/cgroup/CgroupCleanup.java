package oomlab.internal.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.internal.posix.CleanupShell;

/**
 * Kills the members of a cgroup and removes it when this JVM is gone.
 *
 * <p>The processes of a run end by themselves in that case, but the OOM killer may kill one just
 * then, and the cgroup would stay.
 */
public final class CgroupCleanup implements AutoCloseable {
  // Bounded: 250 tries of 20 ms. sleep takes fractions on GNU and BusyBox; POSIX promises seconds.
  private static final String SCRIPT =
      """
      exec 2>/dev/null >&2
      clear() {
        for below in "$1"/*/; do [ ! -d "$below" ] || clear "${below%/}"; done
        while read -r pid; do kill -9 "$pid"; done < "$1/cgroup.procs"
        rmdir "$1"
      }
      read -r line
      tries=0
      while [ -d "$1" ] && [ "$tries" -lt 250 ]; do
        clear "$1" && break
        sleep 0.02 || sleep 1
        tries=$((tries + 1))
      done
      [ -z "$2" ] || rm -rf -- "$2"
      """;

  private final CleanupShell shell;

  private CgroupCleanup(CleanupShell shell) {
    this.shell = shell;
  }

  /**
   * Starts to watch over a cgroup.
   *
   * @param group its directory
   * @param temporary a folder that goes with it
   */
  public static CgroupCleanup start(Path group, Optional<Path> temporary) throws IOException {
    return new CgroupCleanup(
        CleanupShell.start(
            "oomlab-cleanup",
            SCRIPT,
            List.of(group.toString(), temporary.map(Path::toString).orElse("")),
            Map.of("PATH", "/usr/bin:/bin")));
  }

  /** Ends the watch; a cgroup that is still there is removed. */
  @Override
  public void close() throws IOException {
    shell.close();
  }
}
