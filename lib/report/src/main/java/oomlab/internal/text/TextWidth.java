package oomlab.internal.text;

/** How wide a text is on a terminal or in a monospaced font: Chinese letters take two columns. */
public final class TextWidth {
  private static final int FIRST_WIDE = 0x2E80;

  private TextWidth() {}

  /** Returns the width in columns. */
  public static int of(String text) {
    int width = 0;
    for (int at = 0; at < text.length(); at++) {
      int letter = text.charAt(at);
      if (letter >= FIRST_WIDE) {
        letter = text.codePointAt(at);
        at += Character.charCount(letter) - 1;
      }
      width += isWide(letter) ? 2 : 1;
    }
    return width;
  }

  /** Returns the text with blanks behind it, up to a width. */
  public static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }

  /** Those that Unicode's annex 11 calls wide or full width, as far as they stand in Chinese. */
  private static boolean isWide(int c) {
    return (c >= FIRST_WIDE && c <= 0xA4CF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFF01 && c <= 0xFF60)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
