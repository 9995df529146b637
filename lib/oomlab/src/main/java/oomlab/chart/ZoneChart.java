package oomlab.chart;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import oomlab.chart.Mark.Anchor;
import oomlab.explain.Explanation;
import oomlab.explain.Request;
import oomlab.explain.ZoneCheck;
import oomlab.report.OomReport;

/**
 * Lays out the zones' free memory against their watermarks. Zones differ by factors of a thousand,
 * so each has its own scale: the line that all share is what the last attempt needed there.
 */
final class ZoneChart {
  private static final int LEFT = 128;
  private static final int ROOM_RIGHT = 86;
  private static final int BAR = 16;
  private static final int MOST = 16;

  /** Where the scale ends, as a multiple of what was needed. */
  private static final double END = 1.5;

  private final Explanation explanation;
  private final Request request;
  private final long pageKb;
  private final List<ZoneCheck> rows;
  private final Picture picture = new Picture();

  private ZoneChart(Explanation explanation) {
    this.explanation = explanation;
    this.request = explanation.request();
    this.pageKb = explanation.report().pageBytes() / 1024;
    this.rows =
        request.zones().size() <= MOST
            ? request.zones()
            : request.zones().stream()
                .sorted(Comparator.comparing(z -> z.barred().isPresent()))
                .limit(MOST)
                .toList();
  }

  static Chart of(Explanation explanation) {
    return explanation.request().zones().isEmpty()
        ? Sheet.missing(
            explanation.report().scope() == OomReport.Scope.MEMCG
                ? "No zone was short: a memory cgroup was full"
                : "There are no zones to check",
            explanation.request().why())
        : new ZoneChart(explanation).paint();
  }

  private Chart paint() {
    String title = title();
    double y = Sheet.heading(picture, title, subtitle());
    y =
        Sheet.legend(
                picture,
                y,
                List.of(
                    Sheet.Key.of("free", Ink.RSS),
                    new Sheet.Key("free, but not for this request", Ink.OTHER, 0.5),
                    new Sheet.Key("reserved from it (lowmem_reserve)", Ink.LIMIT, 0.35)))
            + 20;
    double needX = LEFT + (Sheet.WIDTH - LEFT - ROOM_RIGHT) / END;
    picture.label(needX, y, "needed: high + reserve", Ink.TEXT, Anchor.MIDDLE);
    y += 8;
    for (ZoneCheck zone : rows) {
      y = row(zone, y);
    }
    if (rows.size() < request.zones().size()) {
      int left = request.zones().size() - rows.size();
      picture.label(Sheet.MARGIN, y + 6, "and " + left + " more zones", Ink.MUTED, Anchor.START);
      y += Sheet.LINE;
    }
    return Sheet.finish(picture, y - 12, title + ". " + String.join(" ", request.why()));
  }

  /** Draws a zone; returns the top of the next. */
  private double row(ZoneCheck zone, double top) {
    boolean barred = zone.barred().isPresent();
    double baseline = top + BAR - 4;
    Ink words = barred ? Ink.MUTED : Ink.TEXT;
    String name = Lettering.clip(zone.name(), LEFT - Sheet.MARGIN - 8, Picture.TEXT_PIXELS);
    picture.label(Sheet.MARGIN, baseline, name, words, Anchor.START);
    Plot plot = new Plot(LEFT, top, Sheet.WIDTH - LEFT - ROOM_RIGHT, BAR, END, 0, 1);
    bars(plot, zone, barred);
    boolean passes = zone.passesHigh();
    picture.bold(
        plot.right() + 10,
        baseline,
        barred ? "barred" : passes ? "enough" : "too little",
        barred ? Ink.MUTED : passes ? Ink.THREAD : Ink.KILL,
        Picture.TEXT_PIXELS,
        Anchor.START);
    double y =
        picture.paragraph(LEFT, top + BAR + 15, Sheet.RIGHT - LEFT, numbers(zone), Ink.MUTED);
    String more = remark(zone);
    if (!more.isEmpty()) {
      y = picture.paragraph(LEFT, y, Sheet.RIGHT - LEFT, more, Ink.MUTED);
    }
    return y + 4;
  }

  private void bars(Plot plot, ZoneCheck zone, boolean barred) {
    double need = zone.highPages() + zone.reservePages();
    picture.box(plot.left(), plot.top(), plot.right() - plot.left(), BAR, Ink.OTHER, 0.1);
    if (need <= 0) {
      return;
    }
    double high = zone.highPages() / need;
    double free = Math.max(0, zone.freePages()) / need;
    double more = free + Math.max(0, zone.notCountedPages()) / need;
    if (high < 1) {
      plot.bar(high, 1, 0, 1, Ink.LIMIT, barred ? 0.15 : 0.35);
    }
    if (free > 0) {
      plot.bar(0, Math.min(free, END), 0.2, 0.8, barred ? Ink.OTHER : Ink.RSS, barred ? 0.5 : 1);
    }
    if (more > free && free < END) {
      plot.bar(free, Math.min(more, END), 0.2, 0.8, Ink.OTHER, 0.5);
    }
    picture.addAll(plot.marks());
    picture.dashed(plot.x(1), plot.top() - 5, plot.x(1), plot.bottom() + 3, Ink.TEXT, 1);
    if (more > END) {
      chevrons(plot);
    }
    tick(plot, zone.minPages() / need);
    OptionalLong lowKb = zone.zone().field("lowKb");
    lowKb.ifPresent(kb -> tick(plot, (double) kb / pageKb / need));
    tick(plot, high);
  }

  private void tick(Plot plot, double at) {
    if (at >= 0 && at <= END) {
      picture.line(plot.x(at), plot.top() - 2, plot.x(at), plot.bottom() + 2, Ink.TEXT, 1.5);
    }
  }

  /** Says that the bar goes on beyond the scale. */
  private void chevrons(Plot plot) {
    double middle = (plot.top() + plot.bottom()) / 2;
    for (double x = plot.right() - 14; x < plot.right() - 4; x += 5) {
      picture.line(x, middle - 4, x + 4, middle, Ink.PAPER, 1.5);
      picture.line(x + 4, middle, x, middle + 4, Ink.PAPER, 1.5);
    }
  }

  /** All in one unit, that of the zone's need. */
  private String numbers(ZoneCheck zone) {
    long need = zone.highPages() + zone.reservePages();
    boolean small = need * pageKb < 1024;
    StringBuilder out = new StringBuilder();
    out.append(
        "%s of %s %s: high %s"
            .formatted(
                in(zone.freePages(), small),
                in(need, small),
                small ? "KiB" : "MiB",
                in(zone.highPages(), small)));
    if (zone.reservePages() > 0) {
      out.append(" + reserve ").append(in(zone.reservePages(), small));
    }
    out.append("; min ").append(in(zone.minPages(), small));
    OptionalLong lowKb = zone.zone().field("lowKb");
    lowKb.ifPresent(kb -> out.append(", low ").append(in(kb / pageKb, small)));
    if (zone.notCountedPages() > 0) {
      out.append("; ").append(in(zone.notCountedPages(), small)).append(" more not for it");
    }
    return out.toString();
  }

  private String in(long pages, boolean small) {
    return small
        ? Long.toString(pages * pageKb)
        : String.format(Locale.ROOT, "%,.1f", pages * pageKb / 1024.0);
  }

  private String remark(ZoneCheck zone) {
    if (zone.barred().isPresent()) {
      return "barred: " + zone.barred().get();
    }
    if (noBlock(zone)) {
      return "no free block of " + kb(request.pages().orElse(1)) + " that it may take";
    }
    return zone.passesMin() && !zone.passesHigh()
        ? "enough for an ordinary attempt (min), not for the last one (high)"
        : "";
  }

  private static boolean noBlock(ZoneCheck zone) {
    return zone.blocks().isPresent() && !zone.blocks().get();
  }

  private String title() {
    List<ZoneCheck> usable = request.zones().stream().filter(z -> z.barred().isEmpty()).toList();
    List<String> enough =
        usable.stream().filter(ZoneCheck::passesHigh).map(ZoneCheck::name).toList();
    if (usable.isEmpty()) {
      return "No printed zone may serve this request";
    }
    List<String> broken =
        usable.stream()
            .filter(z -> noBlock(z) && z.freePages() > z.highPages() + z.reservePages())
            .map(ZoneCheck::name)
            .toList();
    if (enough.isEmpty() && !broken.isEmpty()) {
      return "Enough was free, but in pieces: no block of "
          + kb(request.pages().orElse(1))
          + " in "
          + (broken.size() > 3 ? broken.size() + " zones" : String.join(", ", broken));
    }
    if (enough.isEmpty()) {
      return usable.size() == 1
          ? "The only zone for this request, " + usable.get(0).name() + ", had too little free"
          : (usable.size() == 2 ? "Both" : "All " + usable.size())
              + " zones for this request had too little free";
    }
    String names = enough.size() > 3 ? enough.size() + " zones" : String.join(", ", enough);
    return "When the report was printed, " + names + " had enough again";
  }

  private String subtitle() {
    int count = request.pages().orElse(0);
    String pages =
        count == 0
            ? "memory"
            : count == 1 ? "one page (" + kb(1) + ")" : kb(count) + " in one piece";
    return "%s asked for %s from %s or below. Marks: min, low and high watermark. Each zone has its own scale."
        .formatted(
            explanation
                .report()
                .trigger()
                .map(t -> t.comm().isEmpty() ? "A thread without a name" : t.comm())
                .orElse("Somebody"),
            pages,
            request.highestZone().orElse("any zone"));
  }

  private String kb(long pages) {
    return Sizes.kb(pages * pageKb);
  }
}
