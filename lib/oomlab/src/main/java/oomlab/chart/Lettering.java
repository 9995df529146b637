package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The sizes and weights of words, and how many words fit: there may be no font here to ask. */
enum Lettering {
  PLAIN(12, false),
  BOLD(12, true),
  SMALL(10, false),
  TITLE(15, true);

  private static final String NARROW = "iljtfI.,:;|'()[]/ ";
  private static final String WIDE = "mwMW@%‰";
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\ufffe\uffff]");

  /**
   * Where a line may begin: at a blank, which goes then, and before or after a Chinese character,
   * but not before a mark that belongs to what it follows, nor after an opening one.
   */
  private static final Pattern WORD_START =
      Pattern.compile(
          "(?= )|(?<=[\\p{IsHan}，。；：！？、）”])(?![ ，。；：！？、）”…])" + "|(?<![ （“])(?=[\\p{IsHan}（“])");

  private final int pixels;
  private final boolean bold;

  Lettering(int pixels, boolean bold) {
    this.pixels = pixels;
    this.bold = bold;
  }

  int pixels() {
    return pixels;
  }

  boolean bold() {
    return bold;
  }

  /**
   * Estimates the width of text in the sans-serif fonts that browsers use, a little too wide rather
   * than too narrow.
   */
  double width(String text) {
    double ems = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean wide = WIDE.indexOf(c) >= 0 || (c >= 0x1100 && !Character.isSurrogate(c));
      ems += NARROW.indexOf(c) >= 0 ? 0.36 : wide ? 1 : Character.isUpperCase(c) ? 0.72 : 0.6;
    }
    return ems * pixels * (bold ? 1.12 : 1);
  }

  /** Cuts text to a width, with an ellipsis where something is gone. */
  String clip(String text, double roomPixels) {
    return text.isEmpty() || width(text) <= roomPixels
        ? text
        : text.substring(0, fitting(text, roomPixels - width("…"))) + "…";
  }

  /** Names a process; of a name that is too long the end goes, never the pid. */
  String process(String comm, int pid, double roomPixels) {
    String number = " (" + pid + ")";
    String name = comm.isEmpty() ? words("no name") : comm;
    return clip(clean(name), roomPixels - width(number)) + number;
  }

  /** Breaks text into lines of about this width, inside a word where it is too long for one. */
  List<String> wrap(String text, double roomPixels) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : WORD_START.split(clean(text), -1)) {
      String first = word.startsWith(" ") ? word.substring(1) : word;
      String longer = line.isEmpty() ? first : line + word;
      if (!line.isEmpty() && width(longer) > roomPixels) {
        lines.add(line);
        longer = first;
      }
      while (width(longer) > roomPixels) {
        int end = fitting(longer, roomPixels);
        lines.add(longer.substring(0, end));
        longer = longer.substring(end);
      }
      line = longer;
    }
    if (!line.isEmpty()) {
      lines.add(line);
    }
    return lines;
  }

  /** The length of the longest beginning that fits, at least one character. */
  private int fitting(String text, double roomPixels) {
    int first = text.offsetByCodePoints(0, 1);
    int end = text.length();
    while (end > first && width(text.substring(0, end)) > roomPixels) {
      end = text.offsetByCodePoints(end, -1);
    }
    return end;
  }

  /**
   * Replaces what is no visible character: a process may be named anything, XML has no way to write
   * some of it, and a control that turns the direction of text would turn the words behind it too.
   */
  static String clean(String text) {
    return INVISIBLE.matcher(text).replaceAll("\ufffd");
  }
}
