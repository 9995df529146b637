package oomlab.chart;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.chart.Mark.Anchor;
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
  private final long scaleKb;
  private final Picture picture = new Picture();

  private LedgerChart(Ledger ledger) {
    this.ledger = ledger;
    this.entries =
        ledger.entries().stream()
            .filter(e -> e.kb() > 0)
            .sorted(Comparator.comparing(Entry::kind).thenComparing(e -> -e.kb()))
            .toList();
    entries.forEach(e -> sums.merge(e.kind(), e.kb(), Long::sum));
    long named = entries.stream().mapToLong(Entry::kb).sum();
    this.scaleKb = Math.max(Math.max(named, ledger.totalKb()), ledger.swapUsedKb().orElse(0));
  }

  static Chart of(Explanation explanation) {
    Optional<Ledger> ledger = explanation.ledger().filter(l -> l.totalKb() > 0);
    return ledger.isPresent()
        ? new LedgerChart(ledger.get()).paint()
        : Sheet.missing(
            "The report does not tell where the memory was",
            List.of("The counters that would say so are not in it, or the log was cut."));
  }

  private Chart paint() {
    String title = title();
    double y = Sheet.heading(picture, title, subtitle()) + 28;
    Plot plot = new Plot(Sheet.MARGIN, y, Sheet.RIGHT - Sheet.MARGIN, BAR, (double) scaleKb, 0, 1);
    double at = 0;
    for (Entry entry : entries) {
      plot.bar(at, at + entry.kb(), 0, 1, ink(entry.kind()), opacity(entry));
      at += entry.kb();
    }
    picture.addAll(plot.marks());
    separators(plot);
    long left = ledger.unaccountedKb();
    if (left > 0) {
      picture.hatch(plot.x(at), y, plot.x(at + left) - plot.x(at), BAR, Ink.OTHER);
    } else if (left < 0) {
      double end = plot.x((double) ledger.totalKb());
      picture.dashed(end, y - 4, end, y + BAR + 4, Ink.TEXT, 1);
    }
    kinds(plot);
    y += BAR;
    if (ledger.swapUsedKb().orElse(0) > 0) {
      y = swap(plot, y);
    }
    y = list(y + 26);
    return Sheet.finish(picture, y - 8, title + ". " + subtitle());
  }

  /** Entries of one kind have one colour; paper between them keeps them apart. */
  private void separators(Plot plot) {
    double at = 0;
    for (Entry entry : entries) {
      at += entry.kb();
      if (plot.x((double) entry.kb()) - plot.x(0) > 2) {
        picture.line(plot.x(at), plot.top(), plot.x(at), plot.bottom(), Ink.PAPER, 1);
      }
    }
  }

  /** Names the kinds above the bar, those for whose name there is room. */
  private void kinds(Plot plot) {
    double at = 0;
    for (Map.Entry<Kind, Long> sum : sums.entrySet()) {
      above(plot, at, sum.getValue(), word(sum.getKey()));
      at += sum.getValue();
    }
    if (ledger.unaccountedKb() > 0) {
      above(plot, at, ledger.unaccountedKb(), "unaccounted");
    }
  }

  private void above(Plot plot, double fromKb, long kb, String word) {
    double room = plot.x((double) kb) - plot.x(0);
    String text = word + " " + Sizes.percent(kb, ledger.totalKb());
    if (Picture.width(text, Picture.TEXT_PIXELS) < room) {
      picture.label(plot.x(fromKb + kb / 2.0), plot.top() - 7, text, Ink.TEXT, Anchor.MIDDLE);
    }
  }

  private double swap(Plot plot, double top) {
    double used = ledger.swapUsedKb().orElse(0);
    double y = top + 10;
    picture.box(plot.left(), y, Math.max(1, plot.x(used) - plot.left()), SWAP_BAR, Ink.LIMIT, 1);
    String text = "and in swap: " + Sizes.kb((long) used) + ", on the same scale";
    boolean beside = plot.x(used) + 8 + Picture.width(text, Picture.TEXT_PIXELS) < Sheet.RIGHT;
    double x = beside ? plot.x(used) + 8 : plot.left();
    double baseline = beside ? y + 12 : y + SWAP_BAR + 15;
    picture.label(x, baseline, text, Ink.TEXT, Anchor.START);
    return y + SWAP_BAR + (beside ? 0 : 18);
  }

  private double list(double top) {
    double y = top;
    for (Entry entry : entries) {
      picture.box(Sheet.MARGIN, y - 10, 11, 11, ink(entry.kind()), opacity(entry));
      y = line(y, entry.name(), entry.kb());
    }
    if (ledger.unaccountedKb() != 0) {
      picture.hatch(Sheet.MARGIN, y - 10, 11, 11, Ink.OTHER);
      String name =
          ledger.unaccountedKb() > 0
              ? "unaccounted: in no line of the report"
              : "named twice: memory moved while the lines were printed";
      y = line(y, name, ledger.unaccountedKb());
    }
    picture.line(Sheet.MARGIN, y - 12, Sheet.RIGHT, y - 12, Ink.GRID, 1);
    return line(y + 3, ledger.what(), ledger.totalKb());
  }

  private double line(double y, String name, long kb) {
    double room = Sheet.RIGHT - Sheet.MARGIN - 20 - 170;
    picture.label(
        Sheet.MARGIN + 19,
        y,
        Lettering.clip(name, room, Picture.TEXT_PIXELS),
        Ink.TEXT,
        Anchor.START);
    picture.label(Sheet.RIGHT - 64, y, Sizes.kb(kb), Ink.TEXT, Anchor.END);
    picture.label(Sheet.RIGHT, y, Sizes.percent(kb, ledger.totalKb()), Ink.MUTED, Anchor.END);
    return y + Sheet.LINE + 1;
  }

  private String title() {
    Optional<Map.Entry<Kind, Long>> most =
        sums.entrySet().stream().max(Map.Entry.comparingByValue());
    long largest = most.map(Map.Entry::getValue).orElse(0L);
    String total = Sizes.kb(ledger.totalKb());
    if (most.isEmpty() || ledger.unaccountedKb() > largest) {
      return "%s of %s is in no line of the report"
          .formatted(Sizes.percent(ledger.unaccountedKb(), ledger.totalKb()), total);
    }
    return "%s: %s of %s"
        .formatted(phrase(most.get().getKey()), Sizes.percent(largest, ledger.totalKb()), total);
  }

  private String subtitle() {
    long left = ledger.unaccountedKb();
    String rest =
        left == 0
            ? "every page is accounted for"
            : left > 0
                ? Sizes.percent(left, ledger.totalKb()) + " is in no line of the report"
                : "the lines name " + Sizes.kb(-left) + " more than there is";
    return "What used %s; %s.".formatted(ledger.what(), rest);
  }

  private double opacity(Entry entry) {
    List<Entry> same = entries.stream().filter(e -> e.kind() == entry.kind()).toList();
    return Math.max(0.4, 1 - 0.18 * same.indexOf(entry));
  }

  private static Ink ink(Kind kind) {
    return switch (kind) {
      case ANONYMOUS -> Ink.RSS;
      case SHARED -> Ink.SHMEM;
      case FILE -> Ink.FILE;
      case KERNEL -> Ink.CGROUP;
      case HUGE -> Ink.LIMIT;
      case FREE -> Ink.THREAD;
      case RESERVED -> Ink.OTHER;
    };
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case ANONYMOUS -> "processes";
      case SHARED -> "shared";
      case FILE -> "files";
      case KERNEL -> "kernel";
      case HUGE -> "huge pages";
      case FREE -> "free";
      case RESERVED -> "reserved";
    };
  }

  private static String phrase(Kind kind) {
    return switch (kind) {
      case ANONYMOUS -> "Processes' own memory is the largest part";
      case SHARED -> "Shared memory and tmpfs are the largest part";
      case FILE -> "Copies of files are the largest part";
      case KERNEL -> "The kernel itself has the largest part";
      case HUGE -> "Huge pages set aside are the largest part";
      case FREE -> "Free memory is the largest part";
      case RESERVED -> "What was never given out is the largest part";
    };
  }
}
