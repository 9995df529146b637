package oomlab.sandbox;

import java.util.ArrayList;
import java.util.List;

/** What a sandbox holds and what it does not, in plain words for a report. */
final class SandboxStatement {
  private SandboxStatement() {}

  /**
   * Returns the sentences.
   *
   * @param root whether the grader is root
   * @param setpriv whether a process can be made powerless, and to die with the grader
   * @param why why the stronger ways are not available
   */
  static String of(
      Isolation way,
      boolean root,
      boolean setpriv,
      boolean memory,
      boolean processes,
      List<String> why) {
    List<String> held = new ArrayList<>();
    List<String> open = new ArrayList<>();
    if (way.isolated()) {
      held.add("no network");
      held.add("no other process to be seen or signalled");
      held.add(
          "of the machine's files only programs and libraries (/usr and a little of /etc) and what"
              + " the lab gives it, all read-only");
      held.add("its own folder and /tmp in memory, limited in size and gone with it");
      (way.noexec() ? held : open)
          .add(
              way.noexec()
                  ? "no program started from there"
                  : "it can start programs that it writes");
      if (root) {
        open.add(
            "it can make namespaces of its own, where only the memory limit holds for its files");
      }
      open.add("it can read what /proc tells everybody about the machine");
      open.add("it shares the kernel with this machine, so a hole in the kernel is a way out");
    } else {
      open.add("the network");
      open.add("every file that its user may read or write");
      open.add("other processes of its user");
      open.add(
          "written files outside of its own folder, which stay, and a burst inside of it between"
              + " two looks");
    }
    String user = !root ? "the user of the grader" : setpriv ? "nobody, without any right" : "root";
    (memory ? held : open)
        .add(
            memory
                ? "memory and swap by a cgroup"
                : "memory, but for the JVM's own heap limit: no memory cgroup can be made here");
    if (processes) {
      held.add("the number of processes and threads by a cgroup");
    } else if (root && !setpriv) {
      open.add("the number of processes and threads");
    } else {
      held.add("the number of processes and threads by its user's limit");
    }
    held.add("processor time, time, output and the size of a file");
    if (!way.isolated() && !memory) {
      open.add(
          "a process that detaches itself may outlive the end, and whatever it has started a grader"
              + " that is killed");
    }
    if (!setpriv) {
      open.add("it may outlive a grader that is killed");
    }
    return "%s, as %s. Held: %s. Not held: %s.%s"
        .formatted(
            way.isolated()
                ? "Student code runs isolated by " + way.label()
                : "Student code runs with limits and without isolation",
            user,
            String.join("; ", held),
            String.join("; ", open),
            why.isEmpty() ? "" : " Not available: " + String.join("; ", why) + ".");
  }
}
