package oomlab.report;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One line of kernel text, freed from the prefixes that a log put before it.
 *
 * @param number 1-based line of the input
 * @param micros kernel-log time in microseconds, where the prefix had it
 * @param origin what the prefix says about who wrote it
 * @param text the text, its own leading blanks included
 * @param wrapped the input lines that were joined to this one because a mailer had wrapped it
 */
record LogLine(int number, OptionalLong micros, Origin origin, String text, List<LogLine> wrapped) {
  /** Who wrote a line, as far as its prefix tells. */
  enum Origin {
    /** It has a kernel prefix: a kernel timestamp, a level, the word "kernel:". */
    KERNEL,
    /** A syslog date and a host, and nothing that tells who wrote it. */
    DATED,
    /** No prefix at all. */
    BARE,
    /** Another program's tag. */
    OTHER
  }

  static LogLine of(int number, OptionalLong micros, Origin origin, String text) {
    return new LogLine(number, micros, origin, text, List.of());
  }

  /** Returns the text without blanks around it. */
  String trimmed() {
    return text.strip();
  }

  LogLine join(LogLine next) {
    return new LogLine(
        number,
        micros,
        origin,
        text.stripTrailing() + " " + next.trimmed(),
        Stream.concat(wrapped.stream(), Stream.of(next)).toList());
  }
}
