package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import oomlab.Experiment;
import oomlab.Live;
import oomlab.Recording.Series;
import oomlab.Run;
import oomlab.Run.Allocation;
import oomlab.Run.Member;
import oomlab.Verdict;
import oomlab.chart.Picture.Anchor;
import oomlab.chart.Sheet.Swatch;

/** Lays out the RSS curve. Times are milliseconds since the run's start, sizes MiB. */
record RssChart(
    Sheet sheet,
    Samples samples,
    Experiment experiment,
    OptionalLong limitBytes,
    OptionalLong peakRssBytes,
    List<Allocation> allocations,
    List<Member> members) {
  static final int LEFT = 70;
  static final int ROOM_RIGHT = 26;
  static final int PLOT_WIDTH = Sheet.RUN_WIDTH - LEFT - ROOM_RIGHT;
  private static final int PLOT_HEIGHT = 270;
  private static final int LANE_HEIGHT = 14;
  private static final int MOST_LANES = 8;
  private static final int MOST_MEMBERS = 6;
  private static final int LONGEST_COMMAND = 60;
  private static final int NAME_HEIGHT = 13;

  static Chart of(Run run) {
    Series series = run.recording().series();
    long last = series.size() == 0 ? 0 : series.nanos(series.size() - 1);
    long kill = run.killNanos().orElse(run.deathNanos());
    Sheet sheet =
        new Sheet(
            Sheet.RUN_WIDTH,
            words(
                "Resident memory of process %d until %s", run.expectedVictim(), end(run.verdict())),
            subtitle(run));
    Samples samples = Samples.inMillis(run.recording(), Math.max(last, kill));
    RssChart chart =
        new RssChart(
            sheet,
            samples,
            run.experiment(),
            run.limitBytes(),
            run.peakRssBytes(),
            run.allocations(),
            run.members());
    Plot plot = chart.axes();
    WideGaps gaps = WideGaps.in(run.recording(), samples.end());
    BlindSpot blind = BlindSpot.of(run);
    gaps.paint(plot);
    blind.paint(plot);
    chart.curves(plot);
    chart.end(plot, run);
    chart.names(plot, run.victim());
    chart.peak(plot, Samples.millis(kill));
    String other = chart.otherKill(plot, run);
    String caption = (other.isEmpty() ? blind.caption() : other) + gaps.caption();
    sheet.paragraph(LEFT, caption);
    return sheet.finish(caption);
  }

  static Chart live(Experiment experiment, Live live) {
    Series series = live.recording().series();
    double resident = series.size() == 0 ? 0 : Samples.mib(series.rssBytes(series.size() - 1));
    Sheet sheet =
        new Sheet(
            Sheet.RUN_WIDTH,
            words("Running for %.1f s: %.0f MiB resident", live.elapsedNanos() / 1e9, resident),
            series.toString());
    RssChart chart =
        new RssChart(
            sheet,
            Samples.inMillis(live.recording(), live.elapsedNanos()),
            experiment,
            OptionalLong.of(live.limitBytes()),
            OptionalLong.empty(),
            live.allocations(),
            List.of());
    chart.curves(chart.axes());
    return sheet.finish("");
  }

  static String end(Verdict verdict) {
    if (verdict instanceof Verdict.OomKilled) {
      return words("the OOM killer ended it");
    }
    if (verdict instanceof Verdict.Exited exited) {
      return words("it exited with %d", exited.code());
    }
    if (verdict instanceof Verdict.GuardKilled guard) {
      return words("%s ended it", guard.guard());
    }
    return words(verdict instanceof Verdict.Panicked ? "the kernel panicked" : "a signal ended it");
  }

  static String subtitle(Run run) {
    String machine = run.recordedOn().label();
    String where = run.backend() == run.recordedOn() ? machine : words("recorded on %s", machine);
    Experiment experiment = run.experiment();
    if (experiment.program().isPresent()) {
      String command = experiment.program().get().toString();
      return words("%s, %s, Linux %s", cut(command), where, run.kernelRelease());
    }
    return words(
        "%s, chunks of %s MiB, touch %s, %s, Linux %s",
        words(experiment.threads() == 1 ? "%d thread" : "%d threads", experiment.threads()),
        Numerals.number(Samples.mib(experiment.chunkBytes())),
        experiment.touch().name().toLowerCase(Locale.ROOT),
        where,
        run.kernelRelease());
  }

  private static String cut(String command) {
    return command.length() > LONGEST_COMMAND
        ? command.substring(0, LONGEST_COMMAND - 1) + "…"
        : command;
  }

  /** Draws the legend, the threads' lanes and both axes. */
  private Plot axes() {
    List<Swatch> swatches = new ArrayList<>();
    String resident =
        words(
            peakRssBytes.isPresent()
                ? "resident (RSS); dot: peak %.1f MiB (VmHWM as last read)"
                : "resident (RSS)",
            Samples.mib(peakRssBytes.orElse(0)));
    swatches.add(Swatch.of(resident, Ink.RSS));
    if (!members.isEmpty()) {
      swatches.add(Swatch.of(words("other processes"), Ink.OTHER));
    }
    samples
        .usage()
        .ifPresent(u -> swatches.add(Swatch.of(words("charged to the cgroup"), Ink.CGROUP)));
    if (!allocations.isEmpty()) {
      String chunk = Numerals.number(Samples.mib(experiment.chunkBytes()));
      swatches.add(Swatch.of(words("a thread maps %s MiB more", chunk), Ink.THREAD));
    }
    sheet.legend(swatches);
    sheet.y += 22;
    double most =
        Stream.concat(
                members.stream().flatMap(m -> samples.member(m).stream()),
                Stream.of(samples.usage(), samples.track("VmHWM"), Optional.of(samples.rss()))
                    .flatMap(Optional::stream))
            .mapToDouble(Points::highest)
            .max()
            .orElse(0);
    double top = Math.max(Math.max(most, 1), Samples.mib(limitBytes.orElse(0)));
    Plot plot =
        sheet.plot(
            LEFT, ROOM_RIGHT, PLOT_HEIGHT, Range.upTo(samples.end()), Range.upTo(top * 1.16));
    lanes(plot);
    sheet.xAxis(plot, plot.xs().ticks(7), words("ms since the start"));
    plot.yAxis(plot.ys().binaryTicks(5), "MiB");
    return plot;
  }

  /** Draws a row for each thread. */
  private void lanes(Plot plot) {
    Map<String, List<Allocation>> byThread = new LinkedHashMap<>();
    for (Allocation a : allocations) {
      boolean room = byThread.size() < MOST_LANES - 1 || byThread.containsKey(a.thread());
      byThread.computeIfAbsent(room ? a.thread() : words("others"), t -> new ArrayList<>()).add(a);
    }
    sheet.y += byThread.isEmpty() ? 0 : 14;
    byThread.forEach(
        (thread, lane) -> {
          String name = thread.length() > 8 ? "…" + thread.substring(thread.length() - 7) : thread;
          double y = sheet.y;
          sheet.text(LEFT - 8, y + 9, name, Ink.MUTED, Anchor.END, Lettering.SMALL);
          lane.stream()
              .mapToDouble(a -> plot.x(Samples.millis(a.nanos())))
              .filter(x -> x <= plot.right())
              .forEach(x -> sheet.line(x, y, x, y + 10, Ink.THREAD, 2));
          sheet.y += LANE_HEIGHT;
        });
  }

  private void curves(Plot plot) {
    samples.usage().ifPresent(usage -> plot.line(usage, Ink.CGROUP.color(1), 1.5));
    shown().stream()
        .flatMap(m -> samples.member(m).stream())
        .forEach(points -> plot.line(points, Ink.OTHER.color(1), 1.5));
    plot.line(samples.rss(), Ink.RSS.color(1), 2);
    plot.paint();
    if (limitBytes.isPresent()) {
      double limitMib = Samples.mib(limitBytes.getAsLong());
      double y = plot.y(limitMib);
      sheet.dashed(LEFT, y, plot.right(), y, Ink.LIMIT, 1.5);
      String text =
          words(
              experiment.wholeMachine() ? "RAM that the kernel manages, %s MiB" : "limit %s MiB",
              Numerals.number(Math.rint(limitMib * 10) / 10));
      sheet.textOnPaper(LEFT + 8, y - 6, text, Ink.LIMIT, Anchor.START, Lettering.BOLD);
    }
  }

  /**
   * Writes beside the last point of each process's curve whose it is; those that end close together
   * share a name. The victim stands out.
   */
  private void names(Plot plot, OptionalInt victim) {
    List<Member> named = new ArrayList<>();
    Map<Member, Integer> more = new LinkedHashMap<>();
    for (Member member : shown()) {
      Optional<Member> near =
          named.stream()
              .filter(n -> Math.abs(lastY(plot, n) - lastY(plot, member)) < NAME_HEIGHT)
              .findFirst();
      near.ifPresentOrElse(n -> more.merge(n, 1, Integer::sum), () -> named.add(member));
    }
    for (Member member : named) {
      boolean killed = victim.isPresent() && victim.getAsInt() == member.pid();
      String others = more.containsKey(member) ? words(" and %d more", more.get(member)) : "";
      sheet.textOnPaper(
          plot.x(last(member, Points::xs)),
          lastY(plot, member) - 6,
          "%s (%d)%s%s"
              .formatted(member.name(), member.pid(), others, killed ? words(", killed") : ""),
          killed ? Ink.KILL : Ink.MUTED,
          Anchor.END,
          Lettering.SMALL);
    }
  }

  /** The largest processes that have a curve. */
  private List<Member> shown() {
    return members.stream()
        .filter(m -> samples.member(m).filter(points -> points.size() > 0).isPresent())
        .limit(MOST_MEMBERS)
        .toList();
  }

  private double lastY(Plot plot, Member member) {
    return plot.y(last(member, Points::ys));
  }

  private double last(Member member, Function<Points, double[]> values) {
    double[] all = samples.member(member).map(values).orElse(new double[] {0});
    return all[all.length - 1];
  }

  /** Marks the kill of another process than the one that was started; returns what to say of it. */
  private String otherKill(Plot plot, Run run) {
    OptionalInt victim = run.victim();
    if (victim.isEmpty() || run.killNanos().isPresent()) {
      return "";
    }
    OptionalLong at = run.killNanos(victim.getAsInt());
    if (at.isEmpty()) {
      return "";
    }
    double x = plot.x(Samples.millis(at.getAsLong()));
    sheet.line(x, plot.y(plot.ys().max()), x, plot.bottom(), Ink.KILL, 1.5);
    return words(
        "Red line: the kernel killed process %d at %.1f ms; process %d went on.",
        victim.getAsInt(), Samples.millis(at.getAsLong()), run.expectedVictim());
  }

  private void end(Plot plot, Run run) {
    double at = Samples.millis(run.killNanos().orElse(run.deathNanos()));
    boolean killed = run.killNanos().isPresent();
    boolean exited = run.verdict() instanceof Verdict.Exited;
    sheet.end(
        plot,
        at,
        plot.bottom(),
        words(killed ? "killed at %.1f ms" : exited ? "exited by %.1f ms" : "dead by %.1f ms", at),
        killed ? Ink.KILL : Ink.MUTED);
  }

  /**
   * Draws the peak when it was read: VmHWM is read now and then, so the peak itself is a little
   * older. A reading after the kill is of memory taken before it: the dot stands at the kill then.
   */
  private void peak(Plot plot, double killMillis) {
    if (peakRssBytes.isEmpty()) {
      return;
    }
    double peakMib = Samples.mib(peakRssBytes.getAsLong());
    Series series = samples.recording().series();
    double last = series.size() == 0 ? 0 : Samples.millis(series.nanos(series.size() - 1));
    double read =
        samples.track("VmHWM").stream()
            .flatMapToDouble(
                t ->
                    IntStream.range(0, t.size())
                        .filter(i -> t.ys()[i] >= peakMib)
                        .mapToDouble(i -> t.xs()[i]))
            .findFirst()
            .orElse(last);
    sheet.dot(plot.x(Math.min(read, killMillis)), plot.y(peakMib), 4, Ink.RSS);
  }
}
