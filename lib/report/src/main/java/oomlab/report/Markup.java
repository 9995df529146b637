package oomlab.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Undoes what pages, mails and terminals do to whole lines. */
final class Markup {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[mK]");
  // Mailers turn runs of blanks into non-breaking ones; a lone one may belong to a name.
  private static final Pattern MAILED_BLANKS =
      Pattern.compile("\u00a0(?=[\u00a0 ])|(?<=[\u00a0 ])\u00a0");
  private static final Pattern OPENING =
      Pattern.compile("\\s*(?:<(?:pre|code|p|div|span|td|tr|li|tt|blockquote)(?: [^<>]*)?>)+");
  private static final Pattern CLOSING =
      Pattern.compile("(?:</?(?:pre|code|p|div|span|td|tr|li|tt|blockquote|br ?/?)>)+\\s*$");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:lt|gt|amp|quot|apos|nbsp|#\\d{1,5}|#x[0-9a-fA-F]{1,4});");

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
      line = COLOUR.matcher(line).replaceAll("");
    }
    if (line.endsWith(">") || first == '<') {
      line = CLOSING.matcher(OPENING.matcher(line).replaceFirst("")).replaceFirst("");
    }
    if (line.indexOf('&') >= 0) {
      line = entities(line);
    }
    if (line.indexOf('\u00a0') >= 0) {
      line = MAILED_BLANKS.matcher(line).replaceAll(" ");
    }
    if (first == '+' && line.length() > 1) {
      line = line.substring(1); // of a diff: no line of the kernel begins so
    }
    if (first == '`' && line.endsWith("`") && !line.startsWith("```")) {
      line = line.substring(1, Math.max(1, line.length() - 1));
    }
    return line;
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
