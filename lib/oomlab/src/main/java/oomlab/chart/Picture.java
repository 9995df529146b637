package oomlab.chart;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import oomlab.chart.Mark.Anchor;

/** Marks in the order in which they are painted. */
final class Picture {
  /** Height of ordinary text. */
  static final double TEXT_PIXELS = 12;

  private final List<Mark> marks = new ArrayList<>();

  List<Mark> marks() {
    return List.copyOf(marks);
  }

  void addAll(List<Mark> more) {
    marks.addAll(more);
  }

  void line(double x1, double y1, double x2, double y2, Ink ink, double widthPixels) {
    marks.add(new Mark.Line(new Line2D.Double(x1, y1, x2, y2), ink, widthPixels, false));
  }

  void dashed(double x1, double y1, double x2, double y2, Ink ink, double widthPixels) {
    marks.add(new Mark.Line(new Line2D.Double(x1, y1, x2, y2), ink, widthPixels, true));
  }

  void box(double x, double y, double width, double height, Ink ink, double opacity) {
    marks.add(new Mark.Area(new Rectangle2D.Double(x, y, width, height), ink, opacity));
  }

  /** Fills a rectangle with slanted lines: something that nobody can put a name to. */
  void hatch(double x, double y, double width, double height, Ink ink) {
    box(x, y, width, height, ink, 0.18);
    for (double d = -height + 3; d < width; d += 6) {
      double from = Math.max(0, -d);
      double to = Math.min(height, width - d);
      line(x + d + from, y + height - from, x + d + to, y + height - to, ink, 1);
    }
  }

  void dot(double x, double y, double radiusPixels, Ink ink) {
    double d = 2 * radiusPixels;
    marks.add(
        new Mark.Area(new Ellipse2D.Double(x - radiusPixels, y - radiusPixels, d, d), ink, 1));
  }

  void label(double x, double y, String text, Ink ink, Anchor anchor) {
    marks.add(new Mark.Label(x, y, text, ink, TEXT_PIXELS, false, anchor));
  }

  void small(double x, double y, String text, Ink ink, Anchor anchor) {
    marks.add(new Mark.Label(x, y, text, ink, TEXT_PIXELS - 2, false, anchor));
  }

  void bold(double x, double y, String text, Ink ink, double sizePixels, Anchor anchor) {
    marks.add(new Mark.Label(x, y, text, ink, sizePixels, true, anchor));
  }

  void sized(double x, double y, String text, Ink ink, double sizePixels) {
    marks.add(new Mark.Label(x, y, text, ink, sizePixels, false, Anchor.MIDDLE));
  }

  /** Paints a label on a strip of paper, so that it can be read over a curve. */
  void labelOnPaper(double x, double y, String text, Ink ink, Anchor anchor) {
    strip(x - width(text, TEXT_PIXELS) * anchor.share(), y, text);
    label(x, y, text, ink, anchor);
  }

  /** Paints the strip of paper that a text needs which begins here. */
  void strip(double x, double y, String text) {
    double width = width(text, TEXT_PIXELS);
    box(x - 3, y - TEXT_PIXELS, width + 6, TEXT_PIXELS + 4, Ink.PAPER, 0.8);
  }

  /** Breaks text into lines of about this width and paints them; returns the next baseline. */
  double paragraph(double x, double y, double widthPixels, String text, Ink ink) {
    double baseline = y;
    for (String line : Lettering.wrap(text, widthPixels, TEXT_PIXELS)) {
      label(x, baseline, line, ink, Anchor.START);
      baseline += TEXT_PIXELS + 5;
    }
    return baseline;
  }

  /**
   * Estimates the width of text in the sans-serif fonts that browsers use, a little too wide rather
   * than too narrow: there may be no font here to ask.
   */
  static double width(String text, double sizePixels) {
    double ems = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      ems +=
          "iljtfI.,:;|'()[]/ ".indexOf(c) >= 0
              ? 0.36
              : "mwMW@%‰".indexOf(c) >= 0 || (c >= 0x1100 && !Character.isSurrogate(c))
                  ? 1
                  : Character.isUpperCase(c) ? 0.72 : 0.6;
    }
    return ems * sizePixels;
  }
}
