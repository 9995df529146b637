package oomlab.grade;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The scores and remarks of one submission, as its result file holds them.
 *
 * @param submission its name, such as the student's folder
 * @param status whether there are marks
 * @param why a sentence where there are none, else empty
 * @param marks one for each cell that gives points, in the notebook's order
 * @param remarks what the instructor should know
 * @param seconds how long the grading took
 * @param key hash of all that the marks depend on; equal keys, equal marks
 */
public record GradedSubmission(
    String submission,
    Status status,
    String why,
    List<CellScore> marks,
    List<Remark> remarks,
    double seconds,
    String key) {

  /** Whether a submission could be graded. Only one that was has points, were it none of them. */
  public enum Status {
    /** Each of its cells has a mark. */
    GRADED,
    /** It has no notebook of the assignment. */
    ABSENT,
    /** It has several notebooks of the assignment, and nothing tells which one is meant. */
    AMBIGUOUS,
    /** It could not be read or run at all, for a reason of its own. */
    FAILED,
    /** This machine could not run it; nothing is known of the submission. */
    NOT_RUN;

    /** Returns the word for it in tables, such as {@code graded}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Keeps its own lists. */
  public GradedSubmission {
    marks = List.copyOf(marks);
    remarks = List.copyOf(remarks);
  }

  /** Returns a submission without marks. */
  static GradedSubmission without(
      String submission, Status status, String why, double seconds, String key) {
    return new GradedSubmission(submission, status, why, List.of(), List.of(), seconds, key);
  }

  /** Returns the same with more to know. */
  public GradedSubmission with(List<Remark> more) {
    List<Remark> all = new ArrayList<>(remarks);
    all.addAll(more);
    return new GradedSubmission(submission, status, why, marks, all, seconds, key);
  }

  /** Returns whether it has marks. */
  public boolean graded() {
    return status == Status.GRADED;
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
