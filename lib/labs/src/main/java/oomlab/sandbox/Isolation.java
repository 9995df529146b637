package oomlab.sandbox;

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

  /** What takes every right from a process; from root it makes nobody. */
  static List<String> powerless(String setpriv, boolean root) {
    List<String> user =
        root
            ? List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")
            : List.<String>of();
    return Lists.join(
        List.of(setpriv),
        user,
        List.of("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--"));
  }
}
