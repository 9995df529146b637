package oomlab.chart;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.FillShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetStrokeCommand;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A plot area that XChart paints: curves and filled polygons in data coordinates.
 *
 * <p>XChart measures every word with a font, and fails where there is none. So it gets no words: no
 * titles, no legend, no ticks. Those are labels of the {@link Picture}.
 */
final class Plot {
  private static final int NO_TICKS = Integer.MAX_VALUE;

  private final double left;
  private final double top;
  private final int width;
  private final int height;
  private final double maxX;
  private final double minY;
  private final double maxY;
  private final XYChart chart;
  private int added;

  /** Makes a plot of this place and size in pixels, for x from 0 and y from {@code minY}. */
  Plot(double left, double top, int width, int height, double maxX, double minY, double maxY) {
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = height;
    this.maxX = maxX;
    this.minY = minY;
    this.maxY = maxY;
    this.chart = new XYChartBuilder().width(width).height(height).build();
    XYStyler styler = chart.getStyler();
    styler.setChartTitleVisible(false);
    styler.setLegendVisible(false);
    styler.setAxisTitlesVisible(false);
    styler.setAxisTicksVisible(false);
    // With this hint above the plot's size XChart works out no ticks, and so measures no label.
    styler.setXAxisTickMarkSpacingHint(NO_TICKS);
    styler.setYAxisTickMarkSpacingHint(NO_TICKS);
    styler.setPlotGridLinesVisible(false);
    styler.setPlotBorderVisible(false);
    styler.setPlotMargin(0);
    styler.setChartPadding(0);
    styler.setPlotContentSize(1);
    styler.setXAxisMin(0.0);
    styler.setXAxisMax(maxX);
    styler.setYAxisMin(minY);
    styler.setYAxisMax(maxY);
  }

  /** Where a data x stands on the picture. */
  double x(double value) {
    return left + value / maxX * width;
  }

  /** Where a data y stands on the picture. */
  double y(double value) {
    return top + height - (value - minY) / (maxY - minY) * height;
  }

  double maxY() {
    return maxY;
  }

  double left() {
    return left;
  }

  double right() {
    return left + width;
  }

  double top() {
    return top;
  }

  double bottom() {
    return top + height;
  }

  /** Adds a curve; nothing if it has no points. */
  void line(Points points, Ink ink, double widthPixels) {
    if (points.size() > 0) {
      XYSeries series = add(points, ink, 1);
      series.setLineStyle(new BasicStroke((float) widthPixels));
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    }
  }

  /** Adds a filled polygon. */
  void area(Points points, Ink ink, double opacity) {
    XYSeries series = add(points, ink, opacity);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    series.setLineStyle(SeriesLines.NONE);
  }

  /** Adds a filled rectangle. */
  void bar(double fromX, double toX, double fromY, double toY, Ink ink, double opacity) {
    area(
        new Points(new double[] {fromX, toX, toX, fromX}, new double[] {fromY, fromY, toY, toY}),
        ink,
        opacity);
  }

  private XYSeries add(Points points, Ink ink, double opacity) {
    XYSeries series = chart.addSeries("s" + added++, points.xs(), points.ys());
    Color c = ink.color();
    series.setLineColor(c);
    series.setFillColor(
        new Color(c.getRed(), c.getGreen(), c.getBlue(), (int) Math.round(opacity * 255)));
    series.setMarker(SeriesMarkers.NONE);
    return series;
  }

  /** Lets XChart paint, and returns what it painted in the inks of the project. */
  List<Mark> marks() {
    if (added == 0) {
      return List.of();
    }
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, width, height);
    AffineTransform place = AffineTransform.getTranslateInstance(left, top);
    List<Mark> marks = new ArrayList<>();
    Color color = Color.BLACK;
    BasicStroke stroke = new BasicStroke();
    for (Command<?> command : graphics.getCommands()) {
      if (command instanceof SetColorCommand set) {
        color = set.getValue();
      } else if (command instanceof SetStrokeCommand set
          && set.getValue() instanceof BasicStroke s) {
        stroke = s;
      } else if (command instanceof FillShapeCommand fill) {
        Shape shape = place.createTransformedShape(fill.getValue());
        double opacity = color.getAlpha() / 255.0;
        Ink.of(color)
            .filter(ink -> ink.compareTo(Ink.GRID) > 0)
            .ifPresent(ink -> marks.add(new Mark.Area(shape, ink, opacity)));
      } else if (command instanceof DrawShapeCommand draw
          && draw.getValue() instanceof Line2D segment) {
        Optional<Ink> ink = Ink.of(color);
        if (ink.isPresent()) {
          draw(marks, segment, place, ink.get(), stroke.getLineWidth());
        }
      }
    }
    return marks;
  }

  /** XChart draws a curve segment by segment; segments that meet become one path. */
  private static void draw(
      List<Mark> marks, Line2D segment, AffineTransform place, Ink ink, double widthPixels) {
    Point2D from = place.transform(segment.getP1(), null);
    Point2D to = place.transform(segment.getP2(), null);
    Path2D path;
    if (!marks.isEmpty()
        && marks.get(marks.size() - 1) instanceof Mark.Line last
        && last.ink() == ink
        && last.shape() instanceof Path2D open
        && from.equals(open.getCurrentPoint())) {
      path = open;
    } else {
      path = new Path2D.Double();
      path.moveTo(from.getX(), from.getY());
      marks.add(new Mark.Line(path, ink, widthPixels, false));
    }
    path.lineTo(to.getX(), to.getY());
  }
}
