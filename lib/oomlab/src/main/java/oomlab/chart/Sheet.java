package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.Collection;
import java.util.List;
import org.knowm.xchart.XYChart;

/**
 * A picture that is laid out from top to bottom: a title, a legend, plots, words. Pictures of a
 * report are narrower than those of a run, so that their words can still be read where a page shows
 * them smaller.
 */
final class Sheet extends Picture {
  static final int REPORT_WIDTH = 640;
  static final int RUN_WIDTH = 860;
  static final int MARGIN = 20;
  static final double LINE = 17;

  private final int width;
  private final String title;

  /** The lower edge of what stands so far. */
  double y = 12;

  /** Something that a legend explains. */
  record Swatch(String text, Color color) {
    static Swatch of(String text, Ink ink) {
      return of(text, ink, 1);
    }

    static Swatch of(String text, Ink ink, double opacity) {
      return new Swatch(text, ink.color(opacity));
    }
  }

  Sheet(int width, String title, String subtitle) {
    this.width = width;
    this.title = title;
    for (String line : Lettering.TITLE.wrap(title, width - 2.0 * MARGIN)) {
      text(MARGIN, y + 15, line, Ink.TEXT, Anchor.START, Lettering.TITLE);
      y += 20;
    }
    y += 3;
    paragraph(MARGIN, subtitle);
  }

  double right() {
    return width - MARGIN;
  }

  /** Writes text from {@code left} to the right margin, in as many lines as it needs. */
  void paragraph(double left, String text) {
    for (String line : Lettering.PLAIN.wrap(text, right() - left)) {
      text(left, y + 11, line, Ink.MUTED, Anchor.START);
      y += LINE;
    }
  }

  void legend(Collection<Swatch> swatches) {
    double x = MARGIN;
    for (Swatch swatch : swatches) {
      double swatchWidth = 17 + Lettering.PLAIN.width(swatch.text());
      if (x > MARGIN && x + swatchWidth > right()) {
        x = MARGIN;
        y += LINE;
      }
      Rectangle2D square = new Rectangle2D.Double(x, y + 3, 11, 11);
      fill(square, swatch.color());
      text(x + 17, y + 12, swatch.text(), Ink.MUTED, Anchor.START);
      x += swatchWidth + 16;
    }
    y += LINE + 1;
  }

  /** Adds a plot of this height that leaves so much room at its sides. */
  Plot plot(double left, double roomRight, int height, Range xs, Range ys) {
    int plotWidth = (int) (width - left - roomRight);
    Plot plot = new Plot(this, new XYChart(plotWidth, height), left, y, plotWidth, height, xs, ys);
    y += height;
    return plot;
  }

  /** Draws the x axis of the plot above, here. */
  void xAxis(Plot plot, List<Double> ticks, String unit) {
    plot.columns(ticks);
    for (double tick : ticks) {
      text(plot.x(tick), y + 17, plot.xs().label(tick), Ink.MUTED, Anchor.MIDDLE);
    }
    line(plot.left(), y, plot.right(), y, Ink.MUTED, 1);
    y += ticks.isEmpty() ? LINE : 2 * LINE;
    boolean fits = plot.left() + Lettering.PLAIN.width(unit) < plot.right();
    text(fits ? plot.right() : right(), y, unit, Ink.MUTED, Anchor.END);
    y += 8;
  }

  /** Marks where a run ended in the plots from this one down to {@code bottom}. */
  void end(Plot plot, double at, double bottom, String text, Ink ink) {
    double x = plot.x(Math.min(at, plot.xs().max()));
    line(x, plot.top() - 6, x, bottom, ink, 2);
    named("end");
    boolean left = x > plot.left() + Lettering.BOLD.width(text);
    text(x, plot.top() - 10, text, ink, left ? Anchor.END : Anchor.START, Lettering.BOLD);
  }

  /** Ends the picture; what it says to who cannot see it is its title and these words. */
  Chart finish(String said) {
    String alt = Lettering.clean(said.isEmpty() ? title : words("%s. %s", title, said));
    int height = (int) Math.ceil(y) + 8;
    return new Chart(svg(width, height, alt), width, height, alt);
  }

  /** A picture that says what there is nothing to draw of, and why. */
  static Chart missing(String title, List<String> why) {
    Sheet sheet = new Sheet(REPORT_WIDTH, title, "");
    for (String sentence : why) {
      sheet.paragraph(MARGIN, sentence);
      sheet.y += 4;
    }
    return sheet.finish(String.join(" ", why));
  }
}
