package oomlab.chart;

import java.util.List;
import oomlab.Experiment;
import oomlab.Live;
import oomlab.Run;
import oomlab.explain.Explanation;
import oomlab.report.OomReport;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.PieChart;
import org.knowm.xchart.XYChart;

/** The pictures of the book. */
public final class Charts {
  static {
    // Without this, Java looks for a window system as soon as a DISPLAY is set, and fails in a JDK
    // that comes without one. Set before the first colour is made; a user's own setting stays.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  private Charts() {}

  /**
   * Draws a run's memory over time: resident memory, what the cgroup counted, the limit, each
   * thread's announcements, the kill at the kernel's own timestamp, and what may have happened
   * between the last sample and the kill.
   */
  public static Chart rss(Run run) {
    return RssChart.of(run);
  }

  /**
   * Draws what was left of memory until a run's end, and below it how much time was lost to stalls,
   * with the first stall and the end marked. A run without pressure says so.
   */
  public static Chart pressure(Run run) {
    return PressureChart.of(run);
  }

  /**
   * Draws a chart that was made with XChart like the others here: words as text, in the notebook's
   * light and dark, without a font. That goes for curves, bars and pies; their series are drawn as
   * they are styled, against the left axis and without error bars; dates of curves become seconds
   * since the first. XChart's other kinds are shown as it paints them itself.
   */
  public static Chart of(org.knowm.xchart.internal.chartpart.Chart<?, ?> chart) {
    if (chart instanceof XYChart curves) {
      return OwnChart.of(curves);
    }
    if (chart instanceof CategoryChart bars) {
      return OwnBars.of(bars);
    }
    if (chart instanceof HorizontalBarChart bars) {
      return OwnBars.of(bars);
    }
    return chart instanceof PieChart pie ? OwnPie.of(pie) : XChartPicture.of(chart);
  }

  /** Draws a run that still goes on: the same picture without its end. */
  public static Chart live(Experiment experiment, Live live) {
    return RssChart.live(experiment, live);
  }

  /**
   * Draws the largest tasks of a report's task table by resident memory, by kind of page where the
   * kernel printed it; victim and trigger are marked.
   */
  public static Chart tasks(OomReport report) {
    return TaskChart.of(report);
  }

  /**
   * Draws the ranking by which the kernel chose: for the highest twelve how much memory counted and
   * what oom_score_adj made of it, the victim, the points that the next would have needed, and
   * larger processes that were passed over.
   */
  public static Chart scores(Explanation explanation) {
    return ScoreChart.of(explanation);
  }

  /**
   * Draws each zone's free memory against what the failed request needed there: watermarks and
   * lowmem_reserve. Each zone has its own scale.
   */
  public static Chart zones(Explanation explanation) {
    return ZoneChart.of(explanation);
  }

  /** Draws the free memory of each zone by size of block; what is too small is paler. */
  public static Chart buddy(OomReport report) {
    return BuddyChart.of(report);
  }

  /** Draws where the memory was, all of it in one bar, and swap in use beside it. */
  public static Chart ledger(Explanation explanation) {
    return LedgerChart.of(explanation);
  }

  /**
   * Draws the kills of a log over the kernel's clock, or in the order of the log where it has none.
   *
   * @param reports in the order of the log
   */
  public static Chart kills(List<OomReport> reports) {
    return KillChart.of(reports);
  }
}
