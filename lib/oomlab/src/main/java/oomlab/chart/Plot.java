package oomlab.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import oomlab.chart.Picture.Anchor;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A plot that XChart paints: curves and filled polygons in data coordinates, of this place and size
 * in pixels.
 *
 * <p>XChart's titles, legend, ticks and grid are off and drawn around it: it measures each word
 * with a {@link java.awt.font.TextLayout}, even for ticks that are hidden, and that class asks the
 * machine for a font and fails where there is none (a subclass of {@link java.awt.Font} with
 * metrics of its own is refused). And what it would paint are outlines of letters, no text.
 */
record Plot(
    Picture picture,
    XYChart chart,
    double left,
    double top,
    int width,
    int height,
    Range xs,
    Range ys) {
  private static final int NO_TICKS = Integer.MAX_VALUE;

  /** Turns off what XChart cannot paint here. */
  Plot {
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
    styler.setChartBackgroundColor(Ink.PAPER.color(0));
    styler.setPlotBackgroundColor(Ink.PAPER.color(0));
    styler.setXAxisMin(xs.min());
    styler.setXAxisMax(xs.max());
    styler.setYAxisMin(ys.min());
    styler.setYAxisMax(ys.max());
  }

  /** Where a data x stands on the picture. */
  double x(double value) {
    return left + (value - xs.min()) / (xs.max() - xs.min()) * width;
  }

  /** Where a data y stands on the picture. */
  double y(double value) {
    return top + height - (value - ys.min()) / (ys.max() - ys.min()) * height;
  }

  double right() {
    return left + width;
  }

  double bottom() {
    return top + height;
  }

  /** Draws the y axis and its grid. */
  void yAxis(List<Double> ticks, String unit) {
    picture.text(Sheet.MARGIN, top - 10, unit, Ink.MUTED, Anchor.START);
    for (double tick : ticks) {
      boolean zero = tick == 0 && !ys.logarithmic();
      picture.line(left, y(tick), right(), y(tick), zero ? Ink.MUTED : Ink.GRID, 1);
      picture.text(left - 8, y(tick) + 4, ys.label(tick), Ink.MUTED, Anchor.END);
    }
  }

  /** Draws the grid of an x axis. */
  void columns(List<Double> ticks) {
    ticks.forEach(tick -> picture.line(x(tick), top, x(tick), bottom(), Ink.GRID, 1));
  }

  /** Adds a curve; nothing if it has no points. */
  void line(Points points, Color color, double widthPixels) {
    if (points.size() > 0) {
      XYSeries series = add(points, color);
      series.setLineStyle(new BasicStroke((float) widthPixels));
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    }
  }

  /** Adds a filled polygon. */
  void area(Points points, Ink ink, double opacity) {
    XYSeries series = add(points, ink.color(opacity));
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    series.setLineStyle(SeriesLines.NONE);
  }

  /** Adds a filled rectangle; nothing if it has no width or height. */
  void bar(double fromX, double toX, double fromY, double toY, Ink ink, double opacity) {
    if (toX > fromX && toY > fromY) {
      double[] xs = {fromX, toX, toX, fromX};
      area(new Points(xs, new double[] {fromY, fromY, toY, toY}), ink, opacity);
    }
  }

  /** Adds a filled rectangle in a reader's colour; nothing if it has no width or height. */
  void bar(double fromX, double toX, double fromY, double toY, Color color) {
    if (toX > fromX && toY > fromY) {
      Points corners =
          new Points(new double[] {fromX, toX, toX, fromX}, new double[] {fromY, fromY, toY, toY});
      XYSeries series = add(corners, color);
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
      series.setLineStyle(SeriesLines.NONE);
    }
  }

  private XYSeries add(Points points, Color color) {
    String name = String.valueOf(chart.getSeriesCollection().size());
    XYSeries series = chart.addSeries(name, points.xs(), points.ys());
    series.setLineColor(color);
    series.setFillColor(color);
    series.setMarker(SeriesMarkers.NONE);
    series.setMarkerColor(color); // set at each point, though there is no marker
    return series;
  }

  /** Lets XChart paint everything that was added. */
  void paint() {
    if (!chart.getSeriesCollection().isEmpty()) {
      new Tracing(picture, left, top).trace(chart);
    }
  }
}
