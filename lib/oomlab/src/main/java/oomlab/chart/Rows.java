package oomlab.chart;

import java.util.List;
import java.util.Optional;
import oomlab.chart.Picture.Anchor;

/** Bars, a row for each process: its name on the left, what it comes to on the right of its bar. */
final class Rows {
  private static final int LEFT = 222;
  private static final int ROOM_RIGHT = 212;
  private static final int HEIGHT = 24;

  private Rows() {}

  /**
   * A process.
   *
   * @param rank before its name
   * @param value in words
   * @param parts one behind the other, from 0
   */
  record Row(String rank, String comm, int pid, Tone tone, String value, List<Part> parts) {}

  /** How much a row asks for the reader's eyes. */
  enum Tone {
    MARKED,
    PLAIN,
    PALE
  }

  /** A stretch of a bar. */
  record Part(double from, double to, Ink ink, double opacity) {}

  /** A line across all rows, and what it says. */
  record Mark(double at, String text) {}

  /** Adds the rows to a sheet, above an axis in this unit. */
  static void draw(Sheet sheet, List<Row> rows, String unit, Optional<Mark> mark) {
    sheet.y += mark.isEmpty() ? 8 : 26;
    double most =
        rows.stream().flatMap(r -> r.parts().stream()).mapToDouble(Part::to).max().orElse(0);
    Plot plot =
        sheet.plot(
            LEFT,
            ROOM_RIGHT,
            rows.size() * HEIGHT,
            Range.upTo(most > 0 ? most : 1),
            new Range(-rows.size(), 0));
    sheet.xAxis(plot, most > 0 ? plot.xs().ticks(3) : List.of(0.0), unit);
    for (int i = 0; i < rows.size(); i++) {
      for (Part part : rows.get(i).parts()) {
        plot.bar(part.from(), part.to(), -i - 0.84, -i - 0.16, part.ink(), part.opacity());
      }
    }
    plot.paint();
    mark.ifPresent(
        m -> {
          double x = plot.x(m.at());
          sheet.dashed(x, plot.top() - 6, x, plot.bottom(), Ink.TEXT, 1);
          sheet.text(x, plot.top() - 10, m.text(), Ink.TEXT, Anchor.MIDDLE);
        });
    for (int i = 0; i < rows.size(); i++) {
      words(sheet, plot, plot.y(-i - 0.5) + 4, rows.get(i));
    }
  }

  private static void words(Sheet sheet, Plot plot, double y, Row row) {
    boolean pale = row.tone() == Tone.PALE;
    Lettering lettering = row.tone() == Tone.MARKED ? Lettering.BOLD : Lettering.PLAIN;
    sheet.text(Sheet.MARGIN + 22, y, row.rank(), Ink.MUTED, Anchor.END);
    String name = lettering.process(row.comm(), row.pid(), LEFT - 56);
    sheet.text(LEFT - 8, y, name, pale ? Ink.MUTED : Ink.TEXT, Anchor.END, lettering);
    double end = plot.x(row.parts().stream().mapToDouble(Part::to).max().orElse(0)) + 7;
    boolean beside = !pale || end + lettering.width(row.value()) < sheet.right();
    double x = beside ? end : LEFT + 6;
    String value = lettering.clip(row.value(), Sheet.REPORT_WIDTH - 4 - x);
    Ink ink = row.tone() == Tone.MARKED ? Ink.KILL : Ink.MUTED;
    if (beside) {
      sheet.textOnPaper(x, y, value, ink, Anchor.START, lettering);
    } else {
      sheet.text(x, y, value, ink, Anchor.START, lettering);
    }
  }
}
