package oomlab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oomlab.report.LogRecord;

/** What the guest's kernel printed on its serial console, in order. */
final class KernelConsole {
  private static final Pattern PRINTED = Pattern.compile("\\[ *(\\d{1,9})\\.(\\d{6})\\] ?(.*)");
  // Two lines may be torn into each other: the second begins with a clock of its own.
  private static final Pattern NEXT_CLOCK = Pattern.compile("(?=\\[ {0,5}\\d{1,7}\\.\\d{6}\\] )");
  private static final Pattern BANNER = Pattern.compile("\\bLinux version (\\d\\S+) ");
  private static final String PANIC = "Kernel panic - not syncing";

  /** KERN_WARNING: the console does not say which level a line has. */
  private static final int PRIORITY = 4;

  private final List<String> lines = new ArrayList<>();

  synchronized void accept(String line) {
    lines.add(line);
  }

  synchronized void addAll(List<String> earlier) {
    lines.addAll(0, earlier);
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Returns the last lines that say something. */
  synchronized List<String> tail(int count) {
    List<String> spoken = lines.stream().filter(line -> !line.isBlank()).toList();
    return spoken.subList(Math.max(0, spoken.size() - count), spoken.size());
  }

  /** How many lines there are. */
  synchronized int size() {
    return lines.size();
  }

  /** Whether the kernel has started the first program, which may be quiet. */
  synchronized boolean userSpace() {
    return lines.stream()
        .anyMatch(
            line -> line.contains(" as init process") || line.contains("Freeing unused kernel "));
  }

  /** The release by the kernel's own banner (init/version.c). */
  synchronized Optional<String> release() {
    return lines.stream()
        .map(BANNER::matcher)
        .filter(Matcher::find)
        .map(banner -> banner.group(1))
        .findFirst();
  }

  /** The line in which the kernel said that it panics. */
  synchronized Optional<String> panic() {
    return lines.stream()
        .map(KernelConsole::text)
        .filter(line -> line.startsWith(PANIC))
        .findFirst();
  }

  /** Whether the kernel has said all that it says when it panics (panic() of kernel/panic.c). */
  synchronized boolean panicOver() {
    return lines.stream()
        .map(KernelConsole::text)
        .anyMatch(
            line -> line.startsWith("Rebooting in ") || line.startsWith("---[ end Kernel panic"));
  }

  /** Returns what was printed from this time on, as records numbered from 0. */
  synchronized List<LogRecord> records(long fromMicros) {
    List<LogRecord> records = new ArrayList<>();
    for (String line : lines.stream().flatMap(NEXT_CLOCK::splitAsStream).toList()) {
      Matcher m = PRINTED.matcher(line);
      if (m.matches()) {
        long micros = Long.parseLong(m.group(1)) * 1_000_000 + Long.parseLong(m.group(2));
        if (micros >= fromMicros) {
          records.add(new LogRecord(records.size(), micros, PRIORITY, m.group(3)));
        }
      }
    }
    return records;
  }

  private static String text(String line) {
    Matcher m = PRINTED.matcher(line);
    return m.matches() ? m.group(3) : line;
  }
}
