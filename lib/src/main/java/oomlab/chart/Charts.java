package oomlab.chart;

import java.util.List;
import java.util.OptionalLong;
import oomlab.Allocation;
import oomlab.Run;
import oomlab.proc.Recording;
import oomlab.report.OomReport;

/** The pictures of the book. */
public final class Charts {
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
      long elapsedNanos,
      Recording recording,
      List<Allocation> allocations,
      OptionalLong limitBytes) {
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
