package oomlab.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oomlab.explain.Explanation;
import oomlab.report.OomReport;
import oomlab.testing.SampleRuns;
import oomlab.testing.StrangeReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.XYChart;

/**
 * A chart's SVG must not touch fonts: on a machine without any, Java throws as soon as it looks for
 * one. The class-loading log of a fresh JVM tells, whatever this machine has.
 */
class NoFontTest {
  /** Draws every chart. */
  static final class Draw {
    private Draw() {}

    public static void main(String[] args) {
      System.out.print(
          Charts.rss(SampleRuns.killed()).svg() + Charts.tasks(SampleRuns.report()).svg());
      System.out.print(Charts.pressure(SampleRuns.killed()).svg());
      XYChart own = new XYChart(600, 400);
      own.addSeries("own", new double[] {1, 2}, new double[] {3, 4});
      System.out.print(Charts.of(own).svg());
      CategoryChart bars = new CategoryChart(600, 400);
      bars.addSeries("bars", List.of("a", "b"), List.of(3, 4));
      PieChart pie = new PieChart(600, 400);
      pie.addSeries("slice", 3);
      System.out.print(Charts.of(bars).svg() + Charts.of(pie).svg());
      OomReport report = StrangeReport.machine();
      Explanation explanation = Explanation.of(report);
      System.out.print(Charts.scores(explanation).svg() + Charts.zones(explanation).svg());
      System.out.print(Charts.buddy(report).svg() + Charts.ledger(explanation).svg());
      System.out.print(Charts.kills(List.of(report)).svg());
    }
  }

  @Test
  void chartsAreDrawnWithoutLookingForAFont(@TempDir Path dir) throws Exception {
    Path log = dir.resolve("classes.log");
    Path svg = dir.resolve("charts.svg");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Draw.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(svg.toFile())
            .start();
    assertThat(java.waitFor()).isZero();
    assertThat(Files.readString(svg)).startsWith("<svg").endsWith("</svg>\n").contains("victim");
    assertThat(Files.readString(log))
        .contains("org.knowm.xchart.XYChart")
        .doesNotContain("sun.font.FontManagerFactory", "sun.font.SunFontManager");
  }
}
