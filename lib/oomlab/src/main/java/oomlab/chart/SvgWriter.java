package oomlab.chart;

import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.util.Locale;

/** Writes a picture as SVG 1.1 with the words as text; nothing in it needs an id. */
final class SvgWriter {
  private static final String FONT =
      "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

  private SvgWriter() {}

  static String write(Picture picture, int width, int height, String alt) {
    StringBuilder out = new StringBuilder(16_384);
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        role="img" aria-label="%s" style="display:block;max-width:100%%;height:auto" font-family="%s">
        <rect x="0.5" y="0.5" width="%d" height="%d" rx="6" style="fill:%s;stroke:%s"/>
        """
            .formatted(
                width,
                height,
                width,
                height,
                escape(alt),
                FONT,
                width - 1,
                height - 1,
                Ink.PAPER.css(),
                Ink.GRID.css()));
    picture.marks().forEach(mark -> write(out, mark));
    return out.append("</svg>\n").toString();
  }

  private static void write(StringBuilder out, Mark mark) {
    if (mark instanceof Mark.Line line) {
      out.append("<path d=\"");
      path(out, line.shape());
      out.append("\" style=\"fill:none;stroke:").append(line.ink().css());
      out.append(";stroke-width:").append(number(line.widthPixels()));
      out.append(line.dashed() ? ";stroke-dasharray:6 4" : "");
      out.append(";stroke-linejoin:round\"/>\n");
    } else if (mark instanceof Mark.Area area) {
      out.append("<path d=\"");
      path(out, area.shape());
      out.append("\" style=\"fill:").append(area.ink().css());
      if (area.opacity() < 1) {
        out.append(";fill-opacity:").append(String.format(Locale.ROOT, "%.2f", area.opacity()));
      }
      out.append("\"/>\n");
    } else if (mark instanceof Mark.Label label) {
      out.append("<text x=\"").append(number(label.x()));
      out.append("\" y=\"").append(number(label.y()));
      out.append("\" text-anchor=\"").append(label.anchor().css());
      out.append("\" font-size=\"").append(number(label.sizePixels()));
      out.append(label.bold() ? "\" font-weight=\"600" : "");
      out.append("\" style=\"fill:").append(label.ink().css()).append("\">");
      out.append(escape(label.text())).append("</text>\n");
    }
  }

  private static void path(StringBuilder out, Shape shape) {
    double[] at = new double[6];
    for (PathIterator i = shape.getPathIterator(null); !i.isDone(); i.next()) {
      int points =
          switch (i.currentSegment(at)) {
            case PathIterator.SEG_MOVETO -> letter(out, 'M', 1);
            case PathIterator.SEG_LINETO -> letter(out, 'L', 1);
            case PathIterator.SEG_QUADTO -> letter(out, 'Q', 2);
            case PathIterator.SEG_CUBICTO -> letter(out, 'C', 3);
            default -> letter(out, 'Z', 0);
          };
      for (int p = 0; p < 2 * points; p++) {
        out.append(p == 0 ? "" : " ").append(number(at[p]));
      }
    }
  }

  private static int letter(StringBuilder out, char letter, int points) {
    out.append(letter);
    return points;
  }

  /** A tenth of a pixel is finer than any screen; it keeps the text short. */
  private static String number(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0
        ? Long.toString(tenths / 10)
        : (tenths < 0 ? "-" : "") + Math.abs(tenths / 10) + "." + Math.abs(tenths % 10);
  }

  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
