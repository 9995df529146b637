package oomlab.grade;

import java.util.ArrayList;
import java.util.List;

/**
 * What a submission got.
 *
 * @param submission its name, such as the student's folder
 * @param status whether there are marks
 * @param why a sentence when it failed, else empty
 * @param marks one for each cell that gives points, in the notebook's order
 * @param remarks what the instructor should know
 * @param seconds how long the grading took
 * @param key hash of all that the marks depend on; equal keys, equal marks
 */
public record Graded(
    String submission,
    Status status,
    String why,
    List<CellScore> marks,
    List<Remark> remarks,
    double seconds,
    String key) {

  /** Whether a submission could be graded. */
  public enum Status {
    /** Each of its cells has a mark. */
    GRADED,
    /** It could not be read or run at all. */
    FAILED
  }

  /** Keeps its own lists. */
  public Graded {
    marks = List.copyOf(marks);
    remarks = List.copyOf(remarks);
  }

  /** Returns the same with more to know. */
  public Graded with(List<Remark> more) {
    List<Remark> all = new ArrayList<>(remarks);
    all.addAll(more);
    return new Graded(submission, status, why, marks, all, seconds, key);
  }

  /** Returns the sum of the scores. */
  public double total() {
    return marks.stream().mapToDouble(CellScore::score).sum();
  }

  /** Returns the most that could be had. */
  public double max() {
    return marks.stream().mapToDouble(CellScore::max).sum();
  }

  /** Returns whether a person has to look at one of its cells. */
  public boolean needsManual() {
    return marks.stream().anyMatch(CellScore::needsManual);
  }
}
