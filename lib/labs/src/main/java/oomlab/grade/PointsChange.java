package oomlab.grade;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A question whose points a new grading changes.
 *
 * @param before empty if the question had no score
 * @param after empty if it has none any more
 */
public record PointsChange(
    String submission, String gradeId, Optional<CellScore> before, Optional<CellScore> after) {

  /** Returns what differs in points, in the questions' order; comments do not count. */
  static List<PointsChange> between(GradedSubmission before, GradedSubmission after) {
    Set<String> ids = new LinkedHashSet<>();
    after.marks().forEach(each -> ids.add(each.gradeId()));
    before.marks().forEach(each -> ids.add(each.gradeId()));
    List<PointsChange> changes = new ArrayList<>();
    for (String id : ids) {
      Optional<CellScore> one = named(before, id);
      Optional<CellScore> other = named(after, id);
      if (!worth(one).equals(worth(other))) {
        changes.add(new PointsChange(after.submission(), id, one, other));
      }
    }
    return changes;
  }

  private static Optional<CellScore> named(GradedSubmission graded, String gradeId) {
    return graded.marks().stream().filter(each -> each.gradeId().equals(gradeId)).findFirst();
  }

  private record Worth(double score, double max, boolean needsManual) {}

  private static Optional<Worth> worth(Optional<CellScore> cellScore) {
    return cellScore.map(each -> new Worth(each.score(), each.max(), each.needsManual()));
  }
}
