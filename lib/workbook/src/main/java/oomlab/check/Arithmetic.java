package oomlab.check;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.NoSuchElementException;
import oomlab.explain.Explanation;
import oomlab.explain.Replay;
import oomlab.explain.Replay.Candidate;
import oomlab.explain.Replay.Ranking;
import oomlab.report.OomReport;

/**
 * The arithmetic that questions of several chapters share. What a report does not have ends in
 * {@link NoSuchElementException}: the question cannot be asked of it, or the mistake not be made.
 */
final class Arithmetic {
  /** What a question about several things is about, in the order in which it names them. */
  @SuppressWarnings("unchecked")
  static final Class<List<?>> LIST = (Class<List<?>>) (Class<?>) List.class;

  private Arithmetic() {}

  static String n(long value) {
    return ExpectedAnswer.shown(value);
  }

  /**
   * Returns one of the things that a question is about.
   *
   * @throws IllegalArgumentException if the list holds something else there; in a sentence
   */
  static <T> T item(List<?> list, int index, Class<T> type) {
    if (index >= list.size() || !type.isInstance(list.get(index))) {
      throw new IllegalArgumentException(
          words("item %d of the list must be of the type %s", index + 1, type.getSimpleName()));
    }
    return type.cast(list.get(index));
  }

  static World world(List<?> list) {
    return item(list, 0, World.class);
  }

  static OomReport report(List<?> list) {
    return item(list, 1, OomReport.class);
  }

  static OomReport.Task row(OomReport report, int pid) {
    return report.task(pid).orElseThrow();
  }

  static OomReport.Task victim(OomReport report) {
    return row(report, report.kill().orElseThrow().pid());
  }

  static long rss(OomReport.Task row) {
    return row.rssPages().orElseThrow();
  }

  static long swapped(OomReport.Task row) {
    return row.swapents().orElseThrow();
  }

  /** Returns what a row of page tables weighs, in pages. */
  static long tables(OomReport report, OomReport.Task row) {
    return row.pgtablesBytes().isPresent()
        ? row.pgtablesBytes().getAsLong() / report.pageBytes()
        : row.nrPtes().orElseThrow() + row.nrPmds().orElse(0);
  }

  /** Returns the pages of a row that count: resident, swapped out, page tables. */
  static long held(OomReport report, OomReport.Task row) {
    return rss(row) + swapped(row) + tables(report, row);
  }

  static Replay replay(OomReport report) {
    return Explanation.of(report).replay();
  }

  static Ranking ranking(OomReport report) {
    return replay(report).ranking().orElseThrow();
  }

  static Candidate candidate(OomReport report, int pid) {
    return ranking(report).of(pid).orElseThrow();
  }

  /** Returns the points of a row if it had this adjustment, by the rule of the report's kernel. */
  static long points(OomReport report, int pid, int adj) {
    Ranking ranking = ranking(report);
    Candidate candidate = ranking.of(pid).orElseThrow();
    return ranking.formula().points(candidate.pages(), adj, candidate.root(), ranking.totalPages());
  }

  /** Returns all pages that a score is a share of. */
  static long total(OomReport report) {
    return replay(report).total().known().orElseThrow();
  }

  /** Returns the pages of RAM that the kernel hands out. */
  static long ram(OomReport report) {
    return report.ramPages().orElseThrow() - report.reservedPages().orElseThrow();
  }

  static long kbOfPage(OomReport report) {
    return report.pageBytes() / 1024;
  }

  static OomReport.Zone zone(OomReport report, String name) {
    return report.zones().stream().filter(z -> z.zone().equals(name)).findFirst().orElseThrow();
  }

  static long field(OomReport.Zone zone, String name) {
    return zone.field(name).orElseThrow();
  }

  static long counter(OomReport report, String name) {
    Long value = report.memInfo().get(name);
    if (value == null) {
      throw new NoSuchElementException(name);
    }
    return value;
  }
}
