package oomlab.sandbox;

import java.util.ArrayList;
import java.util.List;

/** How a process is cut off: the command that runs another one in isolation. */
sealed interface Isolation permits Bubblewrap, Unshare, Plain {
  /** A user without rights or files, by the number that every system has for it. */
  int NOBODY = 65534;

  /** Whether the process gets file system, process and network namespaces of its own. */
  boolean isolated();

  /**
   * Returns the command that isolates and then runs this one.
   *
   * @param command what to run in there
   */
  List<String> around(SandboxCommand cell, FileSystemView view, List<String> command);

  /** The name of what isolates, for a sentence. */
  String label();

  /** Whether programs and libraries that the process writes cannot be started from there. */
  boolean noexec();

  /**
   * Returns the options of setpriv that take every right from a process; from root they make
   * nobody.
   *
   * @param capable whether it may give up capabilities, as root and the owner of a user namespace
   *     may; others have none to give up, and gain none
   */
  static List<String> powerless(boolean root, boolean capable) {
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
