package oomlab.report;

import java.util.function.Consumer;
import oomlab.report.LogLine.Origin;
import oomlab.report.LogLine.Stamp;

/**
 * Takes away what logs put before kernel text: levels, timestamps, dates in any language, hosts,
 * tags, mail quotes, colours, and the framing of /dev/kmsg and of JSON.
 *
 * <p>Remembers the style from line to line, because continuation lines carry no prefix of their
 * own.
 */
final class Prefixes {
  private static final int DEEPEST = 3;

  private final LogFraming frames = new LogFraming();

  /** Remembers what a line tells about those after it, for lines that nobody else looks at. */
  void skip(String raw) {
    frames.skip(raw);
  }

  /** Whether a message of this log may be several lines, or none. */
  boolean framing() {
    return frames.framing();
  }

  /** Whether the next line must be seen, whatever it holds. */
  boolean unfinished() {
    return frames.unfinished();
  }

  /** Gives the kernel text of one input line to {@code out}: none, one, or several lines. */
  void strip(int number, String raw, Consumer<LogLine> out) {
    strip(number, Markup.clean(raw), Stamp.NONE, Origin.BARE, 0, out);
  }

  private void strip(
      int number, String line, Stamp outer, Origin least, int depth, Consumer<LogLine> out) {
    boolean framed =
        depth < DEEPEST
            && frames.read(
                line,
                depth == 0,
                f -> {
                  for (String part : Markup.lines(f.text())) {
                    if (f.origin() == Origin.KERNEL) {
                      strip(number, Markup.clean(part), f.stamp(), Origin.KERNEL, depth + 1, out);
                    } else {
                      out.accept(LogLine.of(number, f.stamp(), f.origin(), part));
                    }
                  }
                });
    if (!framed) {
      new PlainLine(line, outer, least).emit(number, out);
    }
  }
}
