package oomlab.sandbox;

import java.nio.file.Path;
import java.util.List;

/** A program of the system that runs a command in namespaces of its own, or none. */
sealed interface Isolation permits Bubblewrap, Unshare, NoIsolation {
  /** The user id of {@code nobody}, a user without rights or files. */
  int NOBODY = 65534;

  /** Whether the process gets file system, process and network namespaces of its own. */
  boolean isolated();

  /**
   * Returns the command line that isolates and then runs this one.
   *
   * @param work the folder in which it runs
   * @param view what it sees of the file system
   * @param argv the command line to run
   */
  List<String> wrap(Path work, FileSystemView view, List<String> argv);

  /** The name of the isolating program, for a sentence. */
  String label();

  /** Whether programs and libraries that the process writes cannot be started from there. */
  boolean noexec();

  /** The {@code setpriv} command that drops every capability, and root's user id for nobody's. */
  static List<String> withoutRights(String setpriv, boolean root) {
    List<String> user =
        root
            ? List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")
            : List.<String>of();
    return Arguments.join(
        List.of(setpriv),
        user,
        List.of("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--"));
  }
}
