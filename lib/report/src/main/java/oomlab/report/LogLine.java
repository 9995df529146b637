package oomlab.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One line of kernel text, freed from the prefixes that a log put before it.
 *
 * @param number 1-based line of the input
 * @param stamp when it was written
 * @param origin what the prefix says about who wrote it
 * @param text the text, its own leading blanks included
 * @param wrapped the input lines that were joined to this one because a mailer had wrapped it
 */
record LogLine(int number, Stamp stamp, Origin origin, String text, List<LogLine> wrapped) {
  /** Who wrote a line, as far as its prefix tells. */
  enum Origin {
    /** It has a kernel prefix: a kernel timestamp, a level, the word "kernel:". */
    KERNEL,
    /** The rest of a kernel line that was torn or written in pieces: {@code +} in /dev/kmsg. */
    CONTINUED,
    /** A syslog date and a host, and nothing that tells who wrote it. */
    DATED,
    /** No prefix at all. */
    BARE,
    /** Another program's tag. */
    OTHER
  }

  /**
   * What the prefix says about the time.
   *
   * @param micros kernel-log time in microseconds
   * @param date the calendar date, as the log has it
   * @param sequence number of the record in /dev/kmsg
   */
  record Stamp(OptionalLong micros, Optional<String> date, OptionalLong sequence) {
    static final Stamp NONE =
        new Stamp(OptionalLong.empty(), Optional.empty(), OptionalLong.empty());

    static Stamp of(OptionalLong micros, Optional<String> date) {
      return micros.isEmpty() && date.isEmpty()
          ? NONE
          : new Stamp(micros, date, OptionalLong.empty());
    }
  }

  static LogLine of(int number, Stamp stamp, Origin origin, String text) {
    return new LogLine(number, stamp, origin, text, List.of());
  }

  OptionalLong micros() {
    return stamp.micros();
  }

  /** Returns the same line as if someone else had written it. */
  LogLine from(Origin other) {
    return new LogLine(number, stamp, other, text, wrapped);
  }

  /** Returns the same line with another text. */
  LogLine withText(String other) {
    return new LogLine(number, stamp, origin, other, wrapped);
  }

  /** Returns the text without blanks around it. */
  String trimmed() {
    return text.strip();
  }

  /** Returns both lines as one, with the text that they have together. */
  LogLine join(LogLine next, String both) {
    return new LogLine(
        number, stamp, origin, both, Stream.concat(wrapped.stream(), Stream.of(next)).toList());
  }
}
