package oomlab.chart;

import static oomlab.internal.text.Words.words;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import oomlab.chart.Picture.Anchor;
import oomlab.chart.Sheet.Swatch;
import oomlab.explain.Explanation;
import oomlab.explain.Explanation.Request;
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
            words(
                explanation.report().scope() == OomReport.Scope.MEMCG
                    ? "No zone was short: a memory cgroup was full"
                    : "There are no zones to check"),
            explanation.request().why())
        : new ZoneChart(explanation).paint();
  }

  private Chart paint() {
    Sheet sheet = new Sheet(Sheet.REPORT_WIDTH, title(), subtitle());
    sheet.legend(
        List.of(
            Swatch.of(words("free"), Ink.RSS),
            Swatch.of(words("free, but not for this request"), Ink.OTHER, 0.5),
            Swatch.of(words("reserved from it (lowmem_reserve)"), Ink.LIMIT, 0.35)));
    double needed = LEFT + (sheet.right() + Sheet.MARGIN - LEFT - ROOM_RIGHT) / END;
    sheet.text(needed, sheet.y + 20, words("needed: high + reserve"), Ink.TEXT, Anchor.MIDDLE);
    sheet.y += 28;
    for (ZoneCheck zone : rows) {
      row(sheet, zone);
    }
    if (rows.size() < request.zones().size()) {
      sheet.paragraph(
          Sheet.MARGIN, words("and %d more zones", request.zones().size() - rows.size()));
    }
    return sheet.finish(String.join(" ", request.why()));
  }

  private void row(Sheet sheet, ZoneCheck zone) {
    boolean barred = zone.barred().isPresent();
    double baseline = sheet.y + BAR - 4;
    String name = Lettering.PLAIN.clip(zone.name(), LEFT - Sheet.MARGIN - 8);
    sheet.text(Sheet.MARGIN, baseline, name, barred ? Ink.MUTED : Ink.TEXT, Anchor.START);
    sheet.text(
        Sheet.REPORT_WIDTH - ROOM_RIGHT + 10,
        baseline,
        words(barred ? "barred" : zone.passesHigh() ? "enough" : "too little"),
        barred ? Ink.MUTED : zone.passesHigh() ? Ink.THREAD : Ink.KILL,
        Anchor.START,
        Lettering.BOLD);
    Plot plot = sheet.plot(LEFT, ROOM_RIGHT, BAR, Range.upTo(END), Range.upTo(1));
    sheet.box(LEFT, plot.top(), plot.right() - LEFT, BAR, Ink.OTHER, 0.1);
    double need = zone.highPages() + zone.reservePages();
    if (need > 0) {
      bar(sheet, plot, zone, need);
    }
    sheet.y += 4;
    sheet.paragraph(LEFT, numbers(zone));
    sheet.paragraph(LEFT, remark(zone));
    sheet.y += 12;
  }

  private void bar(Sheet sheet, Plot plot, ZoneCheck zone, double need) {
    boolean barred = zone.barred().isPresent();
    double high = zone.highPages() / need;
    double free = Math.min(END, Math.max(0, zone.freePages() / need));
    double more = free + Math.max(0, zone.notCountedPages() / need);
    plot.bar(high, 1, 0, 1, Ink.LIMIT, barred ? 0.15 : 0.35);
    plot.bar(0, free, 0.2, 0.8, barred ? Ink.OTHER : Ink.RSS, barred ? 0.5 : 1);
    plot.bar(free, Math.min(more, END), 0.2, 0.8, Ink.OTHER, 0.5);
    plot.paint();
    sheet.dashed(plot.x(1), plot.top() - 5, plot.x(1), plot.bottom() + 3, Ink.TEXT, 1);
    if ((zone.freePages() + zone.notCountedPages()) / need > END) {
      // The bar goes on beyond the scale.
      double y = (plot.top() + plot.bottom()) / 2 + 4;
      sheet.text(plot.right() - 3, y, "»", Ink.PAPER, Anchor.END, Lettering.BOLD);
    }
    for (long pages : new long[] {zone.minPages(), low(zone).orElse(-1), zone.highPages()}) {
      double x = plot.x(pages / need);
      if (x >= plot.left() && x <= plot.right()) {
        sheet.line(x, plot.top() - 2, x, plot.bottom() + 2, Ink.TEXT, 1.5);
      }
    }
  }

  private OptionalLong low(ZoneCheck zone) {
    OptionalLong kb = zone.zone().field("lowKb");
    return kb.isPresent() ? OptionalLong.of(kb.getAsLong() / pageKb) : kb;
  }

  /** All in one unit, that of the zone's need. */
  private String numbers(ZoneCheck zone) {
    long need = zone.highPages() + zone.reservePages();
    boolean small = need * pageKb < 1024;
    OptionalLong low = low(zone);
    return words(
        "%s of %s %s: high %s%s; min %s%s%s",
        in(zone.freePages(), small),
        in(need, small),
        small ? "KiB" : "MiB",
        in(zone.highPages(), small),
        zone.reservePages() > 0 ? words(" + reserve %s", in(zone.reservePages(), small)) : "",
        in(zone.minPages(), small),
        low.isPresent() ? words(", low %s", in(low.getAsLong(), small)) : "",
        zone.notCountedPages() > 0
            ? words("; %s more not for it", in(zone.notCountedPages(), small))
            : "");
  }

  private String in(long pages, boolean small) {
    return small
        ? Long.toString(pages * pageKb)
        : Numerals.format("%,.1f", pages * pageKb / 1024.0);
  }

  private String remark(ZoneCheck zone) {
    if (zone.barred().isPresent()) {
      return words("barred: %s", zone.barred().get());
    }
    if (noBlock(zone)) {
      return words("no free block of %s that it may take", kb(request.pages().orElse(1)));
    }
    return zone.passesMin() && !zone.passesHigh()
        ? words("enough for an ordinary attempt (min), not for the last one (high)")
        : "";
  }

  private static boolean noBlock(ZoneCheck zone) {
    return zone.blocks().isPresent() && !zone.blocks().get();
  }

  private String title() {
    List<ZoneCheck> usable = request.zones().stream().filter(z -> z.barred().isEmpty()).toList();
    if (usable.isEmpty()) {
      return words("No printed zone may serve this request");
    }
    List<ZoneCheck> enough = usable.stream().filter(ZoneCheck::passesHigh).toList();
    if (!enough.isEmpty()) {
      return words("When the report was printed, %s had enough again", names(enough));
    }
    List<ZoneCheck> broken =
        usable.stream()
            .filter(z -> noBlock(z) && z.freePages() > z.highPages() + z.reservePages())
            .toList();
    if (!broken.isEmpty()) {
      return words(
          "Enough was free, but in pieces: no block of %s in %s",
          kb(request.pages().orElse(1)), names(broken));
    }
    return usable.size() == 1
        ? words("The only zone for this request, %s, had too little free", names(usable))
        : words(
            usable.size() == 2
                ? "Both zones for this request had too little free"
                : "All %d zones for this request had too little free",
            usable.size());
  }

  private static String names(List<ZoneCheck> zones) {
    return zones.size() > 3
        ? words("%d zones", zones.size())
        : String.join(words(", "), zones.stream().map(ZoneCheck::name).toList());
  }

  private String subtitle() {
    int count = request.pages().orElse(0);
    String pages =
        count == 0
            ? words("memory")
            : words(count == 1 ? "one page (%s)" : "%s in one piece", kb(count));
    return words(
        "%s asked for %s from %s or below. Marks: min, low and high watermark. Each zone has its own scale.",
        explanation
            .report()
            .trigger()
            .map(t -> t.comm().isEmpty() ? words("A thread without a name") : t.comm())
            .orElseGet(() -> words("Somebody")),
        pages,
        request.highestZone().orElseGet(() -> words("any zone")));
  }

  private String kb(long pages) {
    return Numerals.kb(pages * pageKb);
  }
}
