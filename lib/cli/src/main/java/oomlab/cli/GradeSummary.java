package oomlab.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import oomlab.grade.CellRemarks;
import oomlab.grade.CellScore;
import oomlab.grade.GradedSubmission;
import oomlab.grade.GradedSubmission.Status;
import oomlab.grade.Remark;

/** The last lines of a grading: how many have a grade, and by name who has none, and why. */
final class GradeSummary {
  private static final int NAMES = 20;

  private final List<GradedSubmission> all;

  GradeSummary(List<GradedSubmission> all) {
    this.all = List.copyOf(all);
  }

  /** Returns the command's status: 0 if every submission has a grade, else 1. */
  int exitStatus() {
    return all.stream().allMatch(GradedSubmission::graded) ? 0 : 1;
  }

  /** Prints a line for each reason, and the count of those that have a grade. */
  void print(PrintWriter words, Object folder) {
    line(words, Status.ABSENT, "without a notebook: no grade, and no 0 either");
    line(words, Status.AMBIGUOUS, "with several notebooks that could be meant: leave one of them");
    line(words, Status.FAILED, "could not be read or run");
    line(
        words,
        Status.NOT_RUN,
        "could not be run for a reason of this machine; nothing is kept of them, grade again");
    all.stream()
        .filter(each -> each.status() == Status.NOT_RUN)
        .findFirst()
        .ifPresent(first -> words.printf("  such as %s: %s%n", first.submission(), first.why()));
    String deceivable =
        all.stream()
            .flatMap(each -> each.remarks().stream())
            .filter(remark -> remark.kind().equals(CellRemarks.IN_STUDENTS_PROCESS))
            .map(Remark::gradeId)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!deceivable.isEmpty()) {
      words.printf(
          "Tests that ran in the students' processes, which could deceive them: %s; see ./oomlab"
              + " assign --lint%n",
          deceivable);
    }
    long waiting =
        all.stream().flatMap(each -> each.marks().stream()).filter(CellScore::needsManual).count();
    if (waiting > 0) {
      words.printf(
          "%d answers wait for points by hand, which no sum has yet: ./oomlab mark %s%n",
          waiting, folder);
    }
    long graded = all.stream().filter(GradedSubmission::graded).count();
    words.printf(
        "%d graded, %d could not be; results in %s%n", graded, all.size() - graded, folder);
    words.flush();
  }

  private void line(PrintWriter words, Status status, String what) {
    List<String> names =
        all.stream().filter(e -> e.status() == status).map(GradedSubmission::submission).toList();
    if (!names.isEmpty()) {
      String more = names.size() > NAMES ? " and %d more".formatted(names.size() - NAMES) : "";
      words.printf(
          "%d %s: %s%s%n",
          names.size(),
          what,
          names.stream().limit(NAMES).collect(Collectors.joining(", ")).replaceAll("\\p{Cc}", "?"),
          more);
    }
  }
}
