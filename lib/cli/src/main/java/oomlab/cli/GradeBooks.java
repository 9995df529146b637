package oomlab.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import oomlab.grade.Assignment;
import oomlab.grade.ExecutedNotebook;
import oomlab.grade.GradeException;
import oomlab.grade.GradeStore;
import oomlab.grade.Gradebook;
import oomlab.grade.GradedSubmission;
import oomlab.grade.HandInRemarks;
import oomlab.grade.Likeness;
import oomlab.grade.LikenessPage;
import oomlab.grade.ManualAnswers;
import oomlab.grade.ManualMerge;
import oomlab.grade.ManualPage;
import oomlab.grade.ManualPoints;
import oomlab.grade.Remark;
import oomlab.grade.Statistics;
import oomlab.grade.Submission;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Notebook;

/** The tables and pages of a class, from its results. */
final class GradeBooks {
  private final Assignment assignment;
  private final GradeStore store;
  private final More more;
  private final Optional<ManualPoints> other;
  private final boolean names;

  /**
   * Prepares.
   *
   * @param other another grader's points, which fit
   * @param names whether the page of written answers says whose they are
   */
  GradeBooks(
      Assignment assignment,
      GradeStore store,
      More more,
      Optional<ManualPoints> other,
      boolean names) {
    this.assignment = assignment;
    this.store = store;
    this.more = more;
    this.other = other;
    this.names = names;
  }

  private ManualPoints points() throws GradeException, IOException {
    ManualPoints ours = store.manual();
    return other.isEmpty() ? ours : ManualMerge.of(ours, other.get()).points();
  }

  /** What is known of submissions beside what is in them. */
  interface More {
    /** Returns further remarks on a submission, with the points it has in the end. */
    List<Remark> remarks(GradedSubmission graded);

    /** Returns further columns of the gradebook. */
    List<Gradebook.Column> columns();
  }

  /**
   * Writes them all.
   *
   * @return the results with the instructor's points and with what only the whole class shows
   * @throws GradeException if what the instructor has typed is no points
   */
  List<GradedSubmission> write(List<Submission> submissions, Map<String, GradedSubmission> graded)
      throws GradeException, IOException {
    Map<String, List<Remark>> copies = HandInRemarks.copies(assignment, submissions);
    ManualPoints points = points();
    List<GradedSubmission> finished = new ArrayList<>();
    for (GradedSubmission each : graded.values()) {
      GradedSubmission marked =
          points.apply(each.with(copies.getOrDefault(each.submission(), List.of())));
      finished.add(marked.with(more.remarks(marked)));
    }
    Gradebook book = book(finished);
    store.write("scores.csv", book.scoresCsv());
    store.write("gradebook.csv", book.csv(more.columns()));
    store.write("statistics.csv", Statistics.of(book).csv());
    store.write("remarks.csv", book.remarksCsv());
    ManualPoints listed = points().list(graded.values());
    store.write("manual.csv", listed.csv());
    texts(graded.values(), listed);
    return finished;
  }

  /** Writes the pages of what students wrote. */
  private void texts(Collection<GradedSubmission> graded, ManualPoints listed) throws IOException {
    List<ManualPage.Answer> answers = new ArrayList<>();
    Likeness likeness = new Likeness(assignment);
    for (GradedSubmission each : graded) {
      Optional<Notebook> executed = ExecutedNotebook.parse(store.executed(each.submission()));
      executed.ifPresent(notebook -> likeness.add(each.submission(), notebook));
      ManualAnswers.of(each, executed).forEach(answer -> answers.add(shown(answer, listed)));
    }
    store.write("manual.html", ManualPage.html(assignment.title(), answers));
    LikenessPage alike = likeness.page();
    store.write("likeness.csv", alike.csv());
    store.write("likeness.html", alike.html(assignment.title()));
  }

  private ManualPage.Answer shown(ManualPage.Answer answer, ManualPoints listed) {
    String row = "row " + listed.row(answer.submission(), answer.gradeId());
    return names
        ? answer
        : new ManualPage.Answer(row, answer.gradeId(), answer.max(), answer.text());
  }

  private Gradebook book(List<GradedSubmission> finished) {
    return Gradebook.of(
        assignment.graded().stream().map(Cell::gradeId).collect(Collectors.toList()), finished);
  }

  /** Returns the statistics for a terminal. */
  String table(List<GradedSubmission> finished) {
    return GradeTables.of(Statistics.of(book(finished)));
  }
}
