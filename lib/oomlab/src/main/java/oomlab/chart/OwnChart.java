package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.awt.Color;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import oomlab.chart.Sheet.Swatch;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.series.Series.DataType;
import org.knowm.xchart.style.XYStyler;

/**
 * Draws a chart that a reader made with XChart as the book's own are drawn: words as text, in the
 * notebook's light and dark, without a font. The reader's chart stays as it is: its series are
 * copied.
 */
final class OwnChart {
  private static final int LEFT = 84;
  private static final int ROOM_RIGHT = 30;
  private static final int AROUND_PLOT = 160;
  private static final int MOST_POINTS = 3000;
  private static final double MARGIN = 0.04;
  private static final List<Ink> INKS =
      List.of(Ink.RSS, Ink.LIMIT, Ink.THREAD, Ink.CGROUP, Ink.KILL, Ink.OTHER, Ink.FILE, Ink.SHMEM);

  private final XYChart own;
  private final XYStyler styler;
  private final List<Curve> curves = new ArrayList<>();
  private final DoubleUnaryOperator toX;
  private final DoubleUnaryOperator toY;
  private final String xTitle;

  /** A series, its points on the axes, and its colour: the reader's, or one for light and dark. */
  private record Curve(XYSeries series, Points points, Color color) {}

  private OwnChart(XYChart own, List<XYSeries> shown) {
    this.own = own;
    this.styler = own.getStyler();
    boolean dates = shown.get(0).getxAxisDataType() == DataType.Date;
    double start = shown.stream().mapToDouble(XYSeries::getXMin).min().orElse(0);
    this.toX = dates ? date -> (date - start) / 1000 : scale(styler.isXAxisLogarithmic());
    this.toY = scale(styler.isYAxisLogarithmic());
    for (XYSeries series : shown) {
      double[] xs = DoubleStream.of(series.getXData()).map(toX).toArray();
      double[] ys = DoubleStream.of(series.getYData()).map(toY).toArray();
      Color set = series.getLineColor();
      Color color = set != null ? set : ink(curves.size()).color(1);
      curves.add(new Curve(series, new Points(xs, ys).thinned(MOST_POINTS), color));
    }
    String title = own.getXAxisTitle();
    this.xTitle =
        dates ? words("%s seconds since %s", title, Instant.ofEpochMilli((long) start)) : title;
  }

  static Chart of(XYChart own) {
    List<XYSeries> shown = own.getSeriesCollection().stream().filter(XYSeries::isEnabled).toList();
    return shown.isEmpty()
        ? Sheet.missing(own.getTitle(), List.of(words("The chart has no series.")))
        : new OwnChart(own, shown).paint();
  }

  /** The colour of the nth series that has none of its own. */
  static Ink ink(int nth) {
    return INKS.get(nth % INKS.size());
  }

  private static DoubleUnaryOperator scale(boolean logarithmic) {
    return logarithmic
        ? value -> value > 0 ? Math.log10(value) : Double.NaN
        : DoubleUnaryOperator.identity();
  }

  private Chart paint() {
    String names =
        curves.stream().map(c -> c.series().getLabel()).collect(Collectors.joining(words(", ")));
    String title = own.getTitle().isEmpty() ? names : own.getTitle();
    Sheet sheet = new Sheet(Math.max(400, own.getWidth()), title, "");
    if (styler.isLegendVisible()) {
      sheet.legend(
          curves.stream()
              .filter(c -> c.series().isShowInLegend())
              .map(c -> new Swatch(c.series().getLabel(), c.color()))
              .toList());
    }
    sheet.y += 26;
    Plot plot =
        sheet.plot(
            LEFT, ROOM_RIGHT, Math.max(120, own.getHeight() - AROUND_PLOT), xRange(), yRange());
    plot.chart().getStyler().setMarkerSize(styler.getMarkerSize());
    sheet.xAxis(plot, plot.xs().ticks(8), xTitle);
    plot.yAxis(plot.ys().ticks(6), own.getYAxisTitle());
    curves.forEach(curve -> copy(curve, plot.chart()));
    plot.paint();
    return sheet.finish(words("Curves: %s.", names));
  }

  private Range xRange() {
    return range(
        curves.stream().flatMapToDouble(c -> DoubleStream.of(c.points().xs())),
        toX,
        styler.isXAxisLogarithmic(),
        styler.getXAxisMin(),
        styler.getXAxisMax());
  }

  private Range yRange() {
    boolean filled = curves.stream().anyMatch(c -> isFilledFromZero(c.series()));
    return range(
        DoubleStream.concat(
            curves.stream().flatMapToDouble(c -> DoubleStream.of(c.points().ys())),
            DoubleStream.of(filled ? 0 : Double.NaN)),
        toY,
        styler.isYAxisLogarithmic(),
        styler.getYAxisMin(),
        styler.getYAxisMax());
  }

  private static boolean isFilledFromZero(XYSeries series) {
    return series
        .getXYSeriesRenderStyle()
        .filter(s -> s == XYSeriesRenderStyle.Area || s == XYSeriesRenderStyle.StepArea)
        .isPresent();
  }

  /** Everything, and a little more where the reader set no end. */
  private static Range range(
      DoubleStream values,
      DoubleUnaryOperator scale,
      boolean logarithmic,
      @Nullable Double min,
      @Nullable Double max) {
    var found = values.filter(Double::isFinite).summaryStatistics();
    double low = min != null ? scale.applyAsDouble(min) : found.getMin();
    double high = max != null ? scale.applyAsDouble(max) : found.getMax();
    double more = high > low ? MARGIN * (high - low) : 1;
    return new Range(min != null ? low : low - more, max != null ? high : high + more, logarithmic);
  }

  private static void copy(Curve curve, XYChart to) {
    XYSeries series = curve.series();
    XYSeries copy = to.addSeries(series.getName(), curve.points().xs(), curve.points().ys());
    copy.setXYSeriesRenderStyle(series.getXYSeriesRenderStyle().orElseThrow());
    copy.setSmooth(series.isSmooth());
    copy.setLineColor(curve.color());
    copy.setFillColor(series.getFillColor() != null ? series.getFillColor() : curve.color());
    copy.setMarkerColor(series.getMarkerColor() != null ? series.getMarkerColor() : curve.color());
    copy.setLineStyle(series.getLineStyle());
    copy.setMarker(series.getMarker());
  }
}
