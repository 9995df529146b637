package oomlab.report;

import java.util.Optional;
import java.util.function.ObjIntConsumer;

/**
 * Undoes the encoding of a mail's source (RFC 2045, 6.7), where an equals sign is {@code =3D} and a
 * long line goes on after an equals sign at its end.
 */
final class QuotedPrintable {
  private static final int LONGEST = 32_768;
  private static final int WIDEST = 76;

  private final ObjIntConsumer<String> out;
  private boolean seen;
  private int heldNumber;
  private Optional<StringBuilder> held = Optional.empty();

  QuotedPrintable(ObjIntConsumer<String> out) {
    this.out = out;
  }

  /** Whether the log is a mail's source. */
  boolean seen() {
    return seen;
  }

  /**
   * Hands a line on, with the number of its first part: at once if it is not encoded, else when its
   * last part has come.
   */
  void feed(int number, String line) {
    if (!seen) {
      seen =
          line.indexOf("=3D") >= 0
              ? line.contains("gfp_mask=3D0x") || line.contains("oom-kill:constraint=3D")
              : line.endsWith("=") && line.length() <= WIDEST && ReportParser.mayBegin(line);
      if (!seen) {
        out.accept(line, number);
        return;
      }
    }
    if (held.isEmpty()) {
      heldNumber = number;
      held = Optional.of(new StringBuilder());
    }
    StringBuilder text = held.get();
    String part = line.stripTrailing();
    boolean goesOn = part.endsWith("=") && text.length() < LONGEST;
    text.append(goesOn ? part.substring(0, part.length() - 1) : line);
    if (!goesOn) {
      end();
    }
  }

  /** Hands on what is held. */
  void end() {
    if (held.isPresent()) {
      String text = held.get().toString();
      held = Optional.empty();
      out.accept(Escapes.quotedPrintable(text), heldNumber);
    }
  }
}
