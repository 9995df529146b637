package oomlab.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

class OwnChartTest {
  private static final double[] XS = {0, 10, 20};

  private static XYChart chart() {
    return new XYChartBuilder()
        .width(700)
        .height(400)
        .title("Faults & more")
        .xAxisTitle("time")
        .yAxisTitle("faults")
        .build();
  }

  @Test
  void wordsAreTextAndColoursFollowTheTheme() {
    XYChart own = chart();
    own.addSeries("minor", XS, new double[] {0, 40, 100});
    own.addSeries("major", XS, new double[] {1, 2, 3}).setLineColor(new Color(0x123456));
    Chart chart = Charts.of(own);
    assertThat(chart.svg())
        .contains(">Faults &amp; more<", ">time<", ">faults<", ">minor<", ">major<")
        .contains(">10<", ">100<", Ink.TEXT.css(), Ink.RSS.css(), "#123456");
    assertThat(chart.alt()).isEqualTo("Faults & more. Curves: minor, major.");
    assertThat(chart.width()).isEqualTo(700);
  }

  @Test
  void theReadersChartStaysAsItIs() {
    XYChart own = chart();
    var series = own.addSeries("minor", XS, new double[] {0, 40, 100});
    String svg = Charts.of(own).svg();
    assertThat(own.getStyler().isLegendVisible()).isTrue();
    assertThat(own.getStyler().getYAxisMax()).isNull();
    assertThat(series.getLineColor()).isNull();
    assertThat(Charts.of(own).svg()).isEqualTo(svg);
  }

  @Test
  void curveStaysOnePathAndBreaksWhereAValueIsMissing() {
    XYChart own = chart();
    double[] ys = {1, 2, Double.NaN, 3, 4};
    own.addSeries("gap", new double[] {0, 1, 2, 3, 4}, ys).setMarker(SeriesMarkers.NONE);
    assertThat(Charts.of(own).svg().split("fill:none;stroke:" + Ink.RSS.css(), -1)).hasSize(3);
  }

  @Test
  void logarithmicAxisIsMarkedInPowersOfTen() {
    XYChart own = chart();
    own.getStyler().setYAxisLogarithmic(true);
    own.addSeries("growth", XS, new double[] {0.01, 1, 1000});
    assertThat(Charts.of(own).svg()).contains(">0.01<", ">1<", ">100<").doesNotContain(">500<");
  }

  @Test
  void areaStandsOnZeroAndDatesBecomeSeconds() {
    XYChart own = chart();
    own.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Area);
    own.addSeries(
        "load", List.of(Instant.ofEpochSecond(60), Instant.ofEpochSecond(90)), List.of(5, 6));
    assertThat(Charts.of(own).svg())
        .contains(">time seconds since 1970-01-01T00:01:00Z<", ">30<", ">0<", ">1<");
  }

  @Test
  void rangeOfTheReaderIsKept() {
    XYChart own = chart();
    own.getStyler().setYAxisMin(-50.0);
    own.getStyler().setYAxisMax(50.0);
    own.addSeries("flat", XS, new double[] {7, 7, 7});
    assertThat(Charts.of(own).svg()).contains(">-40<", ">40<").doesNotContain(">60<");
  }

  @Test
  void chartWithoutSeriesSaysSo() {
    assertThat(Charts.of(chart()).alt()).isEqualTo("Faults & more. The chart has no series.");
  }
}
