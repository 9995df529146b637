package oomlab.internal.proc;

import java.util.List;
import java.util.OptionalLong;

/** Lines such as {@code VmRSS: 1234 kB}, of /proc/meminfo and /proc/PID/status (man 5 proc). */
public final class KbLines {
  private KbLines() {}

  /** Returns the number of kB behind a name; empty if no line has it. */
  public static OptionalLong find(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("\\D", ""))
        .filter(digits -> !digits.isEmpty())
        .mapToLong(Long::parseLong)
        .findFirst();
  }
}
