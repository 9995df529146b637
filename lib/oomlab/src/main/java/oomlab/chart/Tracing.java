package oomlab.chart;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.FillShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetStrokeCommand;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import org.knowm.xchart.XYChart;

/** Takes over the shapes that XChart paints into a picture, at this place and in its colours. */
final class Tracing {
  private final Picture picture;
  private final AffineTransform place;
  private Color color = Color.BLACK;
  private BasicStroke stroke = new BasicStroke();

  /** A curve so far: XChart draws it segment by segment. */
  private Path2D curve = new Path2D.Double();

  Tracing(Picture picture, double left, double top) {
    this.picture = picture;
    this.place = AffineTransform.getTranslateInstance(left, top);
  }

  /** Paints a chart of which no words are visible. */
  void trace(XYChart chart) {
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    for (Command<?> command : graphics.getCommands()) {
      if (command instanceof SetColorCommand set && !set.getValue().equals(color)) {
        endCurve();
        color = set.getValue();
      } else if (command instanceof SetStrokeCommand set
          && set.getValue() instanceof BasicStroke basic
          && !basic.equals(stroke)) {
        endCurve();
        stroke = basic;
      } else if (command instanceof FillShapeCommand fill && color.getAlpha() > 0) {
        endCurve();
        picture.fill(place.createTransformedShape(fill.getValue()), color);
      } else if (command instanceof DrawShapeCommand draw
          && draw.getValue() instanceof Line2D segment) {
        if (!segment.getP1().equals(curve.getCurrentPoint())) {
          endCurve();
        }
        curve.append(segment, true);
      }
    }
    endCurve();
  }

  private void endCurve() {
    if (curve.getCurrentPoint() != null) {
      picture.stroke(
          place.createTransformedShape(curve),
          color,
          stroke.getLineWidth(),
          stroke.getDashArray() != null);
      curve = new Path2D.Double();
    }
  }
}
