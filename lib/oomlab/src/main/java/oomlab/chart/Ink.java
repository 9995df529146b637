package oomlab.chart;

import java.awt.Color;
import java.util.Arrays;
import java.util.Locale;

/**
 * The colours of a chart by what they stand for. Data colours are mid-tones that keep a contrast of
 * at least 3:1 on white and on black; paper and text follow the notebook's theme where it has one.
 */
enum Ink {
  /** The card behind the chart. */
  PAPER(0xffffff, "--jp-layout-color0"),
  /** Title and labels. */
  TEXT(0x1f2329, "--jp-content-font-color0"),
  /** Axis numbers, captions. */
  MUTED(0x5c6570, "--jp-content-font-color1"),
  /** Grid lines and the card's edge. */
  GRID(0xdfe3e8, "--jp-border-color2"),
  /** Resident memory. */
  RSS(0x2f7fd1, ""),
  /** What the memory cgroup counts. */
  CGROUP(0x8f6fd6, ""),
  /** The limit. */
  LIMIT(0xc27a1a, ""),
  /** The kill, and what nobody saw before it. */
  KILL(0xdb4444, ""),
  /** Announcements of the victim's threads. */
  THREAD(0x2a9683, ""),
  /** Pages of files. */
  FILE(0x4ca36b, ""),
  /** Shared memory. */
  SHMEM(0xb5793b, ""),
  /** A process that is neither victim nor trigger. */
  OTHER(0x8793a1, "");

  private final int rgb;
  private final String css;

  Ink(int rgb, String themeVariable) {
    this.rgb = rgb;
    String hex = hex(rgb);
    this.css = themeVariable.isEmpty() ? hex : "var(" + themeVariable + ", " + hex + ")";
  }

  /** Returns the colour in CSS, with the light value as fallback where the theme has no say. */
  String css() {
    return css;
  }

  /**
   * Returns the ink in which words are written: where this is a data colour, too faint for words on
   * white or on black, that of labels.
   */
  Ink ofWords() {
    return this == PAPER || this == MUTED ? this : TEXT;
  }

  /** Returns the colour for XChart. */
  Color color(double opacity) {
    return new Color(rgb | (int) Math.round(opacity * 255) << 24, true);
  }

  /** Returns a colour that XChart used in CSS: the ink's where it is one, without its opacity. */
  static String css(Color color) {
    int rgb = color.getRGB() & 0xffffff;
    return Arrays.stream(values())
        .filter(ink -> ink.rgb == rgb)
        .findFirst()
        .map(Ink::css)
        .orElseGet(() -> hex(rgb));
  }

  private static String hex(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }
}
