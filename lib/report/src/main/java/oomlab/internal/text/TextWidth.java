package oomlab.internal.text;

/** How wide a text is on a terminal or in a monospaced font: Chinese letters take two columns. */
public final class TextWidth {
  private TextWidth() {}

  /** Returns the width in columns. */
  public static int of(String text) {
    return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
  }

  /** Returns the text with blanks behind it, up to a width. */
  public static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }

  /** Those that Unicode's annex 11 calls wide or full width, as far as they stand in Chinese. */
  private static boolean isWide(int c) {
    return (c >= 0x2E80 && c <= 0xA4CF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFF01 && c <= 0xFF60)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
