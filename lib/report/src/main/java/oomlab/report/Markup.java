package oomlab.report;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Undoes what pages, mails and terminals do to whole lines. */
final class Markup {
  private static final Pattern CONTROL =
      Pattern.compile(
          "\u001b(?:\\[[0-9;?]*[A-Za-z]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|[()][A-Z0-9])");
  // The same where a pager or an editor showed the escape character.
  private static final Pattern SHOWN_CONTROL = Pattern.compile("(?:\\^\\[|ESC)\\[[0-9;]*[mK]");
  // Markdown and wikis put a backslash before what they take for a mark.
  private static final Pattern ESCAPED = Pattern.compile("\\\\([_*#<>|~\\[\\](){}+.!-])");
  // Mailers turn runs of blanks into non-breaking ones; a lone one may belong to a name.
  private static final Pattern MAILED_BLANKS =
      Pattern.compile("\u00a0(?=[\u00a0 ])|(?<=[\u00a0 ])\u00a0");
  private static final Pattern OPENING =
      Pattern.compile("\\s*(?:<(?:pre|code|p|div|span|td|tr|li|tt|blockquote)(?: [^<>]*)?>)+");
  private static final Pattern BLOCK_END =
      Pattern.compile("(?:\\{(?:code|noformat)\\}|\\[/(?:code|pre|quote|plain)\\]|```)\\s*$");
  private static final Pattern CLOSING =
      Pattern.compile("(?:</?(?:pre|code|p|div|span|td|tr|li|tt|blockquote|br ?/?)>)+\\s*$");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:lt|gt|amp|quot|apos|nbsp|#\\d{1,5}|#x[0-9a-fA-F]{1,4});");

  private static final List<Pattern> LINE_ENDS =
      List.of(
          Pattern.compile("\\\\r\\\\n|\\\\n"),
          Pattern.compile("<br ?/?>"),
          Pattern.compile("\r"),
          Pattern.compile("(?<=\\S)[ \\t]+(?=['\"]?(?:<\\d>)?\\[ {0,5}\\d{1,7}\\.\\d{6}\\][ \\[])"),
          Pattern.compile(
              "(?<=\\S)[ \\t]+(?=[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\S{1,100} kernel: )"));
  private static final Pattern STRING_END = Pattern.compile("(?<!\\\\)[\"'][\\]}),;\\s]*$");
  private static final int FEWEST_LINES = 6;
  private static final int SHORTEST_REPORT = 600;

  private Markup() {}

  /** Returns the line without its end, colours, HTML and Markdown. */
  static String clean(String raw) {
    int end = raw.length();
    while (end > 0 && (raw.charAt(end - 1) == '\r' || raw.charAt(end - 1) == '\0')) {
      end--;
    }
    String line = raw.substring(0, end);
    if (end == 0) {
      return line;
    }
    char first = line.charAt(0);
    if (first == '\ufeff' || first == '\u001e') {
      line = line.substring(1);
    }
    if (line.indexOf('\u001b') >= 0) {
      line = CONTROL.matcher(line).replaceAll("");
    }
    if (line.contains("^[[") || line.contains("ESC[")) {
      line = SHOWN_CONTROL.matcher(line).replaceAll("");
    }
    if (line.indexOf('\\') >= 0 && first != '{' && (line.contains("\\_") || line.contains("\\["))) {
      line = ESCAPED.matcher(line).replaceAll("$1");
    }
    if (line.endsWith(">") || first == '<') {
      line = CLOSING.matcher(OPENING.matcher(line).replaceFirst("")).replaceFirst("");
    }
    if (line.endsWith("}") || line.endsWith("]") || line.endsWith("```")) {
      line = BLOCK_END.matcher(line).replaceFirst("");
    }
    if (line.indexOf('&') >= 0) {
      line = entities(line);
    }
    if (line.indexOf('\u00a0') >= 0) {
      boolean all = line.indexOf(' ') < 0;
      line = all ? line.replace('\u00a0', ' ') : MAILED_BLANKS.matcher(line).replaceAll(" ");
    }
    if (first == '+' && line.length() > 1) {
      line = line.substring(1); // of a diff: no line of the kernel begins so
    }
    if (first == '`' && line.endsWith("`") && !line.startsWith("```")) {
      line = line.substring(1, Math.max(1, line.length() - 1));
    }
    return line;
  }

  /**
   * Returns the lines of a report that stands in one line: as a string of JSON or of a program, as
   * HTML, or because a page lost its line ends.
   */
  static List<String> unfolded(String line) {
    if (line.length() < SHORTEST_REPORT || !line.contains("oom-kill")) {
      return List.of(line);
    }
    for (Pattern end : LINE_ENDS) {
      String[] lines = end.split(line, -1);
      if (lines.length >= FEWEST_LINES) {
        if (end == LINE_ENDS.get(0)) {
          int last = lines.length - 1;
          lines[last] = STRING_END.matcher(lines[last]).replaceFirst("");
          return Arrays.stream(lines).map(Escapes::json).toList();
        }
        return List.of(lines);
      }
    }
    return List.of(line);
  }

  /** Returns the lines of a text that may end with one newline. */
  static String[] lines(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    // Some collectors escape the line end twice.
    String kept = text.substring(0, end);
    while (kept.endsWith("\\n") || kept.endsWith("\\r")) {
      kept = kept.substring(0, kept.length() - 2);
    }
    return kept.split("\n", -1);
  }

  /** A lone ampersand may be part of a name; with others beside it, the page was escaped. */
  private static String entities(String line) {
    boolean escaped =
        line.contains("&lt;")
            || line.contains("&gt;")
            || line.contains("&#")
            || line.contains("&quot;")
            || line.contains("&nbsp;");
    return escaped ? unescape(line) : line;
  }

  private static String unescape(String line) {
    Matcher entity = ENTITY.matcher(line);
    StringBuilder out = new StringBuilder(line.length());
    int at = 0;
    while (entity.find()) {
      out.append(line, at, entity.start()).append(character(entity.group()));
      at = entity.end();
    }
    return out.append(line, at, line.length()).toString();
  }

  private static String character(String entity) {
    return switch (entity) {
      case "&lt;" -> "<";
      case "&gt;" -> ">";
      case "&amp;" -> "&";
      case "&quot;" -> "\"";
      case "&apos;" -> "'";
      case "&nbsp;" -> "\u00a0";
      default -> {
        boolean hex = entity.charAt(2) == 'x';
        String digits = entity.substring(hex ? 3 : 2, entity.length() - 1);
        int code = Integer.parseInt(digits, hex ? 16 : 10);
        yield code < 0x10000 ? String.valueOf((char) code) : entity;
      }
    };
  }
}
