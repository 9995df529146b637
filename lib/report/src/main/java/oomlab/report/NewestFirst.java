package oomlab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import oomlab.report.LogLine.Origin;
import oomlab.report.LogLine.Stamp;

/**
 * Turns round what a log viewer shows newest line first: there a report begins with its kill line,
 * and its rows come before their header.
 *
 * <p>A kill line that no report has come before may be such a beginning, or all that a log has of a
 * report. It and the lines after it wait here until one of them shows which.
 */
final class NewestFirst {
  private static final Pattern ROW =
      Pattern.compile(".*\\[ *\\d+\\]\\s+\\d+\\s+\\d+\\s+\\d+\\s+\\d+\\s+-?\\d+\\s.*");

  private static final Pattern FIRST_OF_SEVERAL =
      Pattern.compile("active_anon:.*|(?:Memory cgroup stats for .*:)?(?:anon|cache) \\d+");

  /** The kernel prints a report in less time; a clock that falls by more was started again. */
  private static final long LONGEST_REPORT_MICROS = 600_000_000;

  private final List<LogLine> lines = new ArrayList<>();
  private List<LogLine> remarks = List.of();
  private OpenReport body = OpenReport.headless(Origin.KERNEL);
  private boolean turned;
  private boolean choiceFirst;
  private boolean choiceLast;
  private boolean rowFirst;
  private int lastTold;

  /** Whether lines wait here. */
  boolean waiting() {
    return !lines.isEmpty();
  }

  /** Whether the lines that wait are known to be in the wrong order. */
  boolean turned() {
    return turned;
  }

  /** Whether this line may be the last of a report. */
  static boolean mayEnd(String text) {
    return KillLines.startsReport(text)
        || OpenReport.panic(text)
        || text.startsWith("Out of memory and no killable process");
  }

  /** Whether the line is, or ends with, a row of a task table. */
  static boolean isRow(String text) {
    return text.indexOf(']') > 0 && ROW.matcher(text).matches();
  }

  /** Whether this line is of an older report than those that wait. */
  boolean endsBefore(LogLine line) {
    return turned && !body.empty() && mayEnd(line.trimmed());
  }

  /** Begins to wait: of a report printed backwards, the lines that tell what came of the kill. */
  void begin(List<LogLine> newestLines) {
    remarks = newestLines;
  }

  /** Takes the next line, and returns whether the order of those that wait is known now. */
  boolean take(LogLine line) {
    String text = line.trimmed();
    boolean ends = mayEnd(text);
    boolean choice = ends && isChoice(text);
    if (lines.isEmpty()) {
      choiceFirst = choice;
      rowFirst = isRow(text);
    }
    lines.add(line);
    boolean trigger = line.origin() != Origin.OTHER && TriggerLine.is(line, text);
    if (turned) {
      tell(line);
      return trigger || body.excluded();
    }
    if (trigger) {
      turned = backwards();
      return true;
    }
    if (ends) {
      lastTold = lines.size();
      choiceLast = choice;
      return rowFirst || (choiceFirst && !choice);
    }
    if (isRow(text)) {
      lastTold = lines.size();
      return !rowFirst && !turn();
    }
    if (OpenReport.middle(text)) {
      return !(rowFirst || backwards()) || !turn();
    }
    return lines.size() - lastTold > OpenReport.GAP_LINES;
  }

  private boolean turn() {
    turned = !rises();
    lines.forEach(this::tell);
    return turned;
  }

  private void tell(LogLine line) {
    if (!mayEnd(line.trimmed())) {
      body.take(line, Optional.empty(), false);
    }
  }

  /** Gives the lines that wait in the order in which the kernel wrote them, and forgets them. */
  List<LogLine> release() {
    List<LogLine> released = new ArrayList<>(turned || pairs() ? reversed() : lines);
    if (turned) {
      released.addAll(remarks);
    }
    lines.clear();
    turned = false;
    choiceLast = false;
    lastTold = 0;
    body = OpenReport.headless(Origin.KERNEL);
    return released;
  }

  /** A record may have several lines, of which only the first has a prefix: they stay in order. */
  private List<LogLine> reversed() {
    boolean whole = lines.stream().anyMatch(line -> !bare(line)) && !recordsAreReversed();
    List<LogLine> out = new ArrayList<>();
    int end = lines.size();
    for (int i = end - 1; i >= 0; i--) {
      if (i == 0 || !whole || !bare(lines.get(i))) {
        out.addAll(lines.subList(i, end));
        end = i;
      }
    }
    return out;
  }

  private static boolean bare(LogLine line) {
    return line.origin() == Origin.BARE || line.origin() == Origin.CONTINUED;
  }

  /** Whether the second line of a record with several stands before its first. */
  private boolean recordsAreReversed() {
    for (int i = 1; i < lines.size(); i++) {
      if (!bare(lines.get(i)) && FIRST_OF_SEVERAL.matcher(lines.get(i).trimmed()).matches()) {
        return bare(lines.get(i - 1)) && (i + 1 == lines.size() || !bare(lines.get(i + 1)));
      }
    }
    return false;
  }

  private static boolean isChoice(String text) {
    return text.startsWith("oom-kill:") || text.contains(" score ");
  }

  /** Whether each kill stands before its choice. */
  private boolean pairs() {
    return choiceLast && !choiceFirst && !rowFirst && !rises();
  }

  private boolean backwards() {
    return order() < 0 || pairs();
  }

  private boolean rises() {
    return order() > 0;
  }

  /** Compares the times of the last line and the first; 0 if they do not tell. */
  private int order() {
    Stamp first = lines.get(0).stamp();
    Stamp last = lines.get(lines.size() - 1).stamp();
    if (first.sequence().isPresent() && last.sequence().isPresent()) {
      return Long.compare(last.sequence().getAsLong(), first.sequence().getAsLong());
    }
    if (first.micros().isPresent() && last.micros().isPresent()) {
      long passed = last.micros().getAsLong() - first.micros().getAsLong();
      boolean older = passed < 0 && mostRise(); // two pieces, each in the kernel's order
      return Math.abs(passed) < LONGEST_REPORT_MICROS && !older ? Long.signum(passed) : 0;
    }
    if (first.date().isPresent() && last.date().isPresent()) {
      return order(first.date().get(), last.date().get());
    }
    return 0;
  }

  private boolean mostRise() {
    int rises = 0;
    for (int i = 1; i < lines.size(); i++) {
      long before = lines.get(i - 1).micros().orElse(0);
      rises += Long.compare(lines.get(i).micros().orElse(before), before);
    }
    return rises > 0;
  }

  /** Dates of one form, with the same words in them, differ first where their time does. */
  private static int order(String first, String last) {
    int at = 0;
    while (at < first.length() && at < last.length() && first.charAt(at) == last.charAt(at)) {
      at++;
    }
    return first.length() == last.length() && at < first.length() && digits(first, last, at)
        ? Integer.signum(last.compareTo(first))
        : 0;
  }

  private static boolean digits(String first, String last, int at) {
    return Character.isDigit(first.charAt(at)) && Character.isDigit(last.charAt(at));
  }
}
