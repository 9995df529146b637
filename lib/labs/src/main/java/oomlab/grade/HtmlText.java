package oomlab.grade;

import java.util.BitSet;

/** Text that somebody else wrote, for the inside of a page: nothing in it is markup. */
final class HtmlText {
  private static final int CHARACTERS = 20_000;

  private HtmlText() {}

  /** Returns the text; what HTML does not allow becomes U+FFFD. */
  static String escaped(String text) {
    return marked(text, new BitSet());
  }

  /** Returns the text, cut where it is longer than 20,000 characters. */
  static String cut(String text) {
    return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS) + "… (cut)";
  }

  /**
   * Returns the text with {@code mark} elements around parts of it.
   *
   * @param characters which chars (UTF-16) are in them
   */
  static String marked(String text, BitSet characters) {
    StringBuilder out = new StringBuilder();
    boolean marked = false;
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (characters.get(at) != marked) {
        marked = !marked;
        out.append(marked ? "<mark>" : "</mark>");
      }
      append(out, c);
      at += Character.charCount(c);
    }
    return out.append(marked ? "</mark>" : "").toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      default -> {
        boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
        boolean lone = c >= 0xd800 && c <= 0xdfff;
        boolean none = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
        out.appendCodePoint(control || lone || none ? 0xfffd : c);
      }
    }
  }
}
