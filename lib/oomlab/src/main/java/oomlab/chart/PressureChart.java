package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import oomlab.Pressure;
import oomlab.Pressure.Share;
import oomlab.Run;
import oomlab.chart.Picture.Anchor;
import oomlab.chart.Sheet.Swatch;

/**
 * Lays out what was left of memory and how much time was lost, one above the other. Times are
 * seconds since the run's start.
 */
record PressureChart(Run run, Optional<Pressure> pressure, double deathSeconds, double endSeconds) {
  private static final int UPPER_HEIGHT = 190;
  private static final int LOWER_HEIGHT = 110;
  private static final int STRETCHES = 70;

  /** Per cent: where the lower axis may end. */
  private static final List<Double> SCALES = List.of(1.0, 5.0, 20.0, 100.0);

  private static final double SOME_OPACITY = 0.4;

  static Chart of(Run run) {
    double death = run.deathNanos() / 1e9;
    return new PressureChart(
            run, Pressure.of(run.recording()), death, Math.max(0.001, death * 1.02))
        .paint();
  }

  private Chart paint() {
    Sheet sheet = new Sheet(Sheet.RUN_WIDTH, title(), RssChart.subtitle(run));
    List<Double> ticks = Range.upTo(endSeconds).ticks(8);
    Plot upper = memory(sheet, ticks);
    Plot lower = pressure.map(measured -> lost(sheet, measured)).orElse(upper);
    String end = words("%s by %s", RssChart.end(run.verdict()), time(deathSeconds));
    sheet.end(upper, deathSeconds, sheet.y, end, Ink.KILL);
    sheet.xAxis(lower, ticks, words("s since the start"));
    if (pressure.isPresent()) {
      lower.paint();
      OptionalLong stall = pressure.get().firstStallNanos();
      stall.ifPresent(nanos -> firstStall(sheet, upper, lower, upper.x(nanos / 1e9)));
    }
    String caption = caption();
    sheet.paragraph(RssChart.LEFT, caption);
    return sheet.finish(caption);
  }

  private String title() {
    int pid = run.expectedVictim();
    if (pressure.isEmpty()) {
      return words("Memory before the end of process %d", pid);
    }
    return pressure.get().firstStallNanos().isEmpty()
        ? words("No stall before the end of process %d", pid)
        : words("%s from the first stall to the end of process %d", time(stallSeconds()), pid);
  }

  private double stallSeconds() {
    return deathSeconds - pressure.orElseThrow().firstStallNanos().orElse(0) / 1e9;
  }

  private static String time(double seconds) {
    return seconds < 0.1
        ? Numerals.format("%.2f ms", seconds * 1e3)
        : Numerals.format("%.2f s", seconds);
  }

  private String caption() {
    return pressure
        .map(
            p ->
                words(
                    "Until the last reading, some task was stalled for %s, and all at once for %s."
                        + " The kernel averages both over its busy CPUs.",
                    time(p.someNanos() / 1e9), time(p.fullNanos() / 1e9)))
        .orElseGet(() -> words(Pressure.ABSENT));
  }

  private Plot memory(Sheet sheet, List<Double> ticks) {
    Samples samples = new Samples(run.recording(), 1e9, endSeconds);
    Map<Swatch, Points> curves = new LinkedHashMap<>();
    curves.put(Swatch.of(words("resident (RSS)"), Ink.RSS), samples.rss());
    samples
        .track("MemAvailable")
        .ifPresent(free -> curves.put(Swatch.of("MemAvailable", Ink.FILE), free));
    samples.track("SwapFree").ifPresent(free -> curves.put(Swatch.of("SwapFree", Ink.SHMEM), free));
    samples
        .usage()
        .ifPresent(used -> curves.put(Swatch.of(words("charged to the cgroup"), Ink.CGROUP), used));
    sheet.legend(curves.keySet());
    sheet.y += 22;
    double most = curves.values().stream().mapToDouble(Points::highest).max().orElse(0);
    Plot plot = plot(sheet, UPPER_HEIGHT, Math.max(1, most) * 1.12);
    plot.columns(ticks);
    plot.yAxis(plot.ys().binaryTicks(5), "MiB");
    curves.forEach((swatch, points) -> plot.line(points, swatch.color(), 2));
    plot.paint();
    return plot;
  }

  private Plot lost(Sheet sheet, Pressure measured) {
    sheet.y += 32;
    sheet.legend(
        List.of(
            Swatch.of(words("some: a task was stalled"), Ink.LIMIT, SOME_OPACITY),
            Swatch.of(words("full: nobody went on"), Ink.LIMIT)));
    sheet.y += 22;
    List<Share> shares = measured.shares((long) (endSeconds * 1e9 / STRETCHES));
    double most = shares.stream().mapToDouble(share -> 100 * share.some()).max().orElse(0);
    double top = SCALES.stream().filter(scale -> scale >= most).findFirst().orElse(100.0);
    Plot plot = plot(sheet, LOWER_HEIGHT, top);
    plot.yAxis(plot.ys().ticks(4), words("%% of time lost"));
    for (Share share : shares) {
      double from = Math.max(0, share.fromNanos() / 1e9);
      double to = Math.min(endSeconds, share.toNanos() / 1e9);
      plot.bar(from, to, 0, 100 * share.some(), Ink.LIMIT, SOME_OPACITY);
      plot.bar(from, to, 0, 100 * share.full(), Ink.LIMIT, 1);
    }
    return plot;
  }

  private Plot plot(Sheet sheet, int height, double maxY) {
    return sheet.plot(
        RssChart.LEFT, RssChart.ROOM_RIGHT, height, Range.upTo(endSeconds), Range.upTo(maxY));
  }

  /** Marks the first stall in both plots, and between them how long it was until the end. */
  private void firstStall(Sheet sheet, Plot upper, Plot lower, double x) {
    double y = upper.bottom() + 14;
    double end = upper.x(deathSeconds);
    sheet.dashed(x, upper.top(), x, y + 8, Ink.MUTED, 1);
    sheet.dashed(x, lower.top(), x, lower.bottom(), Ink.MUTED, 1);
    sheet.line(x, y, end, y, Ink.MUTED, 1);
    String text = words("first stall, %s before the end", time(stallSeconds()));
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
