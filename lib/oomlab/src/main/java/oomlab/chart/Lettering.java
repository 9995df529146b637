package oomlab.chart;

import java.util.ArrayList;
import java.util.List;

/** Makes words fit: as many as there is room for, and nothing in them that is no letter. */
final class Lettering {
  private static final String BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e";

  private Lettering() {}

  /**
   * Replaces what is no visible character: a process may be named anything, XML has no way to write
   * some of it, and a control that turns the direction of text would turn the words behind it too.
   */
  static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isVisible(c) ? c : 0xfffd));
    return out.toString();
  }

  private static boolean isVisible(int c) {
    boolean broken = c >= 0xd800 && c <= 0xdfff;
    boolean turns = BIDI.indexOf(c) >= 0 || (c >= 0x2066 && c <= 0x2069);
    boolean line = c == 0x2028 || c == 0x2029;
    return !Character.isISOControl(c) && !broken && !turns && !line && (c & 0xfffe) != 0xfffe;
  }

  /** Cuts text to a width, with an ellipsis where something is gone. */
  static String clip(String text, double widthPixels, double sizePixels) {
    if (Picture.width(text, sizePixels) <= widthPixels) {
      return text;
    }
    int end = text.length();
    while (end > 0 && Picture.width(text.substring(0, end) + "…", sizePixels) > widthPixels) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "…";
  }

  /** Names a process; of a name that is too long the end goes, never the pid. */
  static String process(String comm, int pid, double widthPixels) {
    String number = " (" + pid + ")";
    String name = comm.isEmpty() ? "no name" : comm;
    double room = widthPixels - Picture.width(number, Picture.TEXT_PIXELS);
    return clip(clean(name), room, Picture.TEXT_PIXELS) + number;
  }

  /** Breaks text into lines of about this width, inside a word where it is too long for one. */
  static List<String> wrap(String text, double widthPixels, double sizePixels) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : clean(text).split(" ", -1)) {
      if (line.length() > 0 && Picture.width(line + " " + word, sizePixels) > widthPixels) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
      while (Picture.width(line.toString(), sizePixels) > widthPixels) {
        int end = fitting(line.toString(), widthPixels, sizePixels);
        lines.add(line.substring(0, end));
        line.delete(0, end);
      }
    }
    if (line.length() > 0) {
      lines.add(line.toString());
    }
    return lines;
  }

  private static int fitting(String text, double widthPixels, double sizePixels) {
    int end = text.length();
    int first = text.offsetByCodePoints(0, 1);
    while (end > first && Picture.width(text.substring(0, end), sizePixels) > widthPixels) {
      end = text.offsetByCodePoints(end, -1);
    }
    return end;
  }
}
