package oomlab.ipynb;

import java.util.regex.Pattern;

/** A cell's text apart from what editors change by themselves: line ends and trailing blanks. */
public final class SourceText {
  private static final Pattern LINE_END = Pattern.compile("\r\n?");
  private static final String BLANKS = " \t\f\u00a0";

  private SourceText() {}

  /** Returns the text with {@code \n} as its only line end. */
  public static String unixLines(String source) {
    return source.indexOf('\r') < 0 ? source : LINE_END.matcher(source).replaceAll("\n");
  }

  /**
   * Returns the text without blanks at the ends of its lines and without empty lines at its end.
   */
  public static String plain(String source) {
    String lines = unixLines(source);
    StringBuilder plain = new StringBuilder();
    // As far as the text goes so far; what is behind it goes if a line or the text ends there.
    int kept = 0;
    for (int i = 0; i < lines.length(); i++) {
      char c = lines.charAt(i);
      if (c == '\n') {
        plain.setLength(kept);
      }
      plain.append(c);
      if (BLANKS.indexOf(c) < 0) {
        kept = plain.length();
      }
    }
    plain.setLength(kept);
    while (!plain.isEmpty() && plain.charAt(plain.length() - 1) == '\n') {
      plain.setLength(plain.length() - 1);
    }
    return plain.toString();
  }

  /**
   * Returns whether two texts say the same: they differ in line ends and trailing blanks at most.
   */
  public static boolean same(String one, String other) {
    return one.equals(other) || plain(one).equals(plain(other));
  }
}
