package oomlab.assign;

/** Java source with parts of it blanked out, character for character, line ends kept. */
final class JavaSource {
  private final String source;
  private final StringBuilder code;
  private final boolean keepStrings;

  private JavaSource(String source, boolean keepStrings) {
    this.source = source;
    this.code = new StringBuilder(source);
    this.keepStrings = keepStrings;
  }

  /** Returns the source without comments. */
  static String withoutComments(String source) {
    return new JavaSource(source, true).scan();
  }

  /** Returns the source without comments, texts and characters. */
  static String bare(String source) {
    return new JavaSource(source, false).scan();
  }

  private String scan() {
    int at = 0;
    while (at < source.length()) {
      if (source.startsWith("//", at)) {
        at = blank(at, lineEnd(at), true);
      } else if (source.startsWith("/*", at)) {
        at = blank(at, after("*/", at + 2), true);
      } else if (source.startsWith("\"\"\"", at)) {
        at = blank(at, quoted("\"\"\"", at + 3), !keepStrings);
      } else if (source.charAt(at) == '"' || source.charAt(at) == '\'') {
        at = blank(at, quoted(source.substring(at, at + 1), at + 1), !keepStrings);
      } else {
        at++;
      }
    }
    return code.toString();
  }

  private int lineEnd(int from) {
    int at = from;
    while (at < source.length() && !endsLine(source.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r';
  }

  private int end(String what, int from) {
    int at = source.indexOf(what, from);
    return at < 0 ? source.length() : at;
  }

  private int after(String what, int from) {
    return Math.min(source.length(), end(what, from) + what.length());
  }

  private int quoted(String quote, int from) {
    int at = from;
    while (at < source.length()) {
      if (source.charAt(at) == '\\') {
        at += 2;
      } else if (source.startsWith(quote, at)) {
        return at + quote.length();
      } else if (quote.length() == 1 && endsLine(source.charAt(at))) {
        return at;
      } else {
        at++;
      }
    }
    return source.length();
  }

  private int blank(int from, int to, boolean really) {
    for (int i = from; really && i < to; i++) {
      if (!endsLine(code.charAt(i))) {
        code.setCharAt(i, ' ');
      }
    }
    return to;
  }
}
