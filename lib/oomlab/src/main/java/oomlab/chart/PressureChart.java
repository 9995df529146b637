package oomlab.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.Run;
import oomlab.chart.Picture.Anchor;
import oomlab.chart.Sheet.Swatch;
import oomlab.internal.proc.Pressure;
import oomlab.internal.proc.Pressure.Share;

/**
 * Lays out what was left of memory and how much time was lost, one above the other. Times are
 * seconds since the run's start.
 */
final class PressureChart {
  private static final int UPPER_HEIGHT = 190;
  private static final int LOWER_HEIGHT = 110;
  private static final int STRETCHES = 70;
  private static final double SOME_OPACITY = 0.4;

  private final Run run;
  private final Optional<Pressure> pressure;
  private final double deathSeconds;
  private final double endSeconds;
  private final Sheet sheet;

  private record Curve(Swatch key, Points points) {}

  private PressureChart(Run run) {
    this.run = run;
    this.pressure = Pressure.of(run.recording());
    this.deathSeconds = run.deathNanos() / 1e9;
    this.endSeconds = Math.max(0.001, deathSeconds * 1.02);
    this.sheet = new Sheet(Sheet.RUN_WIDTH, title(), RssChart.subtitle(run));
  }

  static Chart of(Run run) {
    return new PressureChart(run).paint();
  }

  private Chart paint() {
    List<Double> ticks = Plot.ticks(endSeconds, 8);
    Plot upper = memory(curves(), ticks);
    Plot lower = pressure.map(this::lost).orElse(upper);
    String end = RssChart.end(run.verdict()) + " by " + time(deathSeconds);
    sheet.end(upper, deathSeconds, sheet.y, end, Ink.KILL);
    sheet.xAxis(lower, ticks, "s since the start");
    if (pressure.isPresent()) {
      lower.paint();
      OptionalLong stall = pressure.get().firstStallNanos();
      stall.ifPresent(nanos -> firstStall(upper, lower, upper.x(nanos / 1e9)));
    }
    String caption = caption();
    sheet.paragraph(RssChart.LEFT, caption);
    return sheet.finish(caption);
  }

  private String title() {
    String end = " the end of process " + run.expectedVictim();
    if (pressure.isEmpty()) {
      return "Memory before" + end;
    }
    return pressure.get().firstStallNanos().isEmpty()
        ? "No stall before" + end
        : time(stallSeconds()) + " from the first stall to" + end;
  }

  private double stallSeconds() {
    return deathSeconds - pressure.orElseThrow().firstStallNanos().orElse(0) / 1e9;
  }

  private static String time(double seconds) {
    return seconds < 0.1 ? Words.format("%.2f ms", seconds * 1e3) : Words.format("%.2f s", seconds);
  }

  private String caption() {
    return pressure
        .map(
            p ->
                Words.format(
                    "Until the last reading, some task was stalled for %s, and all at once for %s."
                        + " The kernel averages both over its busy CPUs.",
                    time(p.someNanos() / 1e9), time(p.fullNanos() / 1e9)))
        .orElse(Pressure.ABSENT);
  }

  private List<Curve> curves() {
    Samples samples = new Samples(run.recording(), 1e9, endSeconds);
    List<Curve> all = new ArrayList<>();
    all.add(new Curve(Swatch.of("resident (RSS)", Ink.RSS), samples.rss()));
    add(all, "MemAvailable", Ink.FILE, samples.track("MemAvailable"));
    add(all, "SwapFree", Ink.SHMEM, samples.track("SwapFree"));
    add(all, "charged to the cgroup", Ink.CGROUP, samples.usage());
    return all;
  }

  private static void add(List<Curve> all, String text, Ink ink, Optional<Points> points) {
    points.ifPresent(p -> all.add(new Curve(Swatch.of(text, ink), p)));
  }

  private Plot memory(List<Curve> curves, List<Double> ticks) {
    sheet.legend(curves.stream().map(Curve::key).toList());
    sheet.y += 22;
    double most = curves.stream().mapToDouble(c -> c.points().highest()).max().orElse(0);
    Plot plot = plot(UPPER_HEIGHT, Math.max(1, most) * 1.12);
    plot.columns(ticks);
    plot.yAxis(Plot.binaryTicks(plot.maxY(), 5), "MiB");
    curves.forEach(curve -> plot.line(curve.points(), curve.key().ink(), 2));
    plot.paint();
    return plot;
  }

  private Plot lost(Pressure measured) {
    sheet.y += 32;
    sheet.legend(
        List.of(
            new Swatch("some: a task was stalled", Ink.LIMIT, SOME_OPACITY),
            Swatch.of("full: nobody went on", Ink.LIMIT)));
    sheet.y += 22;
    Plot plot = plot(LOWER_HEIGHT, 100);
    plot.yAxis(List.of(0.0, 25.0, 50.0, 75.0, 100.0), "% of time lost");
    for (Share share : measured.shares((long) (endSeconds * 1e9 / STRETCHES))) {
      double from = Math.max(0, share.fromNanos() / 1e9);
      double to = Math.min(endSeconds, share.toNanos() / 1e9);
      plot.bar(from, to, 0, 100 * share.some(), Ink.LIMIT, SOME_OPACITY);
      plot.bar(from, to, 0, 100 * share.full(), Ink.LIMIT, 1);
    }
    return plot;
  }

  private Plot plot(int height, double maxY) {
    return sheet.plot(RssChart.LEFT, RssChart.ROOM_RIGHT, height, endSeconds, 0, maxY);
  }

  /** Marks the first stall in both plots, and between them how long it was until the end. */
  private void firstStall(Plot upper, Plot lower, double x) {
    double y = upper.bottom() + 14;
    double end = upper.x(deathSeconds);
    sheet.dashed(x, upper.top(), x, y + 8, Ink.MUTED, 1);
    sheet.dashed(x, lower.top(), x, lower.bottom(), Ink.MUTED, 1);
    sheet.line(x, y, end, y, Ink.MUTED, 1);
    String text = "first stall, " + time(stallSeconds()) + " before the end";
    boolean left = x > upper.left() + Lettering.PLAIN.width(text);
    sheet.textOnPaper(
        left ? x - 8 : x + 8,
        y + 4,
        text,
        Ink.TEXT,
        left ? Anchor.END : Anchor.START,
        Lettering.PLAIN);
  }
}
