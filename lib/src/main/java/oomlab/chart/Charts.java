package oomlab.chart;

import java.util.List;
import oomlab.Allocation;
import oomlab.Run;
import oomlab.proc.Recording;
import oomlab.report.OomReport;

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
   * Draws a run that still goes on: the same picture without its end.
   *
   * @param elapsedNanos nanoseconds since the run's start
   */
  public static Chart live(
      long elapsedNanos, Recording recording, List<Allocation> allocations, long limitBytes) {
    return RssChart.live(elapsedNanos, recording, allocations, limitBytes);
  }

  /**
   * Draws the largest tasks of a report's task table by resident memory, by kind of page where the
   * kernel printed it; victim and trigger are marked.
   */
  public static Chart tasks(OomReport report) {
    return TaskChart.of(report);
  }
}
