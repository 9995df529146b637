package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import oomlab.chart.Picture.Anchor;
import oomlab.chart.Sheet.Swatch;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarSeries;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.internal.series.AxesChartSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws a reader's chart over categories as the book's own are drawn: bars beside each other,
 * stacked or overlapped, upright or lying, and curves over categories.
 */
final class OwnBars {
  private static final int LEFT = 84;
  private static final int LEFT_OF_ROWS = 160;
  private static final int ROOM_RIGHT = 30;
  private static final int AROUND_PLOT = 160;
  private static final int MOST_LINES = 3;
  private static final double LEAST_ROOM = 26;

  private final AxesChart<? extends AxesChartStyler, ? extends AxesChartSeries> own;
  private final List<Series> shown = new ArrayList<>();
  private final Set<Category> categories = new LinkedHashSet<>();
  private final boolean logarithmic;
  private double fill = 0.8;
  private boolean stacked;
  private boolean overlapped;

  /** A name on the axis; the second bar of the same name is another category. */
  private record Category(String name, int nth) {}

  private record Series(
      String label,
      Color color,
      boolean inLegend,
      CategorySeriesRenderStyle style,
      Map<Category, Double> values) {
    boolean isBar() {
      return style == CategorySeriesRenderStyle.Bar
          || style == CategorySeriesRenderStyle.SteppedBar
          || style == CategorySeriesRenderStyle.Stick;
    }
  }

  private OwnBars(
      AxesChart<? extends AxesChartStyler, ? extends AxesChartSeries> own, boolean logarithmic) {
    this.own = own;
    this.logarithmic = logarithmic;
  }

  static Chart of(CategoryChart own) {
    OwnBars bars = new OwnBars(own, own.getStyler().isYAxisLogarithmic());
    bars.fill = own.getStyler().getAvailableSpaceFill();
    bars.stacked = own.getStyler().isStacked();
    bars.overlapped = own.getStyler().isOverlapped();
    for (CategorySeries series : own.getSeriesCollection()) {
      CategorySeriesRenderStyle style =
          series
              .getChartCategorySeriesRenderStyle()
              .orElse(own.getStyler().getDefaultSeriesRenderStyle());
      bars.add(series, style, series.getXData(), DoubleStream.of(series.getYData()).boxed());
    }
    return bars.shown.isEmpty() ? bars.empty() : bars.upright();
  }

  static Chart of(HorizontalBarChart own) {
    OwnBars bars = new OwnBars(own, own.getStyler().isXAxisLogarithmic());
    for (HorizontalBarSeries series : own.getSeriesCollection()) {
      var values = series.getXData().stream().map(OwnBars::number);
      bars.add(series, CategorySeriesRenderStyle.Bar, series.getYData(), values);
    }
    return bars.shown.isEmpty() ? bars.empty() : bars.lying();
  }

  private Chart empty() {
    return Sheet.missing(own.getTitle(), List.of(words("The chart has no series.")));
  }

  private static Double number(@Nullable Number number) {
    return number == null ? Double.NaN : number.doubleValue();
  }

  private void add(
      AxesChartSeries series,
      CategorySeriesRenderStyle style,
      Collection<?> names,
      Stream<Double> numbers) {
    if (!series.isEnabled()) {
      return;
    }
    Map<Category, Double> values = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    List<Double> all = numbers.toList();
    int i = 0;
    for (Object each : names) {
      String name =
          each instanceof Number n ? Numerals.number(n.doubleValue()) : String.valueOf(each);
      Category category = new Category(name, seen.merge(name, 1, Integer::sum));
      double value = logarithmic ? Math.log10(all.get(i)) : all.get(i);
      if (Double.isFinite(value)) {
        values.put(category, value);
      }
      categories.add(category);
      i++;
    }
    boolean bar = style != CategorySeriesRenderStyle.Line;
    Color set =
        bar && series.getFillColor() != null ? series.getFillColor() : series.getLineColor();
    Color color = set != null ? set : OwnChart.ink(shown.size()).color(1);
    shown.add(new Series(series.getLabel(), color, series.isShowInLegend(), style, values));
  }

  private Sheet sheet() {
    String title = own.getTitle().isEmpty() ? names() : own.getTitle();
    Sheet sheet = new Sheet(Math.max(400, own.getWidth()), title, "");
    if (own.getStyler().isLegendVisible() && shown.size() > 1) {
      sheet.legend(
          shown.stream()
              .filter(Series::inLegend)
              .map(s -> new Swatch(s.label(), s.color()))
              .toList());
    }
    sheet.y += 26;
    return sheet;
  }

  private String names() {
    return shown.stream().map(Series::label).collect(Collectors.joining(words(", ")));
  }

  private int plotHeight() {
    return Math.max(120, own.getHeight() - AROUND_PLOT);
  }

  private Chart upright() {
    Sheet sheet = sheet();
    Range ys = values(own.getStyler().getYAxisMin(), own.getStyler().getYAxisMax());
    Plot plot = sheet.plot(LEFT, ROOM_RIGHT, plotHeight(), Range.upTo(categories.size()), ys);
    plot.yAxis(ys.ticks(6), own.getYAxisTitle());
    draw(plot, (from, to, base, value, color) -> plot.bar(from, to, base, value, color));
    shown.stream().filter(s -> !s.isBar()).forEach(s -> curve(plot, s));
    plot.paint();
    sheet.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), Ink.MUTED, 1);
    underCategories(sheet, plot);
    sheet.text(plot.right(), sheet.y + 14, own.getXAxisTitle(), Ink.MUTED, Anchor.END);
    sheet.y += own.getXAxisTitle().isEmpty() ? 6 : 22;
    return sheet.finish(words("Bars: %s.", names()));
  }

  private Chart lying() {
    Sheet sheet = sheet();
    Range xs = values(own.getStyler().getXAxisMin(), own.getStyler().getXAxisMax());
    int rows = categories.size();
    Plot plot = sheet.plot(LEFT_OF_ROWS, ROOM_RIGHT, plotHeight(), xs, new Range(-rows, 0));
    sheet.text(Sheet.MARGIN, plot.top() - 10, own.getYAxisTitle(), Ink.MUTED, Anchor.START);
    sheet.xAxis(plot, xs.ticks(6), own.getXAxisTitle());
    draw(plot, (from, to, base, value, color) -> plot.bar(base, value, -to, -from, color));
    plot.paint();
    int row = 0;
    for (Category category : categories) {
      double room = plot.left() - Sheet.MARGIN - 8;
      String name = Lettering.PLAIN.clip(Lettering.clean(category.name()), room);
      sheet.text(plot.left() - 8, plot.y(-row - 0.5) + 4, name, Ink.TEXT, Anchor.END);
      row++;
    }
    return sheet.finish(words("Bars: %s.", names()));
  }

  /** A bar across {@code from..to} of the axis of categories. */
  private interface Bar {
    void draw(double from, double to, double base, double value, Color color);
  }

  private void draw(Plot plot, Bar bar) {
    List<Series> bars = shown.stream().filter(Series::isBar).toList();
    boolean beside = !stacked && !overlapped;
    double width = fill / (beside ? Math.max(1, bars.size()) : 1);
    Range axis = shownOn(plot);
    double floor = Math.max(axis.min(), logarithmic ? floor() : 0);
    Map<Category, Double> tops = new HashMap<>();
    for (int s = 0; s < bars.size(); s++) {
      double offset = (1 - fill) / 2 + (beside ? s * width : 0);
      int at = 0;
      for (Category category : categories) {
        Double value = bars.get(s).values().get(category);
        if (value != null) {
          double base = stacked ? tops.getOrDefault(category, floor) : floor;
          double top = stacked && !logarithmic ? base + value : value;
          double thin = bars.get(s).style() == CategorySeriesRenderStyle.Stick ? width * 0.45 : 0;
          double from = at + offset + thin;
          bar.draw(
              from,
              from + width - 2 * thin,
              Math.max(axis.min(), Math.min(base, top)),
              Math.min(axis.max(), Math.max(base, top)),
              bars.get(s).color());
          tops.put(category, top);
        }
        at++;
      }
    }
  }

  /** The axis of values: the upright one, unless the rows of categories are there. */
  private Range shownOn(Plot plot) {
    return own instanceof CategoryChart ? plot.ys() : plot.xs();
  }

  private void curve(Plot plot, Series series) {
    double[] xs = new double[categories.size()];
    double[] ys = new double[categories.size()];
    int at = 0;
    for (Category category : categories) {
      xs[at] = at + 0.5;
      ys[at] = series.values().getOrDefault(category, Double.NaN);
      at++;
    }
    XYSeries copy =
        plot.chart().addSeries("curve " + plot.chart().getSeriesCollection().size(), xs, ys);
    copy.setXYSeriesRenderStyle(
        series.style() == CategorySeriesRenderStyle.Scatter
            ? XYSeriesRenderStyle.Scatter
            : series.style() == CategorySeriesRenderStyle.Area
                ? XYSeriesRenderStyle.Area
                : XYSeriesRenderStyle.Line);
    copy.setLineColor(series.color());
    copy.setFillColor(series.color());
    copy.setMarkerColor(series.color());
    copy.setMarker(SeriesMarkers.CIRCLE);
  }

  /** The power of ten below the least value, on which bars stand where the axis has no zero. */
  private double floor() {
    double least =
        shown.stream()
            .flatMap(s -> s.values().values().stream())
            .mapToDouble(Double::doubleValue)
            .min()
            .orElse(1);
    return Math.ceil(least) - 1;
  }

  private Range values(@Nullable Double min, @Nullable Double max) {
    DoubleStream single =
        shown.stream().flatMap(s -> s.values().values().stream()).mapToDouble(d -> d);
    DoubleStream sums =
        categories.stream()
            .mapToDouble(
                c ->
                    shown.stream()
                        .filter(Series::isBar)
                        .mapToDouble(s -> s.values().getOrDefault(c, 0.0))
                        .sum());
    var found =
        (stacked && !logarithmic ? DoubleStream.concat(single, sums) : single).summaryStatistics();
    double least = logarithmic ? floor() : Math.min(0, found.getCount() == 0 ? 0 : found.getMin());
    double most = found.getCount() == 0 ? 1 : found.getMax();
    most = logarithmic ? most : Math.max(0, most);
    double low = min == null ? least : logarithmic ? Math.log10(min) : min;
    double high = max == null ? most : logarithmic ? Math.log10(max) : max;
    double more = high > low ? 0.04 * (high - low) : 1;
    return new Range(low, max == null ? high + more : high, logarithmic);
  }

  /** Writes the categories' names, in as many lines as they need, and not all where too many. */
  private void underCategories(Sheet sheet, Plot plot) {
    double room = plot.x(1) - plot.x(0) - 4;
    int every = (int) Math.ceil(LEAST_ROOM / Math.max(1, room));
    double wide = room + (every - 1) * (room + 4);
    List<String> names = categories.stream().map(Category::name).toList();
    boolean fit = names.stream().allMatch(n -> Lettering.PLAIN.width(n) <= wide);
    Lettering lettering = fit ? Lettering.PLAIN : Lettering.SMALL;
    int lines = 1;
    for (int i = 0; i < names.size(); i += every) {
      List<String> wrapped = lettering.wrap(names.get(i), wide);
      for (int l = 0; l < Math.min(MOST_LINES, wrapped.size()); l++) {
        boolean cut = l == MOST_LINES - 1 && wrapped.size() > MOST_LINES;
        String text = cut ? lettering.clip(wrapped.get(l) + "…", wide) : wrapped.get(l);
        double y = sheet.y + 16 + l * (lettering.pixels() + 2.0);
        sheet.text(plot.x(i + 0.5), y, text, Ink.TEXT, Anchor.MIDDLE, lettering);
      }
      lines = Math.max(lines, Math.min(MOST_LINES, wrapped.size()));
    }
    sheet.y += 8 + lines * (lettering.pixels() + 2.0);
  }
}
