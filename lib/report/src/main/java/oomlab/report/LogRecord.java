package oomlab.report;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One record of the kernel log (Documentation/ABI/testing/dev-kmsg).
 *
 * @param sequence the kernel's running number; a jump means lost records
 * @param micros the kernel's own timestamp in microseconds since boot, on its local clock
 * @param priority syslog facility and level
 * @param text the message, escapes undone; may contain newlines
 */
public record LogRecord(long sequence, long micros, int priority, String text) {
  /** {@code priority,sequence,micros,flags[,...];} before the text, as /dev/kmsg gives it. */
  static final Pattern HEAD = Pattern.compile("(\\d{1,4}),(\\d{1,18}),(\\d{1,18}),([^;]{1,200});");

  private static final int FACILITIES = 8;

  /** Returns the record in one line as {@code /dev/kmsg} gives it; empty if the line is none. */
  public static Optional<LogRecord> parse(String line) {
    Matcher head = HEAD.matcher(line);
    return head.lookingAt() ? Optional.of(of(head, line)) : Optional.empty();
  }

  /** Returns the record that begins with this match. */
  static LogRecord of(Matcher head, String line) {
    return new LogRecord(
        Long.parseLong(head.group(2)),
        Long.parseLong(head.group(3)),
        Integer.parseInt(head.group(1)),
        Escapes.kmsg(line.substring(head.end())));
  }

  /** Returns the record as one line of {@code /dev/kmsg}, without a line end. */
  public String line() {
    return "%d,%d,%d,-;%s".formatted(priority, sequence, micros, Escapes.toKmsg(text));
  }

  /**
   * Whether the kernel itself wrote the record: its facility is 0, and anybody may write with
   * another.
   */
  public boolean fromKernel() {
    return priority < FACILITIES;
  }

  /** Returns the pid of the process that this record says was killed for want of memory. */
  public OptionalInt killedPid() {
    return KillLines.killedPid(text);
  }

  /** Returns the memory cgroup of the victim, where this record names it before the kill. */
  public Optional<String> victimMemcg() {
    return SummaryLine.taskMemcg(text).or(() -> MemcgLines.taskMemcg(text));
  }
}
