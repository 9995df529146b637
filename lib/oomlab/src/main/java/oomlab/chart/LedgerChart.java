package oomlab.chart;

import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.translated;
import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import oomlab.chart.Picture.Anchor;
import oomlab.explain.Explanation;
import oomlab.explain.Ledger;
import oomlab.explain.Ledger.Entry;
import oomlab.explain.Ledger.Kind;

/** Lays out where the memory was: each part with its size, then all of it, and swap beside it. */
final class LedgerChart {
  private static final int BARS = 220;
  private static final int ROW = 20;
  private static final double PALE = 0.5;

  private final Ledger ledger;
  private final List<Entry> entries;
  private final Map<Kind, Long> sums = new EnumMap<>(Kind.class);
  private final Sheet sheet;

  /** How a kind is drawn, and what to say if it is most: of how much. */
  private record Look(Ink ink, String most) {
    static Look of(Kind kind) {
      return switch (kind) {
        case ANONYMOUS ->
            new Look(Ink.RSS, later("Processes' own memory is the largest part: %s of %s"));
        case SHARED ->
            new Look(Ink.SHMEM, later("Shared memory and tmpfs are the largest part: %s of %s"));
        case FILE -> new Look(Ink.FILE, later("Copies of files are the largest part: %s of %s"));
        case KERNEL ->
            new Look(Ink.CGROUP, later("The kernel itself has the largest part: %s of %s"));
        case HUGE ->
            new Look(Ink.LIMIT, later("Huge pages set aside are the largest part: %s of %s"));
        case FREE -> new Look(Ink.THREAD, later("Free memory is the largest part: %s of %s"));
        case RESERVED ->
            new Look(Ink.OTHER, later("What was never given out is the largest part: %s of %s"));
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
                    words("The report does not tell where the memory was"),
                    List.of(
                        words(
                            "The counters that would say so are not in it, or the log was cut."))));
  }

  /** A part as a row: its bar begins where the one above ends. */
  private record Part(String name, long fromKb, long kb, Ink ink, double opacity) {
    double to() {
      return (double) (fromKb + Math.abs(kb));
    }
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    long at = 0;
    for (Entry entry : entries) {
      parts.add(new Part(translated(entry.name()), at, entry.kb(), Look.of(entry.kind()).ink(), 1));
      at += entry.kb();
    }
    long left = ledger.unaccountedKb();
    if (left != 0) {
      String name =
          words(
              left > 0
                  ? "unaccounted: in no line of the report"
                  : "named twice: memory moved while the lines were printed");
      parts.add(new Part(name, Math.min(at, at + left), left, Ink.OTHER, PALE));
    }
    parts.add(new Part(ledger.what(), 0, ledger.totalKb(), Ink.TEXT, PALE));
    ledger
        .swapUsedKb()
        .ifPresent(used -> parts.add(new Part(words("and in swap"), 0, used, Ink.LIMIT, PALE)));
    return parts.stream().filter(part -> part.kb() != 0).toList();
  }

  private Chart paint() {
    List<Part> parts = parts();
    sheet.y += 10;
    double most = parts.stream().mapToDouble(Part::to).max().orElse(1);
    Plot plot =
        sheet.plot(
            Sheet.MARGIN,
            Sheet.REPORT_WIDTH - Sheet.MARGIN - BARS,
            parts.size() * ROW,
            Range.upTo(most),
            new Range(-parts.size(), 0));
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      plot.bar((double) part.fromKb(), part.to(), -i - 0.88, -i - 0.12, part.ink(), part.opacity());
      label(part, plot.right() + 12, plot.y(-i - 0.5) + 4);
    }
    plot.paint();
    return sheet.finish(subtitle());
  }

  private void label(Part part, double x, double y) {
    String name = Lettering.PLAIN.clip(part.name(), sheet.right() - 130 - x);
    sheet.text(x, y, name, Ink.TEXT, Anchor.START);
    sheet.text(sheet.right() - 56, y, Numerals.kb(part.kb()), Ink.TEXT, Anchor.END);
    String share = Numerals.percent(part.kb(), ledger.totalKb());
    sheet.text(sheet.right(), y, share, Ink.MUTED, Anchor.END);
  }

  private String title() {
    long total = ledger.totalKb();
    Map.Entry<Kind, Long> most =
        sums.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .orElseGet(() -> Map.entry(Kind.RESERVED, 0L));
    long left = ledger.unaccountedKb();
    return left > most.getValue()
        ? words(
            "%s of %s is in no line of the report",
            Numerals.percent(left, total), Numerals.kb(total))
        : words(
            Look.of(most.getKey()).most(),
            Numerals.percent(most.getValue(), total),
            Numerals.kb(total));
  }

  private String subtitle() {
    long left = ledger.unaccountedKb();
    String rest =
        left == 0
            ? words("every page is accounted for")
            : left > 0
                ? words("%s is in no line of the report", Numerals.percent(left, ledger.totalKb()))
                : words("the lines name %s more than there is", Numerals.kb(-left));
    return words("What used %s; %s.", ledger.what(), rest);
  }
}
