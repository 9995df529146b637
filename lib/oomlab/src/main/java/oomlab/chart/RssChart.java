package oomlab.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import oomlab.Allocation;
import oomlab.Experiment;
import oomlab.Live;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.chart.Mark.Anchor;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.Series;
import oomlab.internal.proc.Track;

/** Lays out the RSS curve. Times are milliseconds since the run's start, sizes MiB. */
final class RssChart {
  static final int WIDTH = 860;
  static final int LEFT = 70;
  static final int TOP = 86;
  static final int PLOT_WIDTH = WIDTH - LEFT - 26;
  private static final int PLOT_HEIGHT = 270;
  private static final int LANE_HEIGHT = 14;
  private static final int MOST_LANES = 8;
  private static final int MOST_POINTS = 1500;

  private final Picture picture = new Picture();
  private final Recording recording;
  private final OptionalLong limitBytes;
  private final double endMillis;
  private final Plot plot;

  private RssChart(Recording recording, OptionalLong limitBytes, long endNanos) {
    this.recording = recording;
    this.limitBytes = limitBytes;
    this.endMillis = Math.max(1, millis(endNanos) * 1.02);
    double most =
        Stream.of(usage(), peak())
            .flatMap(Optional::stream)
            .mapToDouble(RssChart::most)
            .max()
            .orElse(0);
    most = Math.max(Math.max(most, mib(recording.series().maxRssBytes())), 1);
    double top = limitBytes.isPresent() ? Math.max(mib(limitBytes.getAsLong()), most) : most;
    this.plot = new Plot(LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT, endMillis, 0, top * 1.16);
  }

  static Chart of(Run run) {
    Series series = run.recording().series();
    long last = series.size() == 0 ? 0 : series.nanos(series.size() - 1);
    long end = Math.max(last, run.killNanos().orElse(run.deathNanos()));
    RssChart chart = new RssChart(run.recording(), run.limitBytes(), end);
    BlindSpot blind = BlindSpot.of(run);
    WideGaps gaps = WideGaps.in(run.recording(), chart.endMillis);
    String caption = blind.caption() + gaps.caption();
    String title = title(run);
    chart.heading(title, subtitle(run));
    chart.axes();
    gaps.paint(chart.plot);
    blind.paint(chart.plot);
    chart.curves();
    chart.end(run);
    chart.labels(
        run.experiment().wholeMachine() ? "RAM that the kernel manages," : "limit",
        run.peakRssBytes(),
        millis(run.killNanos().orElse(run.deathNanos())));
    double y = chart.lanes(run.allocations(), run.experiment().chunkBytes());
    y = chart.timeAxis(y);
    y = chart.picture.paragraph(LEFT, y + 24, PLOT_WIDTH, caption, Ink.MUTED);
    return Chart.of(chart.picture, WIDTH, (int) Math.ceil(y), title + ". " + caption);
  }

  static Chart live(Experiment experiment, Live live) {
    Recording recording = live.recording();
    RssChart chart =
        new RssChart(recording, OptionalLong.of(live.limitBytes()), live.elapsedNanos());
    long rssBytes =
        recording.series().size() == 0
            ? 0
            : recording.series().rssBytes(recording.series().size() - 1);
    String title =
        String.format(
            Locale.ROOT,
            "Running for %.1f s: %.0f MiB resident",
            live.elapsedNanos() / 1e9,
            mib(rssBytes));
    chart.heading(title, recording.series().toString());
    chart.axes();
    chart.curves();
    chart.labels(
        experiment.wholeMachine() ? "RAM" : "limit", OptionalLong.empty(), chart.endMillis);
    double y = chart.timeAxis(chart.lanes(live.allocations(), experiment.chunkBytes()));
    return Chart.of(chart.picture, WIDTH, (int) Math.ceil(y + 12), title);
  }

  private static String title(Run run) {
    String pid = "Resident memory of process " + run.expectedVictim();
    Verdict verdict = run.verdict();
    if (verdict instanceof Verdict.OomKilled) {
      return pid + " until the OOM killer ended it";
    }
    if (verdict instanceof Verdict.Exited exited) {
      return pid + " until it exited with " + exited.code();
    }
    if (verdict instanceof Verdict.GuardKilled guard) {
      return pid + " until " + guard.guard() + " ended it";
    }
    return verdict instanceof Verdict.Panicked
        ? pid + " until the kernel panicked"
        : pid + " until a signal ended it";
  }

  static String subtitle(Run run) {
    String where =
        run.backend() == run.recordedOn()
            ? run.backend().label()
            : "recorded on " + run.recordedOn().label();
    return String.format(
        Locale.ROOT,
        "%d %s, chunks of %s MiB, touch %s, %s, Linux %s",
        run.experiment().threads(),
        run.experiment().threads() == 1 ? "thread" : "threads",
        Ticks.text(mib(run.experiment().chunkBytes())),
        run.experiment().touch().name().toLowerCase(Locale.ROOT),
        where,
        run.kernelRelease());
  }

  private void heading(String title, String subtitle) {
    picture.bold(20, 27, title, Ink.TEXT, 15, Anchor.START);
    picture.label(20, 46, subtitle, Ink.MUTED, Anchor.START);
    double x = legend(LEFT, "resident (RSS)", Ink.RSS);
    if (usage().isPresent()) {
      legend(x, "charged to the cgroup", Ink.CGROUP);
    }
    picture.label(20, TOP - 16, "MiB", Ink.MUTED, Anchor.START);
  }

  private double legend(double x, String text, Ink ink) {
    double y = TOP - 16;
    picture.line(x, y - 4, x + 18, y - 4, ink, 3);
    picture.label(x + 24, y, text, Ink.MUTED, Anchor.START);
    return x + 24 + Picture.width(text, Picture.TEXT_PIXELS) + 18;
  }

  private void axes() {
    for (double tick : Ticks.binaryUpTo(plot.maxY(), 5)) {
      double y = plot.y(tick);
      picture.line(plot.left(), y, plot.right(), y, Ink.GRID, 1);
      picture.label(plot.left() - 8, y + 4, Ticks.text(tick), Ink.MUTED, Anchor.END);
    }
  }

  private void curves() {
    usage().ifPresent(track -> plot.line(points(track).thinned(MOST_POINTS), Ink.CGROUP, 1.5));
    Series series = recording.series();
    double[] xs =
        IntStream.range(0, series.size()).mapToDouble(i -> millis(series.nanos(i))).toArray();
    double[] ys =
        IntStream.range(0, series.size()).mapToDouble(i -> mib(series.rssBytes(i))).toArray();
    plot.line(new Points(xs, ys).thinned(MOST_POINTS), Ink.RSS, 2);
    picture.addAll(plot.marks());
  }

  private void end(Run run) {
    if (run.killNanos().isPresent()) {
      double at = millis(run.killNanos().getAsLong());
      end(at, String.format(Locale.ROOT, "killed at %.1f ms", at), Ink.KILL);
    } else {
      double at = millis(run.deathNanos());
      String what =
          run.verdict() instanceof Verdict.Exited ? "exited by %.1f ms" : "dead by %.1f ms";
      end(at, String.format(Locale.ROOT, what, at), Ink.MUTED);
    }
  }

  private void end(double atMillis, String text, Ink ink) {
    double x = plot.x(Math.min(atMillis, endMillis));
    picture.line(x, plot.top() - 4, x, plot.bottom(), ink, 2);
    Anchor anchor = x > plot.left() + 140 ? Anchor.END : Anchor.START;
    double side = anchor == Anchor.END ? -7 : 7;
    picture.bold(x + side, plot.top() + 9, text, ink, Picture.TEXT_PIXELS, anchor);
  }

  private void labels(String limit, OptionalLong peakRssBytes, double lineMillis) {
    double limitY = -100;
    if (limitBytes.isPresent()) {
      limitY = plot.y(mib(limitBytes.getAsLong()));
      picture.dashed(plot.left(), limitY, plot.right(), limitY, Ink.LIMIT, 1.5);
      double most = Math.rint(mib(limitBytes.getAsLong()) * 10) / 10;
      String text = limit + " " + Ticks.text(most) + " MiB";
      picture.bold(plot.left() + 8, limitY - 6, text, Ink.LIMIT, Picture.TEXT_PIXELS, Anchor.START);
    }
    if (peakRssBytes.isPresent()) {
      peak(mib(peakRssBytes.getAsLong()), limitY, lineMillis);
    }
  }

  private void peak(double peakMib, double limitY, double lineMillis) {
    // A reading after the kill is of memory taken before it: the dot never stands behind the line.
    double at = Math.min(peakMillis(peakMib), lineMillis);
    double x = plot.x(at);
    double y = plot.y(peakMib);
    picture.dot(x, y, 4, Ink.RSS);
    String text = String.format(Locale.ROOT, "peak %.1f MiB (VmHWM as last read)", peakMib);
    Anchor anchor = x > plot.left() + 260 ? Anchor.END : Anchor.START;
    // Above the rising curve, and above the limit line where the two are close.
    double baseline = Math.abs(y - limitY) < 24 ? Math.min(y, limitY) - 7 : y - 8;
    picture.labelOnPaper(x + (anchor == Anchor.END ? -14 : 14), baseline, text, Ink.RSS, anchor);
  }

  /** Draws a row for each thread; returns where the plot's frame ends. */
  private double lanes(List<Allocation> allocations, long chunkBytes) {
    Map<String, List<Allocation>> byThread = new LinkedHashMap<>();
    for (Allocation a : allocations) {
      boolean room = byThread.size() < MOST_LANES - 1 || byThread.containsKey(a.thread());
      byThread.computeIfAbsent(room ? a.thread() : "others", t -> new ArrayList<>()).add(a);
    }
    double y = plot.bottom();
    for (var lane : byThread.entrySet()) {
      y += LANE_HEIGHT;
      String thread = lane.getKey();
      String name = thread.length() > 8 ? "…" + thread.substring(thread.length() - 7) : thread;
      picture.small(plot.left() - 8, y - 1, name, Ink.MUTED, Anchor.END);
      for (Allocation a : lane.getValue()) {
        double x = plot.x(millis(a.nanos()));
        if (x <= plot.right()) {
          picture.line(x, y - 9, x, y, Ink.THREAD, 2);
        }
      }
    }
    if (!byThread.isEmpty()) {
      y += LANE_HEIGHT + 4;
      String text =
          String.format(
              Locale.ROOT, "each mark: a thread maps %s MiB more", Ticks.text(mib(chunkBytes)));
      picture.label(plot.right(), y, text, Ink.THREAD, Anchor.END);
    }
    return y;
  }

  private double timeAxis(double lanesBottom) {
    picture.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), Ink.MUTED, 1);
    double y = lanesBottom + 8;
    for (double tick : Ticks.upTo(endMillis, 7)) {
      double x = plot.x(tick);
      picture.line(x, y, x, y + 4, Ink.MUTED, 1);
      picture.label(x, y + 18, Ticks.text(tick), Ink.MUTED, Anchor.MIDDLE);
    }
    picture.line(plot.left(), y, plot.right(), y, Ink.MUTED, 1);
    picture.label(plot.right(), y + 36, "ms since the start", Ink.MUTED, Anchor.END);
    return y + 36;
  }

  private Optional<Track> usage() {
    return recording
        .track("memory.usage_in_bytes")
        .or(() -> recording.track("memory.current"))
        .filter(t -> t.size() > 0);
  }

  private Optional<Track> peak() {
    return recording.track("VmHWM").filter(t -> t.size() > 0);
  }

  private Points points(Track track) {
    int[] shown =
        IntStream.range(0, track.size())
            .filter(i -> track.nanos()[i] >= 0 && millis(track.nanos()[i]) <= endMillis)
            .toArray();
    return new Points(
        IntStream.of(shown).mapToDouble(i -> millis(track.nanos()[i])).toArray(),
        IntStream.of(shown).mapToDouble(i -> mib(track.values()[i])).toArray());
  }

  private static double most(Track track) {
    return mib(Arrays.stream(track.values()).max().orElse(0));
  }

  /** When the peak was read; VmHWM is read now and then, so the peak itself is a little older. */
  private double peakMillis(double peakMib) {
    Series series = recording.series();
    double last = series.size() == 0 ? 0 : millis(series.nanos(series.size() - 1));
    return peak().stream()
        .flatMapToDouble(
            t ->
                IntStream.range(0, t.size())
                    .filter(i -> mib(t.values()[i]) >= peakMib)
                    .mapToDouble(i -> millis(t.nanos()[i])))
        .filter(at -> at <= endMillis)
        .findFirst()
        .orElse(last);
  }

  static double millis(long nanos) {
    return nanos / 1e6;
  }

  static double mib(long bytes) {
    return bytes / (1024.0 * 1024.0);
  }
}
