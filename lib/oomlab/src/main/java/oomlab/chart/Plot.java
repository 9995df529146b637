package oomlab.chart;

import java.awt.BasicStroke;
import java.util.List;
import java.util.stream.IntStream;
import oomlab.chart.Picture.Anchor;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A plot that XChart paints: curves and filled polygons in data coordinates, of this place and size
 * in pixels, for x from 0 and y from {@code minY}.
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
    double maxX,
    double minY,
    double maxY) {
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

  double right() {
    return left + width;
  }

  double bottom() {
    return top + height;
  }

  /** Returns multiples of 1, 2 or 5 times a power of ten from 0 to {@code max}: about so many. */
  static List<Double> ticks(double max, int about) {
    double rough = max / about;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    return every(power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10), max);
  }

  /** Returns multiples of a power of two from 0 to {@code max}, as memory comes. */
  static List<Double> binaryTicks(double max, int about) {
    return every(Math.pow(2, Math.rint(Math.log(max / about) / Math.log(2))), max);
  }

  private static List<Double> every(double step, double max) {
    return IntStream.rangeClosed(0, (int) (max * 1.0001 / step)).mapToObj(i -> i * step).toList();
  }

  /** Draws the y axis and its grid. */
  void yAxis(List<Double> ticks, String unit) {
    picture.text(Sheet.MARGIN, top - 10, unit, Ink.MUTED, Anchor.START);
    for (double tick : ticks) {
      picture.line(left, y(tick), right(), y(tick), tick == 0 ? Ink.MUTED : Ink.GRID, 1);
      picture.text(left - 8, y(tick) + 4, Words.number(tick), Ink.MUTED, Anchor.END);
    }
  }

  /** Draws the grid of an x axis. */
  void columns(List<Double> ticks) {
    ticks.forEach(tick -> picture.line(x(tick), top, x(tick), bottom(), Ink.GRID, 1));
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

  /** Adds a filled rectangle; nothing if it has no width or height. */
  void bar(double fromX, double toX, double fromY, double toY, Ink ink, double opacity) {
    if (toX > fromX && toY > fromY) {
      double[] xs = {fromX, toX, toX, fromX};
      area(new Points(xs, new double[] {fromY, fromY, toY, toY}), ink, opacity);
    }
  }

  private XYSeries add(Points points, Ink ink, double opacity) {
    String name = String.valueOf(chart.getSeriesCollection().size());
    XYSeries series = chart.addSeries(name, points.xs(), points.ys());
    series.setLineColor(ink.color(1));
    series.setFillColor(ink.color(opacity));
    series.setMarker(SeriesMarkers.NONE);
    series.setMarkerColor(ink.color(1)); // set at each point, though there is no marker
    return series;
  }

  /** Lets XChart paint everything that was added. */
  void paint() {
    if (!chart.getSeriesCollection().isEmpty()) {
      new Tracing(picture, left, top).trace(chart);
    }
  }
}
