package oomlab.grade;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import oomlab.grade.GradedSubmission.Status;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Notebook;

/**
 * Submissions that are graded once more, beside what is kept of them: it says what would change,
 * and changes nothing before {@link #keep}. Either whole submissions, or some questions of theirs;
 * then all else stays as it was graded.
 */
public final class Regrading {
  private final GradeStore store;
  private final Set<String> questions;
  private final Map<String, GradedSubmission> before = new TreeMap<>();
  private final Map<String, GradedSubmission> after = new TreeMap<>();
  private final Map<String, byte[]> executed = new TreeMap<>();
  private final List<Left> left = new ArrayList<>();

  /**
   * Begins.
   *
   * @param questions the test cells whose points are taken; none means all
   */
  public Regrading(GradeStore store, Set<String> questions) {
    this.store = store;
    this.questions = Set.copyOf(questions);
  }

  /** Why a submission stays as it is; only where some questions are graded again. */
  public enum Reason {
    /** It has no result yet. */
    NEVER_GRADED,
    /** Its result says that it could not be graded. */
    WITHOUT_GRADE,
    /** Another notebook or other files are handed in now than were graded. */
    CHANGED,
    /** The assignment's other questions, or their points, are not those that were graded. */
    OTHER_QUESTIONS,
    /** This time it could not be graded. */
    FAILED
  }

  /**
   * A submission that stays as it is.
   *
   * @param why what the grader said, where it failed; else empty
   */
  public record Left(String submission, Reason reason, String why) {}

  /** Returns those of the submissions that can be graded again; {@link #left} has the others. */
  public List<Submission> select(List<Submission> chosen, Assignment assignment, Grader grader)
      throws IOException {
    List<Submission> selected = new ArrayList<>();
    for (Submission each : chosen) {
      Optional<GradedSubmission> kept = store.latest(each.name());
      Optional<Reason> reason =
          questions.isEmpty() ? Optional.empty() : reason(kept, grader.key(each), assignment);
      if (reason.isPresent()) {
        left.add(new Left(each.name(), reason.get(), ""));
      } else {
        kept.ifPresent(graded -> before.put(each.name(), graded));
        selected.add(each);
      }
    }
    return selected;
  }

  private Optional<Reason> reason(
      Optional<GradedSubmission> kept, String key, Assignment assignment) {
    if (kept.isEmpty()) {
      return Optional.of(Reason.NEVER_GRADED);
    }
    if (kept.get().status() != Status.GRADED) {
      return Optional.of(Reason.WITHOUT_GRADE);
    }
    if (!Grader.sameSubmission(kept.get().key(), key)) {
      return Optional.of(Reason.CHANGED);
    }
    List<String> then =
        kept.get().marks().stream().map(each -> worth(each.gradeId(), each.max())).toList();
    List<String> now =
        assignment.graded().stream()
            .map(cell -> worth(cell.gradeId(), Scoring.missing(cell).cellScore().max()))
            .toList();
    return then.equals(now) ? Optional.empty() : Optional.of(Reason.OTHER_QUESTIONS);
  }

  private String worth(String gradeId, double max) {
    return questions.contains(gradeId) ? gradeId : gradeId + " " + max;
  }

  /** Takes a new result of a selected submission and its notebook as it ran, which may be empty. */
  public void take(GradedSubmission fresh, byte[] notebook) throws IOException {
    String name = fresh.submission();
    GradedSubmission kept = before.get(name);
    if (questions.isEmpty() || kept == null) {
      after.put(name, fresh);
      executed.put(name, notebook);
    } else if (fresh.status() != Status.GRADED) {
      left.add(new Left(name, Reason.FAILED, fresh.why()));
    } else {
      after.put(name, merged(kept, fresh));
      executed.put(name, merged(store.executed(name), notebook));
    }
  }

  private GradedSubmission merged(GradedSubmission kept, GradedSubmission fresh) {
    List<CellScore> marks = new ArrayList<>();
    for (int i = 0; i < kept.marks().size(); i++) {
      boolean again = questions.contains(kept.marks().get(i).gradeId());
      marks.add(again ? fresh.marks().get(i) : kept.marks().get(i));
    }
    List<Remark> remarks = new ArrayList<>(kept.remarks());
    remarks.removeIf(each -> questions.contains(each.gradeId()));
    fresh.remarks().stream()
        .filter(each -> questions.contains(each.gradeId()))
        .forEach(remarks::add);
    return new GradedSubmission(
        kept.submission(), kept.status(), kept.why(), marks, remarks, kept.seconds(), fresh.key());
  }

  private byte[] merged(byte[] kept, byte[] fresh) {
    Optional<Notebook> old = ExecutedNotebook.parse(kept);
    Optional<Notebook> later = ExecutedNotebook.parse(fresh);
    return old.isEmpty() || later.isEmpty()
        ? kept
        : ExecutedNotebook.replaced(old.get(), later.get(), questions).bytes();
  }

  /** Returns who stays as it is. */
  public List<Left> left() {
    return List.copyOf(left);
  }

  /** A submission before and after, with the points that a person gave. */
  public record Pair(GradedSubmission before, GradedSubmission after, List<PointsChange> changes) {
    /** Keeps its own list. */
    public Pair {
      changes = List.copyOf(changes);
    }

    /** Returns whether points or the status change. */
    public boolean changed() {
      return !changes.isEmpty() || before.status() != after.status();
    }
  }

  /**
   * Returns the submissions that were graded again; one that had no result had no points.
   *
   * @param points by hand, which stay
   * @throws GradeException if points by hand are above what a question is worth now
   */
  public List<Pair> pairs(ManualPoints points) throws GradeException {
    List<Pair> pairs = new ArrayList<>();
    for (GradedSubmission fresh : after.values()) {
      GradedSubmission none =
          new GradedSubmission(fresh.submission(), Status.FAILED, "", List.of(), List.of(), 0, "");
      GradedSubmission one = points.apply(before.getOrDefault(fresh.submission(), none));
      GradedSubmission other = points.apply(fresh);
      pairs.add(new Pair(one, other, PointsChange.between(one, other)));
    }
    return pairs;
  }

  /** Keeps the new results in the place of the old ones: all, or after a crash none. */
  public void keep() throws IOException {
    store.replace(after.values(), executed);
  }

  /**
   * Says why a question cannot be graded again by running its tests.
   *
   * @return a sentence; empty if it can
   */
  public static Optional<String> refusal(Assignment assignment, String question) {
    List<Cell> graded = assignment.graded();
    List<String> tests =
        graded.stream()
            .filter(cell -> Scoring.missing(cell).cellScore().kind() == CellScore.Kind.TESTS)
            .map(Cell::gradeId)
            .toList();
    if (tests.contains(question)) {
      return Optional.empty();
    }
    boolean byHand = graded.stream().anyMatch(cell -> cell.gradeId().equals(question));
    return Optional.of(
        byHand
            ? question + " is graded by hand, in " + ManualPoints.FILE
            : "the assignment has no question "
                + question
                + "; there are "
                + String.join(", ", tests));
  }
}
