package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import oomlab.chart.Picture.Anchor;
import oomlab.chart.Sheet.Swatch;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.PieSeries;
import org.knowm.xchart.PieSeries.PieSeriesRenderStyle;

/**
 * Draws a reader's pie or doughnut as the book's own charts are drawn: from the top, clockwise, the
 * values beside it.
 */
final class OwnPie {
  private static final int AROUND = 90;

  private OwnPie() {}

  static Chart of(PieChart own) {
    List<PieSeries> slices =
        own.getSeriesCollection().stream()
            .filter(PieSeries::isEnabled)
            .filter(s -> s.getValue() != null && s.getValue().doubleValue() > 0)
            .toList();
    String names =
        slices.stream().map(PieSeries::getLabel).collect(Collectors.joining(words(", ")));
    if (slices.isEmpty()) {
      return Sheet.missing(own.getTitle(), List.of(words("The chart has no series above zero.")));
    }
    Sheet sheet =
        new Sheet(
            Math.max(400, own.getWidth()), own.getTitle().isEmpty() ? names : own.getTitle(), "");
    double all = slices.stream().mapToDouble(s -> s.getValue().doubleValue()).sum();
    double size = Math.max(120, Math.min(own.getHeight() - AROUND, sheet.right() / 2));
    double top = sheet.y + 8;
    List<Swatch> legend = new ArrayList<>();
    double start = 90;
    for (PieSeries slice : slices) {
      double share = slice.getValue().doubleValue() / all;
      Color color =
          slice.getFillColor() != null
              ? slice.getFillColor()
              : OwnChart.ink(legend.size()).color(1);
      Shape shape = shape(Sheet.MARGIN, top, size, start, share * 360, isDonut(own, slice));
      sheet.fill(shape, color);
      sheet.stroke(shape, Ink.PAPER.color(1), 1.5, false);
      start -= share * 360;
      String label =
          words(
              "%s: %s, %s",
              slice.getLabel(),
              Numerals.number(slice.getValue().doubleValue()),
              Numerals.format("%.1f %%", share * 100));
      legend.add(new Swatch(label, color));
    }
    beside(sheet, legend, Sheet.MARGIN + size + 24, top + 6);
    sheet.y = Math.max(top + size, top + legend.size() * Sheet.LINE) + 12;
    return sheet.finish(
        words("%s.", legend.stream().map(Swatch::text).collect(Collectors.joining(words("; ")))));
  }

  private static boolean isDonut(PieChart own, PieSeries slice) {
    PieSeriesRenderStyle style =
        slice.getChartPieSeriesRenderStyle() != null
            ? slice.getChartPieSeriesRenderStyle()
            : own.getStyler().getDefaultSeriesRenderStyle();
    return style == PieSeriesRenderStyle.Donut;
  }

  private static Shape shape(
      double left, double top, double size, double start, double extent, boolean hole) {
    Shape whole = new Ellipse2D.Double(left, top, size, size);
    Shape slice =
        extent > 359.99
            ? whole
            : new Arc2D.Double(left, top, size, size, start, -extent, Arc2D.PIE);
    if (!hole) {
      return slice;
    }
    Area ring = new Area(slice);
    ring.subtract(
        new Area(new Ellipse2D.Double(left + size / 4, top + size / 4, size / 2, size / 2)));
    return ring;
  }

  private static void beside(Sheet sheet, List<Swatch> legend, double left, double top) {
    double y = top;
    for (Swatch swatch : legend) {
      sheet.fill(new Rectangle2D.Double(left, y, 11, 11), swatch.color());
      String text = Lettering.PLAIN.clip(swatch.text(), sheet.right() - left - 17);
      sheet.text(left + 17, y + 10, text, Ink.TEXT, Anchor.START);
      y += Sheet.LINE;
    }
  }
}
