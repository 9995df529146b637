package oomlab.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/** Paints a picture into pixels at twice its size, on light paper. */
final class PngWriter {
  private static final int SCALE = 2;
  private static final float[] DASH = {6, 4};

  private PngWriter() {}

  static BufferedImage write(Picture picture, int width, int height) {
    BufferedImage image =
        new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.scale(SCALE, SCALE);
      RoundRectangle2D card = new RoundRectangle2D.Double(0.5, 0.5, width - 1, height - 1, 12, 12);
      g.setColor(Ink.PAPER.color());
      g.fill(card);
      g.setColor(Ink.GRID.color());
      g.draw(card);
      picture.marks().forEach(mark -> paint(g, mark));
      return image;
    } catch (LinkageError | InternalError | NullPointerException e) {
      // How Java says that there is no font: the three are JDK and distribution dependent.
      throw new IllegalStateException(
          "this machine has no font to paint a PNG with; use the chart's SVG", e);
    } finally {
      g.dispose();
    }
  }

  private static void paint(Graphics2D g, Mark mark) {
    if (mark instanceof Mark.Line line) {
      g.setColor(line.ink().color());
      float width = (float) line.widthPixels();
      g.setStroke(
          line.dashed()
              ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, DASH, 0)
              : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
      g.draw(line.shape());
    } else if (mark instanceof Mark.Area area) {
      Color c = area.ink().color();
      g.setColor(
          new Color(c.getRed(), c.getGreen(), c.getBlue(), (int) Math.round(area.opacity() * 255)));
      g.fill(area.shape());
    } else if (mark instanceof Mark.Label label) {
      g.setColor(label.ink().color());
      int style = label.bold() ? Font.BOLD : Font.PLAIN;
      g.setFont(new Font(Font.SANS_SERIF, style, 1).deriveFont((float) label.sizePixels()));
      double width = g.getFontMetrics().stringWidth(label.text());
      g.drawString(
          label.text(), (float) (label.x() - width * label.anchor().share()), (float) label.y());
    }
  }
}
