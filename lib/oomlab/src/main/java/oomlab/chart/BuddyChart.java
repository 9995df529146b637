package oomlab.chart;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import oomlab.chart.Mark.Anchor;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Block;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.Trigger;

/** Lays out each zone's free memory by the size of its blocks. */
final class BuddyChart {
  private static final int BARS = 56;
  private static final int MOST = 12;
  private static final double PALE = 0.35;
  private static final double SMALLEST = 8.5;

  private final OomReport report;
  private final long pageKb;
  private final int order;
  private final Picture picture = new Picture();

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
            "The report has no lists of free blocks",
            List.of(
                report.scope() == OomReport.Scope.MEMCG
                    ? "A memory cgroup reached its limit: the kernel does not print the machine's free blocks then."
                    : "Its Mem-Info block is missing or was cut."))
        : new BuddyChart(report).paint();
  }

  private Chart paint() {
    String title = title();
    double y = Sheet.heading(picture, title, subtitle()) + 8;
    List<Buddy> zones = report.buddy().stream().filter(b -> !b.blocks().isEmpty()).toList();
    for (Buddy zone : zones.stream().limit(MOST).toList()) {
      y = zone(zone, y);
    }
    if (zones.size() > MOST) {
      y =
          picture.paragraph(
              Sheet.MARGIN,
              y + 10,
              Sheet.RIGHT - Sheet.MARGIN,
              "and " + (zones.size() - MOST) + " more zones",
              Ink.MUTED);
    }
    return Sheet.finish(picture, y, title + ". " + subtitle());
  }

  /** Draws a zone; returns its lower edge. */
  private double zone(Buddy zone, double top) {
    List<Block> blocks =
        zone.blocks().stream().sorted(Comparator.comparingLong(Block::sizeKb)).toList();
    String name =
        (zone.node().isPresent() ? "node " + zone.node().getAsInt() + " " : "") + zone.zone();
    double baseline = top + 14;
    picture.bold(
        Sheet.MARGIN,
        baseline,
        Lettering.clip(name, 180, Picture.TEXT_PIXELS),
        Ink.TEXT,
        Picture.TEXT_PIXELS,
        Anchor.START);
    picture.label(Sheet.RIGHT, baseline, sum(blocks), Ink.MUTED, Anchor.END);
    double most = Math.max(1, blocks.stream().mapToDouble(BuddyChart::kb).max().orElse(1));
    int width = Sheet.RIGHT - Sheet.MARGIN;
    Plot plot = new Plot(Sheet.MARGIN, top + 38, width, BARS, blocks.size(), 0, most);
    for (int i = 0; i < blocks.size(); i++) {
      double kb = kb(blocks.get(i));
      if (kb > 0) {
        plot.bar(i + 0.2, i + 0.8, 0, kb, Ink.RSS, large(blocks.get(i)) ? 1 : PALE);
      }
    }
    picture.addAll(plot.marks());
    picture.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), Ink.MUTED, 1);
    words(plot, blocks);
    request(plot, blocks);
    boolean typed = blocks.stream().anyMatch(b -> !b.types().isEmpty());
    return plot.bottom() + (typed ? 42 : 27);
  }

  private void words(Plot plot, List<Block> blocks) {
    double room = plot.x(1) - plot.x(0) - 1;
    double size =
        Math.min(
            blocks.stream().mapToDouble(b -> size(Sizes.kb((long) kb(b)), room)).min().orElse(0),
            blocks.stream().mapToDouble(b -> size(Sizes.kb(b.sizeKb()), room)).min().orElse(0));
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      double x = plot.x(i + 0.5);
      if (kb(block) > 0) {
        fitted(x, plot.y(kb(block)) - 4, Sizes.kb((long) kb(block)), Ink.TEXT, room, size);
      }
      fitted(x, plot.bottom() + 15, Sizes.kb(block.sizeKb()), Ink.MUTED, room, size);
      fitted(x, plot.bottom() + 30, block.types(), Ink.TEXT, room, size(block.types(), room));
    }
  }

  /**
   * The size at which text is as wide as the room; no larger than others, no smaller than legible.
   */
  private static double size(String text, double room) {
    double wanted =
        Picture.TEXT_PIXELS * room / Math.max(1, Picture.width(text, Picture.TEXT_PIXELS));
    return Math.max(SMALLEST, Math.min(Picture.TEXT_PIXELS, wanted));
  }

  private void fitted(double x, double y, String text, Ink ink, double room, double size) {
    picture.sized(x, y, Lettering.clip(text, room + 1, size), ink, size);
  }

  private void request(Plot plot, List<Block> blocks) {
    if (order == 0) {
      return;
    }
    int small = (int) blocks.stream().filter(b -> !large(b)).count();
    double x = plot.x(small);
    picture.dashed(x, plot.top() - 16, x, plot.bottom() + 32, Ink.LIMIT, 1.5);
  }

  private String sum(List<Block> blocks) {
    long all = (long) blocks.stream().mapToDouble(BuddyChart::kb).sum();
    return order == 0
        ? Sizes.kb(all) + " free"
        : Sizes.kb(fitting(blocks)) + " of " + Sizes.kb(all) + " in large enough blocks";
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
      return "No block of memory is free";
    }
    return order == 0
        ? "%s are free, the largest block has %s".formatted(Sizes.kb(free), Sizes.kb(largest))
        : "%s of the %s free are in blocks of %s or more"
            .formatted(Sizes.kb(fitting(all)), Sizes.kb(free), Sizes.kb(pageKb << order));
  }

  private String subtitle() {
    boolean typed =
        report.buddy().stream()
            .flatMap(b -> b.blocks().stream())
            .anyMatch(b -> !b.types().isEmpty());
    String letters = typed ? letters() : "";
    String asked =
        report.trigger().map(t -> t.order().isPresent() && t.order().getAsInt() >= 0).orElse(false)
            ? order == 0
                ? " One page was asked for: any block will do."
                : " %s in one piece were asked for (order %d): blocks right of the dashed line."
                    .formatted(Sizes.kb(pageKb << order), order)
            : "";
    return "Free memory by size of block." + asked + letters;
  }

  /** Names the letters that occur ({@code show_migration_types} in mm/show_mem.c). */
  private String letters() {
    StringBuilder seen = new StringBuilder();
    report.buddy().stream().flatMap(b -> b.blocks().stream()).forEach(b -> seen.append(b.types()));
    List<String> names =
        List.of(
            "U unmovable",
            "M movable",
            "E or R reclaimable",
            "H kept for urgent requests",
            "C contiguous allocations",
            "I isolated");
    return " Letters: "
        + String.join(
            ", ", names.stream().filter(n -> seen.indexOf(n.substring(0, 1)) >= 0).toList())
        + ".";
  }
}
