package oomlab.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
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

  /**
   * Returns the options of {@code setpriv} that take every right from a process; from root they
   * make nobody.
   *
   * @param capable whether it may give up capabilities, as root and the owner of a user namespace
   *     may; others have none to give up, and gain none
   */
  static List<String> withoutRights(boolean root, boolean capable) {
    List<String> options = new ArrayList<>();
    if (root) {
      options.addAll(List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    options.add("--no-new-privs");
    if (capable) {
      options.add("--bounding-set=-all");
    }
    options.add("--inh-caps=-all");
    return options;
  }
}
