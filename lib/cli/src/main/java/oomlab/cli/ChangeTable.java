package oomlab.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.grade.CellScore;
import oomlab.grade.GradedSubmission;
import oomlab.grade.PointsChange;
import oomlab.grade.Regrading;

/** What grading once more changes, for a terminal: each question, each sum, and the class. */
final class ChangeTable {
  private ChangeTable() {}

  static String of(List<Regrading.Pair> pairs) {
    List<Regrading.Pair> changed = pairs.stream().filter(Regrading.Pair::changed).toList();
    String all =
        "%d graded once more, %d with other points: %d with more, %d with fewer.%n"
            .formatted(
                pairs.size(),
                changed.size(),
                changed.stream().filter(p -> gain(p) > 0).count(),
                changed.stream().filter(p -> gain(p) < 0).count());
    if (changed.isEmpty()) {
      return all;
    }
    TextTable table = new TextTable("<student", "<question", "before", "after");
    for (Regrading.Pair pair : changed) {
      for (PointsChange change : pair.changes()) {
        table.row(
            change.submission(), change.gradeId(), words(change.before()), words(change.after()));
      }
      table.row(pair.after().submission(), "sum", sum(pair.before()), sum(pair.after()));
    }
    return table
        + "\n"
        + all
        + "Sum of all points: %s before, %s after.%n"
            .formatted(
                number(total(pairs.stream().map(Regrading.Pair::before))),
                number(total(pairs.stream().map(Regrading.Pair::after))));
  }

  private static double gain(Regrading.Pair pair) {
    return pair.after().total() - pair.before().total();
  }

  private static double total(Stream<GradedSubmission> graded) {
    return graded.mapToDouble(GradedSubmission::total).sum();
  }

  private static String sum(GradedSubmission graded) {
    return graded.graded() ? number(graded.total()) : "no grade";
  }

  private static String words(Optional<CellScore> cellScore) {
    return cellScore
        .map(each -> each.needsManual() ? "waits" : number(each.score()) + of(each))
        .orElse("-");
  }

  private static String of(CellScore cellScore) {
    return " of " + number(cellScore.max());
  }

  private static String number(double points) {
    return String.format(Locale.ROOT, "%.2f", points);
  }
}
