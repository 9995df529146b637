package oomlab.chart;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import oomlab.chart.Picture.Anchor;
import oomlab.explain.Explanation;
import oomlab.explain.Ledger;
import oomlab.explain.Ledger.Entry;
import oomlab.explain.Ledger.Kind;

/** Lays out where the memory was: one bar, all of it, and each part with its size. */
final class LedgerChart {
  private static final int BAR = 30;
  private static final int SWAP_BAR = 16;

  private final Ledger ledger;
  private final List<Entry> entries;
  private final Map<Kind, Long> sums = new EnumMap<>(Kind.class);
  private final Sheet sheet;

  /** How a kind is drawn, what it is called beside its share, and what its being most means. */
  private record Look(Ink ink, String word, String most) {
    static Look of(Kind kind) {
      return switch (kind) {
        case ANONYMOUS -> new Look(Ink.RSS, "processes", "Processes' own memory is");
        case SHARED -> new Look(Ink.SHMEM, "shared", "Shared memory and tmpfs are");
        case FILE -> new Look(Ink.FILE, "files", "Copies of files are");
        case KERNEL -> new Look(Ink.CGROUP, "kernel", "The kernel itself has");
        case HUGE -> new Look(Ink.LIMIT, "huge pages", "Huge pages set aside are");
        case FREE -> new Look(Ink.THREAD, "free", "Free memory is");
        case RESERVED -> new Look(Ink.OTHER, "reserved", "What was never given out is");
      };
    }
  }

  private LedgerChart(Ledger ledger) {
    this.ledger = ledger;
    this.entries =
        ledger.entries().stream()
            .filter(e -> e.kb() > 0)
            .sorted(Comparator.comparing(Entry::kind).thenComparing(e -> -e.kb()))
            .toList();
    entries.forEach(e -> sums.merge(e.kind(), e.kb(), Long::sum));
    this.sheet = new Sheet(Sheet.REPORT_WIDTH, title(), subtitle());
  }

  static Chart of(Explanation explanation) {
    return explanation
        .ledger()
        .filter(ledger -> ledger.totalKb() > 0)
        .map(ledger -> new LedgerChart(ledger).paint())
        .orElseGet(
            () ->
                Sheet.missing(
                    "The report does not tell where the memory was",
                    List.of("The counters that would say so are not in it, or the log was cut.")));
  }

  private Chart paint() {
    sheet.y += 28;
    long named = entries.stream().mapToLong(Entry::kb).sum();
    long swap = ledger.swapUsedKb().orElse(0);
    long scale = Math.max(Math.max(named, ledger.totalKb()), swap);
    Plot plot =
        sheet.plot(Sheet.MARGIN, Sheet.MARGIN, BAR, Range.upTo((double) scale), Range.upTo(1));
    double at = 0;
    for (Entry entry : entries) {
      plot.bar(at, at + entry.kb(), 0, 1, Look.of(entry.kind()).ink(), opacity(entry));
      at += entry.kb();
    }
    plot.paint();
    long left = ledger.unaccountedKb();
    if (left > 0) {
      sheet.hatch(plot.x(at), plot.top(), plot.x(at + left) - plot.x(at), BAR, Ink.OTHER);
    } else if (left < 0) {
      double end = plot.x((double) ledger.totalKb());
      sheet.dashed(end, plot.top() - 4, end, plot.bottom() + 4, Ink.TEXT, 1);
    }
    kinds(plot);
    if (swap > 0) {
      swap(plot, swap);
    }
    list();
    return sheet.finish(subtitle());
  }

  /** Names the kinds above the bar, those for whose name there is room. */
  private void kinds(Plot plot) {
    long at = 0;
    for (Map.Entry<Kind, Long> sum : sums.entrySet()) {
      above(plot, at, sum.getValue(), Look.of(sum.getKey()).word());
      at += sum.getValue();
    }
    above(plot, at, ledger.unaccountedKb(), "unaccounted");
  }

  private void above(Plot plot, long fromKb, long kb, String word) {
    String text = word + " " + Words.percent(kb, ledger.totalKb());
    if (Lettering.PLAIN.width(text) < plot.x((double) kb) - plot.left()) {
      sheet.text(plot.x(fromKb + kb / 2.0), plot.top() - 7, text, Ink.TEXT, Anchor.MIDDLE);
    }
  }

  private void swap(Plot plot, long usedKb) {
    double end = plot.x((double) usedKb);
    sheet.y += 10;
    sheet.box(plot.left(), sheet.y, Math.max(1, end - plot.left()), SWAP_BAR, Ink.LIMIT, 1);
    String text = "and in swap: " + Words.kb(usedKb) + ", on the same scale";
    boolean beside = end + 8 + Lettering.PLAIN.width(text) < sheet.right();
    sheet.y += beside ? SWAP_BAR : SWAP_BAR + 18;
    sheet.text(beside ? end + 8 : plot.left(), sheet.y - 4, text, Ink.TEXT, Anchor.START);
  }

  private void list() {
    sheet.y += 12;
    for (Entry entry : entries) {
      Ink ink = Look.of(entry.kind()).ink();
      sheet.box(Sheet.MARGIN, sheet.y + 3, 11, 11, ink, opacity(entry));
      line(entry.name(), entry.kb());
    }
    long left = ledger.unaccountedKb();
    if (left != 0) {
      sheet.hatch(Sheet.MARGIN, sheet.y + 3, 11, 11, Ink.OTHER);
      line(
          left > 0
              ? "unaccounted: in no line of the report"
              : "named twice: memory moved while the lines were printed",
          left);
    }
    sheet.line(Sheet.MARGIN, sheet.y + 1, sheet.right(), sheet.y + 1, Ink.GRID, 1);
    sheet.y += 3;
    line(ledger.what(), ledger.totalKb());
  }

  private void line(String name, long kb) {
    double y = sheet.y + 13;
    String shown = Lettering.PLAIN.clip(name, sheet.right() - 210);
    String share = Words.percent(kb, ledger.totalKb());
    sheet.text(Sheet.MARGIN + 19, y, shown, Ink.TEXT, Anchor.START);
    sheet.text(sheet.right() - 64, y, Words.kb(kb), Ink.TEXT, Anchor.END);
    sheet.text(sheet.right(), y, share, Ink.MUTED, Anchor.END);
    sheet.y += Sheet.LINE + 1;
  }

  private String title() {
    long total = ledger.totalKb();
    Map.Entry<Kind, Long> most =
        sums.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .orElseGet(() -> Map.entry(Kind.RESERVED, 0L));
    long left = ledger.unaccountedKb();
    return left > most.getValue()
        ? Words.percent(left, total) + " of " + Words.kb(total) + " is in no line of the report"
        : Look.of(most.getKey()).most()
            + " the largest part: "
            + Words.percent(most.getValue(), total)
            + " of "
            + Words.kb(total);
  }

  private String subtitle() {
    long left = ledger.unaccountedKb();
    String rest =
        left == 0
            ? "every page is accounted for"
            : left > 0
                ? Words.percent(left, ledger.totalKb()) + " is in no line of the report"
                : "the lines name " + Words.kb(-left) + " more than there is";
    return "What used " + ledger.what() + "; " + rest + ".";
  }

  /** Entries of one kind have one colour, each paler than the one before. */
  private double opacity(Entry entry) {
    List<Entry> same = entries.stream().filter(e -> e.kind() == entry.kind()).toList();
    return Math.max(0.4, 1 - 0.18 * same.indexOf(entry));
  }
}
