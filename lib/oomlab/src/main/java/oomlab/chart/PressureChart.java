package oomlab.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.chart.Mark.Anchor;
import oomlab.internal.proc.Pressure;
import oomlab.internal.proc.Pressure.Share;
import oomlab.internal.proc.Series;
import oomlab.internal.proc.Track;

/**
 * Lays out what was left of memory and how much time was lost, one above the other. Times are
 * seconds since the run's start.
 */
final class PressureChart {
  private static final int UPPER_HEIGHT = 190;
  private static final int LOWER_HEIGHT = 110;
  private static final int BETWEEN = 62;
  private static final int MOST_POINTS = 1200;
  private static final int STRETCHES = 70;
  private static final double SOME_OPACITY = 0.4;

  private final Picture picture = new Picture();
  private final Run run;
  private final Optional<Pressure> pressure;
  private final double endSeconds;
  private final double deathSeconds;

  private record Curve(String text, Ink ink, Points points) {}

  private PressureChart(Run run) {
    this.run = run;
    this.pressure = Pressure.of(run.recording());
    this.deathSeconds = run.deathNanos() / 1e9;
    this.endSeconds = Math.max(0.001, deathSeconds * 1.02);
  }

  static Chart of(Run run) {
    return new PressureChart(run).paint();
  }

  private Chart paint() {
    String title = title();
    picture.bold(20, 27, title, Ink.TEXT, 15, Anchor.START);
    picture.label(20, 46, RssChart.subtitle(run), Ink.MUTED, Anchor.START);
    List<Curve> curves = curves();
    Plot upper = memory(curves);
    double y;
    if (pressure.isPresent()) {
      Plot lower = lost(pressure.get(), upper.bottom() + BETWEEN);
      end(upper, lower.bottom());
      firstStall(upper, lower.bottom());
      picture.addAll(lower.marks());
      y = timeAxis(lower);
    } else {
      end(upper, upper.bottom());
      y = timeAxis(upper);
    }
    String caption = caption();
    y = picture.paragraph(RssChart.LEFT, y + 24, RssChart.PLOT_WIDTH, caption, Ink.MUTED);
    return Chart.of(picture, RssChart.WIDTH, (int) Math.ceil(y), title + ". " + caption);
  }

  private String title() {
    if (pressure.isEmpty()) {
      return "Memory before the end of process " + run.expectedVictim();
    }
    return pressure.get().firstStallNanos().isEmpty()
        ? "No stall before the end of process " + run.expectedVictim()
        : String.format(
            Locale.ROOT,
            "%s from the first stall to the end of process %d",
            time(stallSeconds()),
            run.expectedVictim());
  }

  private double stallSeconds() {
    return deathSeconds - pressure.orElseThrow().firstStallNanos().orElse(0) / 1e9;
  }

  private static String time(double seconds) {
    return String.format(
        Locale.ROOT, seconds < 0.1 ? "%.2f ms" : "%.2f s", seconds < 0.1 ? seconds * 1e3 : seconds);
  }

  private String caption() {
    if (pressure.isEmpty()) {
      return Pressure.ABSENT;
    }
    return String.format(
        Locale.ROOT,
        "Until the last reading, some task was stalled for %s, and all at once for %s. The kernel"
            + " averages both over its busy CPUs.",
        time(pressure.get().someNanos() / 1e9),
        time(pressure.get().fullNanos() / 1e9));
  }

  private List<Curve> curves() {
    Series series = run.recording().series();
    double[] xs =
        IntStream.range(0, series.size()).mapToDouble(i -> series.nanos(i) / 1e9).toArray();
    double[] ys =
        IntStream.range(0, series.size())
            .mapToDouble(i -> RssChart.mib(series.rssBytes(i)))
            .toArray();
    List<Curve> all =
        new ArrayList<>(List.of(new Curve("resident (RSS)", Ink.RSS, new Points(xs, ys))));
    add(all, "MemAvailable", "MemAvailable", Ink.FILE);
    add(all, "SwapFree", "SwapFree", Ink.CGROUP);
    add(all, "memory.usage_in_bytes", "charged to the cgroup", Ink.CGROUP);
    add(all, "memory.current", "charged to the cgroup", Ink.CGROUP);
    return all;
  }

  private void add(List<Curve> all, String name, String text, Ink ink) {
    run.recording()
        .track(name)
        .filter(track -> track.size() > 0)
        .ifPresent(track -> all.add(new Curve(text, ink, points(track))));
  }

  private Points points(Track track) {
    int[] shown =
        IntStream.range(0, track.size())
            .filter(i -> track.nanos()[i] >= 0 && track.nanos()[i] / 1e9 <= endSeconds)
            .toArray();
    return new Points(
        IntStream.of(shown).mapToDouble(i -> track.nanos()[i] / 1e9).toArray(),
        IntStream.of(shown).mapToDouble(i -> RssChart.mib(track.values()[i])).toArray());
  }

  private Plot memory(List<Curve> curves) {
    double most = 1;
    double x = RssChart.LEFT;
    for (Curve curve : curves) {
      for (double y : curve.points().ys()) {
        most = Math.max(most, y);
      }
      picture.line(x, RssChart.TOP - 20, x + 18, RssChart.TOP - 20, curve.ink(), 3);
      picture.label(x + 24, RssChart.TOP - 16, curve.text(), Ink.MUTED, Anchor.START);
      x += 42 + Picture.width(curve.text(), Picture.TEXT_PIXELS);
    }
    picture.label(20, RssChart.TOP - 16, "MiB", Ink.MUTED, Anchor.START);
    Plot plot = plot(RssChart.TOP, UPPER_HEIGHT, most * 1.12);
    for (double tick : Ticks.binaryUpTo(plot.maxY(), 5)) {
      level(plot, tick, Ticks.text(tick));
    }
    curves.forEach(curve -> plot.line(curve.points().thinned(MOST_POINTS), curve.ink(), 2));
    picture.addAll(plot.marks());
    picture.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), Ink.MUTED, 1);
    return plot;
  }

  private Plot lost(Pressure pressure, double top) {
    picture.label(20, top - 14, "% of time lost", Ink.MUTED, Anchor.START);
    double x = key(RssChart.LEFT + 60, top - 14, "some: a task was stalled", SOME_OPACITY);
    key(x, top - 14, "full: nobody went on", 1);
    Plot plot = plot(top, LOWER_HEIGHT, 100);
    for (int tick = 0; tick <= 100; tick += 25) {
      level(plot, tick, String.valueOf(tick));
    }
    for (Share share : pressure.shares((long) (endSeconds * 1e9 / STRETCHES))) {
      double from = Math.max(0, share.fromNanos() / 1e9);
      double to = Math.min(endSeconds, share.toNanos() / 1e9);
      if (to > from) {
        bar(plot, from, to, share.some(), SOME_OPACITY);
        bar(plot, from, to, share.full(), 1);
      }
    }
    return plot;
  }

  private static void bar(Plot plot, double from, double to, double share, double opacity) {
    if (share > 0) {
      plot.bar(from, to, 0, 100 * share, Ink.LIMIT, opacity);
    }
  }

  private double key(double x, double y, String text, double opacity) {
    picture.box(x, y - 9, 11, 11, Ink.LIMIT, opacity);
    picture.label(x + 17, y, text, Ink.MUTED, Anchor.START);
    return x + 35 + Picture.width(text, Picture.TEXT_PIXELS);
  }

  private Plot plot(double top, int height, double maxY) {
    return new Plot(RssChart.LEFT, top, RssChart.PLOT_WIDTH, height, endSeconds, 0, maxY);
  }

  private void level(Plot plot, double value, String text) {
    double y = plot.y(value);
    picture.line(plot.left(), y, plot.right(), y, Ink.GRID, 1);
    picture.label(plot.left() - 8, y + 4, text, Ink.MUTED, Anchor.END);
  }

  private void end(Plot plot, double bottom) {
    double x = plot.x(deathSeconds);
    String what =
        run.verdict() instanceof Verdict.OomKilled
            ? "the OOM killer ended it by "
            : run.verdict() instanceof Verdict.GuardKilled guard
                ? guard.guard() + " ended it by "
                : "over by ";
    picture.line(x, plot.top() - 4, x, bottom, Ink.KILL, 2);
    Anchor anchor = x > plot.left() + 220 ? Anchor.END : Anchor.START;
    String text = what + time(deathSeconds);
    picture.labelOnPaper(
        x + (anchor == Anchor.END ? -8 : 8), plot.top() + 9, text, Ink.KILL, anchor);
  }

  private void firstStall(Plot plot, double bottom) {
    pressure
        .orElseThrow()
        .firstStallNanos()
        .ifPresent(
            nanos -> {
              double x = plot.x(nanos / 1e9);
              double y = plot.bottom() + 14;
              picture.dashed(x, plot.top(), x, y + 8, Ink.MUTED, 1);
              picture.dashed(x, bottom - LOWER_HEIGHT, x, bottom, Ink.MUTED, 1);
              picture.line(x, y, plot.x(deathSeconds), y, Ink.MUTED, 1);
              String text = time(stallSeconds());
              boolean room = plot.x(deathSeconds) - x > 70;
              picture.labelOnPaper(
                  room ? (x + plot.x(deathSeconds)) / 2 : x - 8,
                  y + 4,
                  room ? text : "first stall, " + text,
                  Ink.TEXT,
                  room ? Anchor.MIDDLE : Anchor.END);
              if (room) {
                picture.labelOnPaper(x - 6, y + 4, "first stall", Ink.MUTED, Anchor.END);
              }
            });
  }

  private double timeAxis(Plot plot) {
    double y = plot.bottom();
    picture.line(plot.left(), y, plot.right(), y, Ink.MUTED, 1);
    for (double tick : Ticks.upTo(endSeconds, 8)) {
      double x = plot.x(tick);
      picture.line(x, y, x, y + 4, Ink.MUTED, 1);
      picture.label(x, y + 18, Ticks.text(tick), Ink.MUTED, Anchor.MIDDLE);
    }
    picture.label(plot.right(), y + 36, "s since the start", Ink.MUTED, Anchor.END);
    return y + 36;
  }
}
