package oomlab.report;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Undoes what pages, mails and terminals do to whole lines. */
final class Markup {
  // Also where a pager or an editor showed the escape character.
  private static final Pattern CONTROL =
      Pattern.compile(
          "(?:\u001b|\\^\\[|ESC|\ufffd)\\[[0-9;?]*[A-Za-z]|\u001b(?:\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|[()][A-Z0-9])");
  // Markdown and wikis put a backslash before what they take for a mark.
  private static final Pattern ESCAPED = Pattern.compile("\\\\([_*#<>|~\\[\\](){}+.!-])");
  private static final Pattern TAG =
      Pattern.compile(
          "</?(?:pre|code|p|div|span|t[drt]|th|li|[ou]l|blockquote|font|samp|mark|strong|em|[abiu]|br)"
              + "(?: [^<>]*)?/?>|@/?kibana-highlighted-field@");
  private static final Pattern BOLD = Pattern.compile("\\*\\*(\\S(?:.*?\\S)?)\\*\\*");
  private static final Pattern BLOCK_END =
      Pattern.compile("(?i:\\{(?:code|noformat)\\}|\\[/(?:code|pre|quote|plain)\\]|```)\\s*$");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:lt|gt|amp|quot|apos|nbsp|#\\d{1,5}|#x[0-9a-fA-F]{1,4});");

  private static final List<Pattern> LINE_ENDS =
      List.of(
          Pattern.compile("\\\\r\\\\n|\\\\n"),
          Pattern.compile("<br ?/?>"),
          Pattern.compile("[\\r\\x0b\\x85\\u2028\\u2029]"),
          Pattern.compile(
              "(?<=\\S)[ \\t]+(?=[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\S{1,100} kernel: "
                  + "|\\d{4}-\\d\\d-\\d\\dT\\S{8,30} \\S{1,100} kernel: )"),
          Pattern.compile(
              "(?:(?<=\\S)[ \\t]+|(?<=[^\\s>'\"]))(?=['\"]?(?:<\\d>)?\\[ {0,5}\\d{1,7}\\.\\d{6}\\][ \\[A-Za-z])"));
  // Between the strings of a list in JSON, Python or Ruby, and before the first of them.
  private static final Pattern LIST_COMMA = Pattern.compile("(?<!\\\\)[\"'],\\s*[bu]?[\"']");
  private static final Pattern LIST_START =
      Pattern.compile("^.*(?:[\\[(]\\s*[bu]?|[\"']\\s*:\\s*)[\"']");
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
    if (first == '\u001e') {
      line = line.substring(1);
    }
    if (line.indexOf('\u001b') >= 0 || line.contains("^[[") || line.contains("ESC[")) {
      line = CONTROL.matcher(line).replaceAll("");
    }
    if (line.indexOf('\\') >= 0
        && first != '{'
        && (line.contains("\\_") || line.contains("\\[") || line.contains("\\|"))) {
      line = ESCAPED.matcher(line).replaceAll("$1");
    }
    if (line.endsWith(">") || first == '<' || line.contains("</") || line.contains("@/kib")) {
      line = TAG.matcher(line).replaceAll("");
    }
    if (line.contains("**")) {
      line = BOLD.matcher(line).replaceAll("$1");
    }
    if (line.endsWith("}") || line.endsWith("]") || line.endsWith("```")) {
      line = BLOCK_END.matcher(line).replaceFirst("");
    }
    if (line.indexOf('&') >= 0) {
      line = entities(line);
    }
    if (line.indexOf('\u00a0') >= 0) {
      line = typed(line);
    }
    if (first == '`' && line.endsWith("`") && !line.startsWith("```")) {
      line = line.substring(1, Math.max(1, line.length() - 1));
    }
    return line;
  }

  /** Returns the line with a keyboard's blanks and hyphens in place of a typesetter's. */
  static String typed(String line) {
    int ascii = 0;
    while (ascii < line.length() && line.charAt(ascii) < 0x80) {
      ascii++;
    }
    if (ascii == line.length()) {
      return line;
    }
    int wide = 0;
    for (int i = 0; i < line.length(); i++) {
      wide += line.charAt(i) == ' ' ? -1 : isWide(line.charAt(i)) ? 1 : 0;
    }
    StringBuilder out = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if ((c >= 0x2010 && c <= 0x2014) || c == 0x2212) {
        out.append('-');
      } else if (isWide(c)) {
        boolean beside =
            (i > 0 && isBlank(line.charAt(i - 1)))
                || (i + 1 < line.length() && isBlank(line.charAt(i + 1)));
        out.append(wide > 0 || beside ? ' ' : c); // a lone one may belong to a name
      } else if (c != 0x200b && c != 0x200e && c != 0x200f && c != 0x2060 && c != 0xfeff) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || isWide(c);
  }

  private static boolean isWide(char c) {
    return c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000;
  }

  /**
   * Returns the lines of a report that stands in one line: as a string of JSON or of a program, as
   * HTML, or because a page lost its line ends.
   */
  static List<String> unfolded(String line) {
    if (line.length() < SHORTEST_REPORT || !ReportParser.mayBegin(line)) {
      return List.of(line);
    }
    String[] strings = line.charAt(0) == '"' ? new String[0] : LIST_COMMA.split(line, -1);
    if (strings.length >= FEWEST_LINES) {
      List<List<String>> each = Arrays.stream(strings).map(Markup::inString).toList();
      // Ansible gives the same text as one string and as a list of lines.
      return each.stream()
          .filter(lines -> lines.size() >= FEWEST_LINES)
          .findFirst()
          .orElseGet(() -> each.stream().flatMap(List::stream).toList());
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

  private static List<String> inString(String text) {
    List<String> lines = unfolded(text);
    if (lines.size() > 1) {
      return lines;
    }
    String bare = STRING_END.matcher(LIST_START.matcher(text).replaceFirst("")).replaceFirst("");
    return List.of(lines(Escapes.json(bare)));
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
