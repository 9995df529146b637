package oomlab.internal.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.internal.posix.CleanupShell;

/**
 * Kills the members of cgroups and removes these when this JVM is gone.
 *
 * <p>The processes of a run end by themselves in that case, but the OOM killer may kill one just
 * then, and the cgroup would stay; and a cgroup never goes by itself.
 */
public final class CgroupCleanup implements AutoCloseable {
  // Bounded: 250 tries of 20 ms. sleep takes fractions on GNU and BusyBox; POSIX promises seconds.
  private static final String SCRIPT =
      """
      exec 2>/dev/null >&2
      clear() {
        [ -d "$1" ] || return 0
        for below in "$1"/*/; do [ ! -d "$below" ] || clear "${below%/}"; done
        while read -r pid; do kill -9 "$pid"; done < "$1/cgroup.procs"
        rmdir "$1"
      }
      read -r line
      temporary=$1
      shift
      tries=0
      while [ "$tries" -lt 250 ]; do
        left=0
        for group; do clear "$group" || left=1; done
        [ "$left" = 1 ] || break
        sleep 0.02 || sleep 1
        tries=$((tries + 1))
      done
      [ -z "$temporary" ] || rm -rf -- "$temporary"
      """;

  private final CleanupShell shell;

  private CgroupCleanup(CleanupShell shell) {
    this.shell = shell;
  }

  /**
   * Starts to watch over cgroups.
   *
   * @param groups their directories
   * @param temporary a folder that goes with them
   */
  public static CgroupCleanup start(Collection<Path> groups, Optional<Path> temporary)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(temporary.map(Path::toString).orElse(""));
    groups.forEach(group -> arguments.add(group.toString()));
    return new CgroupCleanup(
        CleanupShell.start("oomlab-cleanup", SCRIPT, arguments, Map.of("PATH", "/usr/bin:/bin")));
  }

  /** Ends the watch; cgroups that are still there are removed. */
  @Override
  public void close() throws IOException {
    shell.close();
  }
}
