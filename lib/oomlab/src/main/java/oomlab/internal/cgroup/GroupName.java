package oomlab.internal.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of a group of ours: who made it, so that another process can tell a running experiment from
 * what a crash left behind.
 *
 * @param pid the process that made it
 * @param startTicks that process's start time, field 22 of {@code /proc/PID/stat}: tells a reused
 *     pid
 * @param number counts the groups of that process
 */
record GroupName(int pid, long startTicks, int number) {
  private static final Pattern FORM = Pattern.compile("oomlab-(\\d{1,9})-(\\d{1,18})-(\\d{1,9})");
  private static final AtomicInteger NEXT = new AtomicInteger();

  static GroupName next(Path root) throws IOException {
    int pid = (int) ProcessHandle.current().pid();
    OptionalLong start = startTicks(root, pid);
    return new GroupName(pid, start.orElse(0), NEXT.getAndIncrement());
  }

  static Optional<GroupName> parse(String text) {
    Matcher m = FORM.matcher(text);
    return m.matches()
        ? Optional.of(
            new GroupName(
                Integer.parseInt(m.group(1)),
                Long.parseLong(m.group(2)),
                Integer.parseInt(m.group(3))))
        : Optional.empty();
  }

  String text() {
    return "oomlab-%d-%d-%d".formatted(pid, startTicks, number);
  }

  boolean ownerLives(Path root) throws IOException {
    OptionalLong start = startTicks(root, pid);
    return start.isPresent() && start.getAsLong() == startTicks;
  }

  /** Start time of a process in clock ticks since boot; empty if there is no such process. */
  static OptionalLong startTicks(Path root, int pid) throws IOException {
    Path stat = root.resolve("proc").resolve(Integer.toString(pid)).resolve("stat");
    Optional<String> text = CgroupFiles.text(stat);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    // The name in parentheses may hold blanks and parentheses; state, field 3, follows the last.
    String[] fields = text.get().substring(text.get().lastIndexOf(')') + 2).split(" ", -1);
    return OptionalLong.of(Long.parseLong(fields[22 - 3]));
  }
}
