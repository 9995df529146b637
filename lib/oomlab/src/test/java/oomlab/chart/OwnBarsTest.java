package oomlab.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BoxChartBuilder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.DialChart;
import org.knowm.xchart.DialChartBuilder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.PieSeries.PieSeriesRenderStyle;

/** XChart's kinds beside the curves: what is drawn as the book's own, and what XChart paints. */
class OwnBarsTest {
  private static CategoryChart bars() {
    CategoryChart chart = new CategoryChart(700, 340);
    chart.setTitle("Free & kept");
    chart.setXAxisTitle("block");
    chart.setYAxisTitle("free, kB");
    chart.addSeries("DMA", List.of("4", "8", "8"), Arrays.asList(40, null, -10));
    return chart;
  }

  private static int filled(Chart chart, Ink ink) {
    return chart.svg().split("fill:" + ink.css() + "[;\"]", -1).length - 1;
  }

  @Test
  void barsHaveTheirNamesBelowAndWordsAreText() {
    Chart chart = Charts.of(bars());
    assertThat(chart.svg())
        .contains(">Free &amp; kept<", ">block<", ">free, kB<", ">4<", ">40<", ">-10<");
    assertThat(chart.svg().split(">8<", -1)).as("two categories of one name").hasSize(3);
    assertThat(filled(chart, Ink.RSS)).as("a missing value has no bar").isEqualTo(2);
    assertThat(chart.alt()).isEqualTo("Free & kept. Bars: DMA.");
    assertThat(chart.width()).isEqualTo(700);
  }

  @Test
  void stackedBarsReachTheirSumAndACurveStaysACurve() {
    CategoryChart own = bars();
    own.getStyler().setStacked(true);
    own.addSeries("Normal", List.of("4"), List.of(460));
    own.addSeries("all", List.of("4", "8"), List.of(10, 20))
        .setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Line);
    Chart chart = Charts.of(own);
    assertThat(chart.svg()).contains(">500<", ">Normal<", ">all<", "stroke:" + Ink.THREAD.css());
    assertThat(chart.svg()).doesNotContain(">600<");
  }

  @Test
  void leastBarOfALogarithmicAxisCanBeSeen() {
    CategoryChart own = new CategoryChart(700, 340);
    own.getStyler().setYAxisLogarithmic(true);
    own.addSeries("a", List.of("x", "y"), List.of(1, 2000));
    Chart chart = Charts.of(own);
    assertThat(chart.svg()).contains(">0.1<", ">1<", ">1,000<");
    assertThat(filled(chart, Ink.RSS)).isEqualTo(2);
  }

  @Test
  void manyAndLongNamesStayReadable() {
    CategoryChart own = new CategoryChart(500, 300);
    List<Integer> many = IntStream.range(0, 200).boxed().toList();
    own.addSeries("a", many, many);
    assertThat(Charts.of(own).svg()).contains(">0<").doesNotContain(">101<");
    CategoryChart few = new CategoryChart(500, 300);
    String name = "a name that is far too long for the room below a bar, and then some more";
    few.addSeries("a", List.of(name, "b", "c", "d", "e", "f"), List.of(1, 2, 3, 4, 5, 6));
    assertThat(Charts.of(few).svg()).contains("…<").doesNotContain(name);
  }

  @Test
  void lyingBarsHaveTheirNamesBeside() {
    HorizontalBarChart own = new HorizontalBarChart(700, 300);
    own.setXAxisTitle("MiB");
    own.addSeries("swap", List.of(3, 10), List.of("Xorg", "bash"));
    assertThat(Charts.of(own).svg()).contains(">Xorg<", ">bash<", ">MiB<", ">10<");
  }

  @Test
  void pieTellsValuesAndShares() {
    PieChart own = new PieChart(600, 340);
    own.setTitle("Swap");
    own.addSeries("root", 10);
    own.addSeries("alan", 30);
    own.addSeries("nobody", 0);
    assertThat(Charts.of(own).alt()).isEqualTo("Swap. root: 10, 25.0 %; alan: 30, 75.0 %.");
    own.getStyler().setDefaultSeriesRenderStyle(PieSeriesRenderStyle.Donut);
    assertThat(Charts.of(own).svg()).contains(">alan: 30, 75.0 %<");
    PieChart whole = new PieChart(600, 340);
    whole.addSeries("all", 5);
    assertThat(Charts.of(whole).alt()).contains("100.0 %");
  }

  @Test
  void otherKindsAreTakenOverAsXChartPaintsThem() {
    BoxChart box = new BoxChartBuilder().width(600).height(340).build();
    box.addSeries("runs", new double[] {1, 2, 3, 9});
    Chart chart = Charts.of(box);
    assertThat(chart.alt()).startsWith("BoxChart. ");
    assertThat(chart.svg()).containsAnyOf("href=\"data:image/svg+xml;base64,", "needs a font");
  }

  @Test
  void chartThatXChartCannotPaintSaysSo() {
    DialChart dial = new DialChartBuilder().width(400).height(300).build();
    dial.addSeries("speed", 0.4);
    assertThat(Charts.of(dial).alt()).contains("XChart could not paint this DialChart");
  }

  @Test
  void chartsWithoutSeriesSaySo() {
    assertThat(Charts.of(new CategoryChart(400, 300)).alt()).contains("no series");
    assertThat(Charts.of(new HorizontalBarChart(400, 300)).alt()).contains("no series");
    assertThat(Charts.of(new PieChart(400, 300)).alt()).contains("no series");
  }
}
