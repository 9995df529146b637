package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import oomlab.chart.Picture.Anchor;
import oomlab.chart.Sheet.Swatch;
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
            words("Nobody was killed"),
            List.of(
                words(
                    reports.isEmpty()
                        ? "There is no report."
                        : "None of the reports (%d) has a kill line.",
                    reports.size())))
        : chart.paint();
  }

  private Chart paint() {
    Sheet sheet = new Sheet(Sheet.REPORT_WIDTH, title(), subtitle());
    sheet.legend(swatches());
    sheet.y += 10;
    int lanes = rows.size() + (rows.size() < all.size() ? 1 : 0);
    double last = all.stream().mapToDouble(this::at).max().orElse(0);
    double span = last > 0 ? last * 1.02 : 1;
    Plot plot = sheet.plot(LEFT, ROOM_RIGHT, lanes * ROW, Range.upTo(span), new Range(-lanes, 0));
    sheet.xAxis(
        plot,
        clock && last > 0 ? plot.xs().ticks(6) : List.of(),
        words(
            !clock
                ? "order in the log; not every kill has a time"
                : last > 0
                    ? "seconds since %,.3f s on the kernel's clock"
                    : "all at %,.3f s on the kernel's clock",
            fromMicros / 1e6));
    if (lanes > rows.size()) {
      everyKill(sheet, plot);
    }
    for (int i = 0; i < rows.size(); i++) {
      row(sheet, plot, i);
    }
    return sheet.finish(subtitle());
  }

  /** Draws a tick for each kill, named or not; one where several would stand on each other. */
  private void everyKill(Sheet sheet, Plot plot) {
    double middle = plot.bottom() - ROW / 2.0;
    sheet.text(LEFT - 14, middle + 4, words("every kill"), Ink.MUTED, Anchor.END);
    Set<Long> taken = new HashSet<>();
    for (Death death : all) {
      double x = plot.x(at(death));
      if (taken.add(Math.round(x))) {
        sheet.line(x, middle - 5, x, middle + 5, death.ink(), 1);
      }
    }
  }

  /** Seconds since the first kill; without a clock the kill's place in the log. */
  private double at(Death death) {
    return clock ? (death.kill().micros().orElse(0) - fromMicros) / 1e6 : death.place();
  }

  private void row(Sheet sheet, Plot plot, int row) {
    Death death = rows.get(row);
    double middle = plot.y(-row - 0.5);
    double x = plot.x(at(death));
    sheet.text(Sheet.MARGIN, middle + 4, "#" + death.report(), Ink.MUTED, Anchor.START);
    sheet.text(LEFT - 14, middle + 4, time(row), Ink.MUTED, Anchor.END);
    sheet.line(plot.left(), middle, plot.right(), middle, Ink.GRID, 1);
    double radius = radius(death);
    sheet.dot(x, middle, radius, death.ink());
    boolean right = x < (plot.left() + plot.right()) / 2;
    double gap = radius + 8;
    String size = death.kb().isPresent() ? words(", %s", Numerals.kb(death.kb().getAsLong())) : "";
    String more = size + (death.kill().groupKill() ? words(", with its group") : "");
    double room = (right ? sheet.right() - x : x - plot.left()) - gap - Lettering.PLAIN.width(more);
    sheet.textOnPaper(
        right ? x + gap : x - gap,
        middle + 4,
        Lettering.PLAIN.process(death.kill().comm(), death.kill().pid(), Math.max(60, room)) + more,
        Ink.TEXT,
        right ? Anchor.START : Anchor.END,
        Lettering.PLAIN);
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
      return Numerals.format("%,.3f s", rows.get(0).kill().micros().orElse(0) / 1e6);
    }
    double gap = at - at(rows.get(row - 1));
    return gap < -RESTART_SECONDS
        ? words("clock restarts")
        : Numerals.format(Math.abs(gap) < 100 ? "%+.3f s" : "%+,.0f s", gap);
  }

  private List<Swatch> swatches() {
    return Stream.of(
            Swatch.of(words("the machine was full"), Ink.KILL),
            Swatch.of(words("a memory cgroup was full"), Ink.CGROUP),
            Swatch.of(words("other nodes, or not told"), Ink.LIMIT))
        .filter(swatch -> all.stream().anyMatch(d -> d.ink().color(1).equals(swatch.color())))
        .toList();
  }

  private String title() {
    if (all.size() == 1) {
      Death only = all.get(0);
      return words(
          "One kill: %s", Lettering.PLAIN.process(only.kill().comm(), only.kill().pid(), 300));
    }
    return words("%d kills%s: %s", all.size(), duration(), causes());
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
        ? words(" in at least %d boots", restarts + 1)
        : words(seconds < 10 ? " in %.2f s" : " in %,.0f s", seconds);
  }

  private String causes() {
    long memcg = all.stream().filter(Death::memcg).count();
    long machine = all.stream().filter(d -> d.ink() == Ink.KILL).count();
    if (machine == all.size()) {
      return words("the machine was full");
    }
    if (memcg == all.size()) {
      return words("a memory cgroup was full");
    }
    return words("%d for a full machine, %d for a full memory cgroup", machine, memcg);
  }

  private String subtitle() {
    long without = reports.stream().filter(r -> r.kills().isEmpty()).count();
    String reported = words(reports.size() == 1 ? "One report" : "%,d reports", reports.size());
    String none = without == 0 ? "" : words(", %d of them without a kill", without);
    String shown = rows.size() < all.size() ? words("; the %d largest are named", rows.size()) : "";
    return words(
        "%s%s%s; # is the report's number. The larger the dot, the more memory was resident.",
        reported, none, shown);
  }
}
