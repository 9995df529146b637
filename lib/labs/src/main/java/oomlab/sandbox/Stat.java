package oomlab.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A line of {@code /proc/PID/stat} ({@code man 5 proc_pid_stat}).
 *
 * @param session the pid of its session's first process
 * @param cpuTicks processor time of the process and of what it has waited for
 */
record Stat(long session, long cpuTicks) {
  private static final Stat GONE = new Stat(0, 0);

  /** Reads a process's line; zeros if it is gone. */
  static Stat of(Path root, long pid) {
    try {
      return parse(Files.readString(root.resolve("proc/" + pid + "/stat")));
    } catch (IOException gone) {
      return GONE;
    }
  }

  static Stat parse(String line) {
    // The name in parentheses may hold blanks and parentheses; state, field 3, follows the last.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int field = 14; field <= 17; field++) { // utime, stime, cutime, cstime
      ticks += Long.parseLong(fields[field - 3]);
    }
    return new Stat(Long.parseLong(fields[6 - 3]), ticks);
  }
}
