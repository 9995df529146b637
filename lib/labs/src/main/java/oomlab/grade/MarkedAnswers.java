package oomlab.grade;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The answers that a person marks, and what is typed for them: every change is in {@code
 * manual.csv} when {@link #save} returns. Without names the answers of each question stand in an
 * order that has nothing to do with names, the same each time.
 */
final class MarkedAnswers {
  private final GradeStore store;
  private final List<ManualPage.Answer> answers;

  private MarkedAnswers(GradeStore store, List<ManualPage.Answer> answers) {
    this.store = store;
    this.answers = answers;
  }

  /** Finds the answers of all submissions in a store, question by question. */
  static MarkedAnswers of(GradeStore store, boolean names) throws IOException {
    List<ManualPage.Answer> found = new ArrayList<>();
    for (GradedSubmission each : store.all()) {
      found.addAll(
          ManualAnswers.of(each, ExecutedNotebook.parse(store.executed(each.submission()))));
    }
    List<String> questions = found.stream().map(ManualPage.Answer::gradeId).distinct().toList();
    Comparator<ManualPage.Answer> order =
        Comparator.comparing(answer -> questions.indexOf(answer.gradeId()));
    found.sort(names ? order : order.thenComparing(MarkedAnswers::shuffled));
    return new MarkedAnswers(store, List.copyOf(found));
  }

  private static String shuffled(ManualPage.Answer answer) {
    return SafeName.hash(answer.gradeId() + "\n" + answer.submission());
  }

  /** Returns them in the order in which they are marked; a number in it names an answer. */
  List<ManualPage.Answer> all() {
    return answers;
  }

  /** Returns what is typed for all answers, as the file has it now. */
  List<ManualPoints.Entry> entries() throws GradeException, IOException {
    ManualPoints points = store.manual();
    return answers.stream().map(each -> points.entry(each.submission(), each.gradeId())).toList();
  }

  /** How a change ended. */
  sealed interface Saved {
    /** What the file has now. */
    ManualPoints.Entry entry();

    /** As it was typed. */
    record Done(ManualPoints.Entry entry) implements Saved {}

    /** Not at all: somebody else changed the same answer meanwhile. */
    record Overtaken(ManualPoints.Entry entry) implements Saved {}
  }

  /**
   * Writes what is typed for an answer.
   *
   * @param number from 0
   * @param was what the file had when this was typed
   * @throws GradeException if the score is none, or the file on disk is no such table
   */
  synchronized Saved save(int number, ManualPoints.Entry was, ManualPoints.Entry typed)
      throws GradeException, IOException {
    ManualPage.Answer answer = answers.get(Objects.checkIndex(number, answers.size()));
    ManualPoints points = store.manual();
    ManualPoints.Entry now = points.entry(answer.submission(), answer.gradeId());
    if (!now.equals(was)) {
      return new Saved.Overtaken(now);
    }
    ManualPoints changed = points.with(answer.submission(), answer.gradeId(), answer.max(), typed);
    store.write(ManualPoints.FILE, changed.csv());
    return new Saved.Done(changed.entry(answer.submission(), answer.gradeId()));
  }
}
