package oomlab.chart;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.chart.Picture.Anchor;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Block;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.Trigger;

/** Lays out each zone's free memory by the size of its blocks. */
final class BuddyChart {
  private static final int BARS = 56;
  private static final int MOST = 12;
  private static final double PALE = 0.35;

  private final OomReport report;
  private final long pageKb;
  private final int order;

  private BuddyChart(OomReport report) {
    this.report = report;
    this.pageKb = report.pageBytes() / 1024;
    int asked = report.trigger().map(Trigger::order).orElse(OptionalInt.empty()).orElse(0);
    this.order = Math.max(0, Math.min(asked, 20));
  }

  static Chart of(OomReport report) {
    boolean none = report.buddy().stream().allMatch(b -> b.blocks().isEmpty());
    return none
        ? Sheet.missing(
            words("The report has no lists of free blocks"),
            List.of(
                words(
                    report.scope() == OomReport.Scope.MEMCG
                        ? "A memory cgroup reached its limit: the kernel does not print the machine's free blocks then."
                        : "Its Mem-Info block is missing or was cut.")))
        : new BuddyChart(report).paint();
  }

  private Chart paint() {
    Sheet sheet = new Sheet(Sheet.REPORT_WIDTH, title(), subtitle());
    List<Buddy> zones = report.buddy().stream().filter(b -> !b.blocks().isEmpty()).toList();
    for (Buddy zone : zones.stream().limit(MOST).toList()) {
      zone(sheet, zone);
    }
    if (zones.size() > MOST) {
      sheet.paragraph(Sheet.MARGIN, words("and %d more zones", zones.size() - MOST));
    }
    return sheet.finish(subtitle());
  }

  private void zone(Sheet sheet, Buddy zone) {
    List<Block> blocks =
        zone.blocks().stream().sorted(Comparator.comparingLong(Block::sizeKb)).toList();
    String whole =
        zone.node().isPresent()
            ? words("node %d %s", zone.node().getAsInt(), zone.zone())
            : zone.zone();
    String name = Lettering.BOLD.clip(whole, 180);
    sheet.text(Sheet.MARGIN, sheet.y + 22, name, Ink.TEXT, Anchor.START, Lettering.BOLD);
    sheet.text(sheet.right(), sheet.y + 22, sum(blocks), Ink.MUTED, Anchor.END);
    sheet.y += 46;
    double most = Math.max(1, blocks.stream().mapToDouble(BuddyChart::kb).max().orElse(1));
    Plot plot =
        sheet.plot(Sheet.MARGIN, Sheet.MARGIN, BARS, Range.upTo(blocks.size()), Range.upTo(most));
    for (int i = 0; i < blocks.size(); i++) {
      double opacity = large(blocks.get(i)) ? 1 : PALE;
      plot.bar(i + 0.2, i + 0.8, 0, kb(blocks.get(i)), Ink.RSS, opacity);
    }
    plot.paint();
    sheet.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), Ink.MUTED, 1);
    label(sheet, plot, blocks);
    if (order > 0) {
      double x = plot.x((double) blocks.stream().filter(b -> !large(b)).count());
      sheet.dashed(x, plot.top() - 16, x, plot.bottom() + 32, Ink.LIMIT, 1.5);
    }
    sheet.y += blocks.stream().allMatch(b -> b.types().isEmpty()) ? 19 : 34;
  }

  /** Writes sizes and letters in one lettering, the largest in which all have room. */
  private static void label(Sheet sheet, Plot plot, List<Block> blocks) {
    double room = plot.x(1) - plot.x(0) - 1;
    boolean fit =
        blocks.stream()
            .flatMap(b -> Stream.of(Numerals.kb((long) kb(b)), Numerals.kb(b.sizeKb()), b.types()))
            .allMatch(text -> Lettering.PLAIN.width(text) <= room);
    Lettering lettering = fit ? Lettering.PLAIN : Lettering.SMALL;
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      double x = plot.x(i + 0.5);
      String free = kb(block) > 0 ? Numerals.kb((long) kb(block)) : "";
      String[] texts = {free, Numerals.kb(block.sizeKb()), block.types()};
      double[] ys = {plot.y(kb(block)) - 4, plot.bottom() + 15, plot.bottom() + 30};
      for (int t = 0; t < texts.length; t++) {
        String text = lettering.clip(texts[t], room + 1);
        sheet.text(x, ys[t], text, t == 1 ? Ink.MUTED : Ink.TEXT, Anchor.MIDDLE, lettering);
      }
    }
  }

  private String sum(List<Block> blocks) {
    long all = (long) blocks.stream().mapToDouble(BuddyChart::kb).sum();
    return order == 0
        ? words("%s free", Numerals.kb(all))
        : words("%s of %s in large enough blocks", Numerals.kb(fitting(blocks)), Numerals.kb(all));
  }

  private long fitting(List<Block> blocks) {
    return (long) blocks.stream().filter(this::large).mapToDouble(BuddyChart::kb).sum();
  }

  private boolean large(Block block) {
    return block.sizeKb() >= pageKb << order;
  }

  private static double kb(Block block) {
    return Math.max(0, (double) block.sizeKb() * block.count());
  }

  private String title() {
    List<Block> all = report.buddy().stream().flatMap(b -> b.blocks().stream()).toList();
    long free = (long) all.stream().mapToDouble(BuddyChart::kb).sum();
    long largest = all.stream().filter(b -> b.count() > 0).mapToLong(Block::sizeKb).max().orElse(0);
    if (free == 0) {
      return words("No block of memory is free");
    }
    return order == 0
        ? words("%s are free, the largest block has %s", Numerals.kb(free), Numerals.kb(largest))
        : words(
            "%s of the %s free are in blocks of %s or more",
            Numerals.kb(fitting(all)), Numerals.kb(free), Numerals.kb(pageKb << order));
  }

  private String subtitle() {
    boolean typed =
        report.buddy().stream()
            .flatMap(b -> b.blocks().stream())
            .anyMatch(b -> !b.types().isEmpty());
    String letters = typed ? letters() : "";
    String asked =
        report.trigger().map(t -> t.order().isPresent() && t.order().getAsInt() >= 0).orElse(false)
            ? words(
                order == 0
                    ? " One page was asked for: any block will do."
                    : " %s in one piece were asked for (order %d): blocks right of the dashed line.",
                Numerals.kb(pageKb << order),
                order)
            : "";
    return words("Free memory by size of block.") + asked + letters;
  }

  /** Names the letters that occur ({@code show_migration_types} in mm/show_mem.c). */
  private String letters() {
    StringBuilder seen = new StringBuilder();
    report.buddy().stream().flatMap(b -> b.blocks().stream()).forEach(b -> seen.append(b.types()));
    List<String> names =
        List.of(
            later("U unmovable"),
            later("M movable"),
            later("E reclaimable"),
            later("R the reserve of kernels before 4.4"),
            later("H kept for urgent requests"),
            later("C contiguous allocations"),
            later("I isolated"));
    return words(
        " Letters: %s.",
        names.stream()
            .filter(n -> seen.indexOf(n.substring(0, 1)) >= 0)
            .map(n -> words(n))
            .collect(Collectors.joining(words(", "))));
  }
}
