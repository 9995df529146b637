package oomlab.grade;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The points that two graders gave, as one table. A field that only one of them filled is taken,
 * what is the same is fine, and all else is a conflict.
 *
 * @param points ours, with what only the other has; where there is a conflict, ours
 * @param conflicts in the order of our table
 * @param taken how many answers have something from the other
 */
public record ManualMerge(ManualPoints points, List<Conflict> conflicts, int taken) {
  /** Keeps its own list. */
  public ManualMerge {
    conflicts = List.copyOf(conflicts);
  }

  /**
   * An answer for which two graders have typed different things.
   *
   * @param ours score and comment, each empty for none
   */
  public record Conflict(String submission, String gradeId, Typed ours, Typed theirs) {}

  /** What a grader typed, and out of how many points. */
  public record Typed(String score, double max, String comment) {
    private static Typed of(ManualPoints.Row row) {
      return new Typed(row.score(), row.max(), row.comment());
    }
  }

  /** Merges. */
  public static ManualMerge of(ManualPoints ours, ManualPoints theirs) {
    Map<ManualPoints.Key, ManualPoints.Row> rows = new LinkedHashMap<>(ours.rows());
    List<Conflict> conflicts = new ArrayList<>();
    int taken = 0;
    for (Map.Entry<ManualPoints.Key, ManualPoints.Row> each : theirs.rows().entrySet()) {
      ManualPoints.Key key = each.getKey();
      ManualPoints.Row other = each.getValue();
      if (!other.typed()) {
        continue;
      }
      ManualPoints.Row own =
          rows.getOrDefault(key, new ManualPoints.Row(other.line(), other.max(), "", ""));
      Optional<ManualPoints.Entry> merged = merged(own, other);
      if (merged.isEmpty()) {
        conflicts.add(
            new Conflict(key.submission(), key.gradeId(), Typed.of(own), Typed.of(other)));
      } else if (!merged.get().equals(new ManualPoints.Entry(own.score(), own.comment()))) {
        taken++;
        rows.put(
            key,
            new ManualPoints.Row(
                own.line(), own.max(), merged.get().score(), merged.get().comment()));
      }
    }
    return new ManualMerge(ManualPoints.of(rows), conflicts, taken);
  }

  private static Optional<ManualPoints.Entry> merged(ManualPoints.Row own, ManualPoints.Row other) {
    Optional<String> score = field(own.score(), other.score(), number(own).equals(number(other)));
    Optional<String> comment =
        field(own.comment(), other.comment(), own.comment().equals(other.comment()));
    boolean scale = other.score().isEmpty() || own.max() == other.max();
    return score.isEmpty() || comment.isEmpty() || !scale
        ? Optional.empty()
        : Optional.of(new ManualPoints.Entry(score.get(), comment.get()));
  }

  private static Optional<Double> number(ManualPoints.Row row) {
    return row.score().isEmpty() ? Optional.empty() : Optional.of(Double.valueOf(row.score()));
  }

  private static Optional<String> field(String own, String other, boolean same) {
    if (other.isEmpty() || same) {
      return Optional.of(own);
    }
    return own.isEmpty() ? Optional.of(other) : Optional.empty();
  }
}
