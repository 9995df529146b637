package oomlab.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import oomlab.chart.Mark.Anchor;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Scope;

/** Lays out the kills of a log over the kernel's clock, or in their order where it has none. */
final class KillChart {
  private static final int LEFT = 162;
  private static final int ROOM_RIGHT = 24;
  private static final int ROW = 22;
  private static final int MOST = 24;
  private static final double LARGEST_DOT = 8;

  /**
   * Lines that two CPUs print at once may change places; a clock that goes back more is another
   * boot.
   */
  private static final double RESTART_SECONDS = 1;

  private final List<OomReport> reports;
  private final List<Death> all;
  private final List<Death> rows;
  private final boolean clock;
  private final long fromMicros;
  private final Picture picture = new Picture();

  /** A kill, its place in the log from 0, and the report it is in, counted from 1. */
  private record Death(int place, int report, OomReport of, Kill kill) {
    OptionalLong kb() {
      boolean printed = kill.anonRssKb().isPresent() || kill.fileRssKb().isPresent();
      return printed
          ? OptionalLong.of(
              kill.anonRssKb().orElse(0) + kill.fileRssKb().orElse(0) + kill.shmemRssKb().orElse(0))
          : OptionalLong.empty();
    }

    Ink ink() {
      return memcg() ? Ink.CGROUP : of.scope() == Scope.GLOBAL ? Ink.KILL : Ink.LIMIT;
    }

    boolean memcg() {
      return kill.memcg() || of.scope() == Scope.MEMCG;
    }
  }

  private KillChart(List<OomReport> reports) {
    this.reports = reports;
    this.all = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      for (Kill kill : reports.get(i).kills()) {
        all.add(new Death(all.size(), i + 1, reports.get(i), kill));
      }
    }
    this.clock = all.stream().allMatch(d -> d.kill().micros().isPresent());
    this.fromMicros = all.stream().mapToLong(d -> d.kill().micros().orElse(0)).min().orElse(0);
    this.rows =
        all.stream()
            .sorted(Comparator.comparingLong(d -> -d.kb().orElse(0)))
            .limit(MOST)
            .sorted(Comparator.comparingInt(Death::place))
            .toList();
  }

  static Chart of(List<OomReport> reports) {
    KillChart chart = new KillChart(List.copyOf(reports));
    return chart.all.isEmpty()
        ? Sheet.missing(
            "Nobody was killed",
            List.of(
                reports.isEmpty()
                    ? "There is no report."
                    : "None of the reports (" + reports.size() + ") has a kill line."))
        : chart.paint();
  }

  private Chart paint() {
    String title = title();
    double y = Sheet.heading(picture, title, subtitle());
    y = Sheet.legend(picture, y, keys()) + 10;
    int width = Sheet.WIDTH - LEFT - ROOM_RIGHT;
    int lanes = rows.size() + (rows.size() < all.size() ? 1 : 0);
    Plot plot = new Plot(LEFT, y, width, lanes * ROW, span(), -lanes, 0);
    axis(plot);
    if (lanes > rows.size()) {
      everyKill(plot);
    }
    for (int i = 0; i < rows.size(); i++) {
      row(plot, i);
    }
    return Sheet.finish(picture, plot.bottom() + 38, title + ". " + subtitle());
  }

  /** Draws a tick for each kill, named or not; one where several would stand on each other. */
  private void everyKill(Plot plot) {
    double middle = plot.bottom() - ROW / 2.0;
    picture.label(LEFT - 14, middle + 4, "every kill", Ink.MUTED, Anchor.END);
    Set<Long> taken = new HashSet<>();
    for (Death death : all) {
      double x = plot.x(at(death));
      if (taken.add(Math.round(x))) {
        picture.line(x, middle - 5, x, middle + 5, death.ink(), 1);
      }
    }
  }

  private double span() {
    double last = all.stream().mapToDouble(this::at).max().orElse(0);
    return last > 0 ? last * 1.02 : 1;
  }

  /** Seconds since the first kill; without a clock the kill's place in the log. */
  private double at(Death death) {
    return clock ? (death.kill().micros().orElse(0) - fromMicros) / 1e6 : death.place();
  }

  private void axis(Plot plot) {
    picture.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), Ink.MUTED, 1);
    double last = all.stream().mapToDouble(this::at).max().orElse(0);
    if (clock && last > 0) {
      for (double tick : Ticks.upTo(span(), 6)) {
        double x = plot.x(tick);
        picture.line(x, plot.top(), x, plot.bottom(), Ink.GRID, 1);
        picture.label(x, plot.bottom() + 16, Ticks.text(tick), Ink.MUTED, Anchor.MIDDLE);
      }
    }
    String start = String.format(Locale.ROOT, "%,.3f s on the kernel's clock", fromMicros / 1e6);
    String unit =
        !clock
            ? "order in the log; not every kill has a time"
            : (last > 0 ? "seconds since " : "all at ") + start;
    double below = clock && last > 0 ? 34 : 18;
    picture.label(plot.right(), plot.bottom() + below, unit, Ink.MUTED, Anchor.END);
  }

  private void row(Plot plot, int row) {
    Death death = rows.get(row);
    double middle = plot.y(-row - 0.5);
    double x = plot.x(at(death));
    picture.label(Sheet.MARGIN, middle + 4, "#" + death.report(), Ink.MUTED, Anchor.START);
    picture.label(LEFT - 14, middle + 4, time(row), Ink.MUTED, Anchor.END);
    picture.line(plot.left(), middle, plot.right(), middle, Ink.GRID, 1);
    double radius = radius(death);
    picture.dot(x, middle, radius, death.ink());
    boolean right = x < (plot.left() + plot.right()) / 2;
    double gap = radius + 8;
    double room = (right ? Sheet.RIGHT - x : x - plot.left()) - gap;
    String size = death.kb().isPresent() ? ", " + Sizes.kb(death.kb().getAsLong()) : "";
    String group = death.kill().groupKill() ? ", with its group" : "";
    double nameRoom = room - Picture.width(size + group, Picture.TEXT_PIXELS);
    String name =
        Lettering.process(death.kill().comm(), death.kill().pid(), Math.max(60, nameRoom));
    picture.labelOnPaper(
        right ? x + gap : x - gap,
        middle + 4,
        name + size + group,
        Ink.TEXT,
        right ? Anchor.START : Anchor.END);
  }

  private double radius(Death death) {
    double most = Math.max(1, rows.stream().mapToDouble(d -> d.kb().orElse(0)).max().orElse(1));
    return Math.max(3, LARGEST_DOT * Math.sqrt(death.kb().orElse(0) / most));
  }

  /** Returns the first kill's time, and of the others how long after the one above. */
  private String time(int row) {
    if (!clock) {
      return "";
    }
    double at = at(rows.get(row));
    if (row == 0) {
      return String.format(Locale.ROOT, "%,.3f s", rows.get(0).kill().micros().orElse(0) / 1e6);
    }
    double gap = at - at(rows.get(row - 1));
    return gap < -RESTART_SECONDS
        ? "clock restarts"
        : String.format(Locale.ROOT, Math.abs(gap) < 100 ? "%+.3f s" : "%+,.0f s", gap);
  }

  private List<Sheet.Key> keys() {
    List<Sheet.Key> keys = new ArrayList<>();
    if (all.stream().anyMatch(d -> d.ink() == Ink.KILL)) {
      keys.add(Sheet.Key.of("the machine was full", Ink.KILL));
    }
    if (all.stream().anyMatch(d -> d.ink() == Ink.CGROUP)) {
      keys.add(Sheet.Key.of("a memory cgroup was full", Ink.CGROUP));
    }
    if (all.stream().anyMatch(d -> d.ink() == Ink.LIMIT)) {
      keys.add(Sheet.Key.of("other nodes, or not told", Ink.LIMIT));
    }
    return keys;
  }

  private String title() {
    if (all.size() == 1) {
      Death only = all.get(0);
      return "One kill: " + Lettering.process(only.kill().comm(), only.kill().pid(), 300);
    }
    return all.size() + " kills" + duration() + ": " + causes();
  }

  private String duration() {
    if (!clock) {
      return "";
    }
    long restarts =
        IntStream.range(1, all.size())
            .filter(i -> at(all.get(i)) < at(all.get(i - 1)) - RESTART_SECONDS)
            .count();
    double seconds = all.stream().mapToDouble(this::at).max().orElse(0);
    return restarts > 0
        ? " in at least " + (restarts + 1) + " boots"
        : String.format(Locale.ROOT, seconds < 10 ? " in %.2f s" : " in %,.0f s", seconds);
  }

  private String causes() {
    long memcg = all.stream().filter(Death::memcg).count();
    long machine = all.stream().filter(d -> d.ink() == Ink.KILL).count();
    if (machine == all.size()) {
      return "the machine was full";
    }
    if (memcg == all.size()) {
      return "a memory cgroup was full";
    }
    return machine + " for a full machine, " + memcg + " for a full memory cgroup";
  }

  private String subtitle() {
    long without = reports.stream().filter(r -> r.kills().isEmpty()).count();
    String reported =
        reports.size() == 1
            ? "One report"
            : String.format(Locale.ROOT, "%,d reports", reports.size());
    String none = without == 0 ? "" : ", " + without + " of them without a kill";
    String shown = rows.size() < all.size() ? "; the " + rows.size() + " largest are named" : "";
    return reported
        + none
        + shown
        + "; # is the report's number. The larger the dot, the more memory was resident.";
  }
}
