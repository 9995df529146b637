package oomlab.grade;

import java.util.ArrayList;
import java.util.List;

/** Sixty submissions whose marks follow from their number. */
final class SyntheticClass {
  static final List<String> IDS = List.of("q1", "q2", "text", "task");

  private SyntheticClass() {}

  static List<Graded> all() {
    List<Graded> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(submission(i));
    }
    return all;
  }

  static Graded submission(int i) {
    String name = "s%02d".formatted(i);
    if (i % 20 == 19) {
      String why = "It is no notebook.";
      return new Graded(name, Graded.Status.FAILED, why, List.of(), List.of(), 0.1, "k" + i);
    }
    String lost = i % 3 == 0 ? "count pages, not kB" : "";
    List<CellScore> marks =
        List.of(
            new CellScore("q1", CellScore.Kind.TESTS, i % 3 == 0 ? 0 : 2, 2, false, lost),
            new CellScore("q2", CellScore.Kind.TESTS, (i % 4) * 0.75, 3, false, ""),
            i % 5 == 0
                ? new CellScore("text", CellScore.Kind.MANUAL, 0, 4, false, Scoring.NO_RESPONSE)
                : new CellScore("text", CellScore.Kind.MANUAL, 0, 4, true, ""),
            new CellScore("task", CellScore.Kind.TASK, 0, 1, true, ""));
    List<Remark> remarks =
        i % 10 == 0
            ? List.of(new Remark("q1", "duplicate-cell", Remark.Weight.NOTE, "q1 is there twice."))
            : List.of();
    return new Graded(name, Graded.Status.GRADED, "", marks, remarks, 1.5, "k" + i);
  }

  static Graded named(String name) {
    Graded one = submission(1);
    return new Graded(name, one.status(), one.why(), one.marks(), one.remarks(), 1, "key");
  }
}
