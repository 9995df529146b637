package oomlab.chart;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;

/**
 * SVG 1.1 in the order in which things are painted, in pixels from the top left corner. Words stay
 * text, which the browser sets; nothing needs an id.
 */
class Picture {
  private static final String FONT =
      "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

  // First, because a system's own font may be one whose Chinese letters are those of Japan.
  private static final String CHINESE_FONT =
      "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', " + FONT;

  /** How many numbers follow each of the letters {@code MLQCZ} in a path. */
  // In pixels. Where a page is narrower, it scrolls: words of half their size could not be read.
  private static final int NARROWEST = 576;

  private static final List<Integer> NUMBERS = List.of(2, 2, 4, 6, 0);

  private final StringBuilder out = new StringBuilder(16_384);

  /** Which end of a text stands at its x. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  void line(double x1, double y1, double x2, double y2, Ink ink, double widthPixels) {
    stroke(new Line2D.Double(x1, y1, x2, y2), ink.color(1), widthPixels, false);
  }

  void dashed(double x1, double y1, double x2, double y2, Ink ink, double widthPixels) {
    stroke(new Line2D.Double(x1, y1, x2, y2), ink.color(1), widthPixels, true);
  }

  void box(double x, double y, double width, double height, Ink ink, double opacity) {
    fill(new Rectangle2D.Double(x, y, width, height), ink.color(opacity));
  }

  void dot(double x, double y, double radiusPixels, Ink ink) {
    double d = 2 * radiusPixels;
    fill(new Ellipse2D.Double(x - radiusPixels, y - radiusPixels, d, d), ink.color(1));
  }

  void fill(Shape shape, Color color) {
    path(shape);
    out.append("fill:").append(Ink.css(color));
    double opacity = color.getAlpha() / 255.0;
    out.append(opacity < 1 ? Numerals.format(";fill-opacity:%.2f", opacity) : "");
    out.append("\"/>\n");
  }

  void stroke(Shape shape, Color color, double widthPixels, boolean dashed) {
    path(shape);
    out.append("fill:none;stroke:").append(Ink.css(color));
    out.append(";stroke-width:").append(number(widthPixels));
    out.append(dashed ? ";stroke-dasharray:6 4" : "").append(";stroke-linejoin:round\"/>\n");
  }

  /** Gives the path that was drawn last a class, by which a page finds it. */
  void named(String name) {
    out.insert(out.length() - "/>\n".length(), " class=\"" + name + "\"");
  }

  void text(double x, double y, String text, Ink ink, Anchor anchor) {
    text(x, y, text, ink, anchor, Lettering.PLAIN);
  }

  /** Writes a line of text, if there is any; {@code y} is its baseline. */
  void text(double x, double y, String text, Ink ink, Anchor anchor, Lettering lettering) {
    if (text.isEmpty()) {
      return;
    }
    out.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    out.append("\" text-anchor=\"").append(anchor.name().toLowerCase(Locale.ROOT));
    out.append("\" font-size=\"").append(lettering.pixels());
    out.append(lettering.bold() ? "\" font-weight=\"600" : "");
    out.append("\" style=\"fill:").append(ink.ofWords().css()).append("\">");
    out.append(escape(Lettering.clean(text))).append("</text>\n");
  }

  /** Writes text that starts or ends here on a strip of paper, to be read over a curve. */
  void textOnPaper(double x, double y, String text, Ink ink, Anchor anchor, Lettering lettering) {
    double width = lettering.width(text);
    double left = anchor == Anchor.END ? x - width : x;
    box(left - 3, y - lettering.pixels(), width + 6, lettering.pixels() + 4, Ink.PAPER, 0.8);
    text(x, y, text, ink, anchor, lettering);
  }

  /** Sets a picture from this address, such as {@code data:...}, into a rectangle. */
  void image(double x, double y, double width, double height, String href) {
    out.append("<image x=\"").append(number(x)).append("\" y=\"").append(number(y));
    out.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
    out.append("\" href=\"").append(href).append("\"/>\n");
  }

  /** Returns everything so far as a document of this size. */
  String svg(int width, int height, String alt) {
    boolean chinese = Words.language() == Language.CHINESE;
    return Numerals.format(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        role="img" aria-label="%s" style="display:block;min-width:%dpx;max-width:100%%;height:auto" \
        %sfont-family="%s">
        <rect x="0.5" y="0.5" width="%d" height="%d" rx="6" style="fill:%s;stroke:%s"/>
        %s</svg>
        """,
        width,
        height,
        width,
        height,
        escape(alt),
        Math.min(width, NARROWEST),
        // Chinese, Japanese and Korean share code points, not shapes.
        chinese ? "lang=\"zh-Hans\" " : "",
        chinese ? CHINESE_FONT : FONT,
        width - 1,
        height - 1,
        Ink.PAPER.css(),
        Ink.GRID.css(),
        out);
  }

  private void path(Shape shape) {
    out.append("<path d=\"");
    double[] at = new double[6];
    for (PathIterator i = shape.getPathIterator(null); !i.isDone(); i.next()) {
      int segment = i.currentSegment(at);
      out.append("MLQCZ".charAt(segment));
      for (int n = 0; n < NUMBERS.get(segment); n++) {
        out.append(n == 0 ? "" : " ").append(number(at[n]));
      }
    }
    out.append("\" style=\"");
  }

  /** A tenth of a pixel is finer than any screen; it keeps the text short. */
  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
