package oomlab.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind every line of a log: a quotation mark, the edge of a table, the mark of a line
 * end. The first line of a report shows it, because that ends with a number.
 */
final class LineTail {
  private static final Pattern TAIL =
      Pattern.compile(
          "adj=-?\\d{1,4}([^\\w,(\\[-][^\\w(\\[-]{0,11}|[^\\w,(\"'-](?:(?!adj=).){1,200})$");

  private boolean padded;
  private String tail = "";

  /** Whether this line shows what stands behind lines, or that nothing does. */
  static boolean shows(String line) {
    return !line.isEmpty()
        && !Character.isDigit(line.charAt(line.length() - 1))
        && line.contains("oom-killer: ");
  }

  /** Takes what stands behind this line for what stands behind the next ones, too. */
  void learn(String line) {
    Matcher behind = TAIL.matcher(line);
    padded = behind.find();
    tail = padded ? behind.group(1).stripTrailing() : "";
    String bare = tail.strip();
    // Blanks before the edge of a table differ from line to line.
    tail = bare.isEmpty() || Character.isLetterOrDigit(bare.charAt(0)) ? tail : bare;
  }

  /** Returns the line without it. */
  String cut(String line) {
    if (!padded) {
      return line;
    }
    String shown = line.stripTrailing();
    return shown.endsWith(tail)
        ? shown.substring(0, shown.length() - tail.length()).stripTrailing()
        : line;
  }
}
