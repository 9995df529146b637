package oomlab.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a Java kernel leaves in a file while it lives, so that the next one can say how it ended.
 *
 * @param pid its process
 * @param startTicks that process's start, field 22 of {@code /proc/PID/stat}, in hundredths of a
 *     second since boot: tells a reused pid
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 * @param pidNamespace what {@code /proc/PID/ns/pid} points to: elsewhere the pid means nothing
 * @param folder the notebook's folder
 */
record KernelNote(int pid, long startTicks, String bootId, String pidNamespace, Path folder) {
  // PROC_PID_INIT_INO, include/linux/proc_ns.h: here the kernel's log counts as we do.
  private static final String FIRST_NAMESPACE = "pid:[4026531836]";

  /**
   * Describes a process that lives.
   *
   * @throws IOException if it does not, or {@code /proc} cannot be read
   */
  static KernelNote of(Path root, int pid, Path folder) throws IOException {
    Path proc = root.resolve("proc");
    return new KernelNote(
        pid,
        startTicks(root, pid),
        bootId(root),
        Files.readSymbolicLink(proc.resolve(pid + "/ns/pid")).toString(),
        folder);
  }

  /** Reads a file that {@link #text} was written to; empty if it is none. */
  static Optional<KernelNote> read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return Optional.of(
          new KernelNote(
              Integer.parseInt(lines.get(0)),
              Long.parseLong(lines.get(1)),
              lines.get(2),
              lines.get(3),
              Path.of(lines.get(4))));
    } catch (IOException | RuntimeException e) {
      // Cut short by a full disk, or somebody else's file.
      return Optional.empty();
    }
  }

  String text() {
    return String.join(
        "\n",
        String.valueOf(pid),
        String.valueOf(startTicks),
        bootId,
        pidNamespace,
        folder.toString(),
        "");
  }

  String fileName() {
    return pid + "-" + startTicks;
  }

  /** Whether pids mean the same to this note and to a process here, since the same boot. */
  boolean sameWorld(KernelNote other) {
    return bootId.equals(other.bootId) && pidNamespace.equals(other.pidNamespace);
  }

  boolean namedInLog() {
    return pidNamespace.equals(FIRST_NAMESPACE);
  }

  boolean lives(Path root) {
    try {
      return startTicks(root, pid) == startTicks;
    } catch (IOException | RuntimeException gone) {
      return false;
    }
  }

  private static String bootId(Path root) throws IOException {
    return Files.readString(root.resolve("proc/sys/kernel/random/boot_id")).strip();
  }

  private static long startTicks(Path root, int pid) throws IOException {
    String stat = Files.readString(root.resolve("proc").resolve(pid + "/stat"));
    // The name in parentheses may hold blanks and parentheses; state, field 3, follows the last.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[22 - 3]);
  }
}
