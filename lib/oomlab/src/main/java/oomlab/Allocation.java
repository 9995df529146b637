package oomlab;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A thread of the victim announced that it is about to map a chunk.
 *
 * @param nanos when the line arrived: nanoseconds since the run's start
 * @param thread the thread's {@code pthread_t} in hexadecimal
 * @param bytes size of the chunk
 */
public record Allocation(long nanos, String thread, long bytes) {
  private static final Pattern LINE =
      Pattern.compile("thread\\(([0-9a-f]{1,16})\\), allocating (\\d{1,18}) bytes\\.");

  /** Reads the line that a victim prints; empty if it is another one. */
  public static Optional<Allocation> parse(long nanos, String line) {
    Matcher m = LINE.matcher(line);
    return m.matches()
        ? Optional.of(new Allocation(nanos, m.group(1), Long.parseLong(m.group(2))))
        : Optional.empty();
  }
}
