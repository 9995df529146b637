package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import oomlab.grade.MergedNotebook.Part;
import oomlab.grade.Remark.Weight;
import oomlab.sandbox.CellResult;
import oomlab.sandbox.CellResult.CellEnd;

/** Remarks on how a submission's cell ran: time limit, process, magics, output. */
public final class CellRemarks {
  /** The kind of remark on a test that could not be judged by values. */
  public static final String IN_STUDENTS_PROCESS = "in-students-process";

  private CellRemarks() {}

  /**
   * Returns them.
   *
   * @param before the cell of the assignment that stands before it, for one of the student's own
   */
  static List<Remark> of(Part part, String before, CellResult result) {
    String id = part.cell().gradeId();
    return of(id, result).stream()
        .map(remark -> id.isEmpty() ? own(remark, before) : remark)
        .toList();
  }

  private static Remark own(Remark remark, String before) {
    String where =
        before.isEmpty()
            ? words("the student's own cell before all others: %s", remark.sentence())
            : words("the student's own cell behind %s: %s", before, remark.sentence());
    return new Remark("", remark.kind(), remark.weight(), where);
  }

  private static List<Remark> of(String id, CellResult result) {
    List<Remark> remarks = new ArrayList<>();
    if (result.end() != CellEnd.DONE && result.end() != CellEnd.BLANK) {
      remarks.add(ended(id, result));
    }
    if (result.inStudentsProcess()) {
      remarks.add(
          new Remark(
              id,
              IN_STUDENTS_PROCESS,
              Weight.NOTE,
              words("this test ran in the student's process, which could deceive it")));
    }
    List<String> magics =
        result.magics().stream().filter(name -> !name.equals("classpath")).toList();
    if (!magics.isEmpty()) {
      String sentence =
          words("magics do nothing while it is graded: %%%s", String.join(", %", magics));
      remarks.add(new Remark(id, "magic", Weight.NOTE, sentence));
    }
    if (result.flooded()) {
      remarks.add(
          new Remark(
              id,
              "output-flood",
              Weight.NOTE,
              words("it prints more than is kept; the rest was left out")));
    }
    return remarks;
  }

  private static Remark ended(String id, CellResult result) {
    return switch (result.end()) {
      case TIMED_OUT -> new Remark(id, "timeout", Weight.WARNING, result.words());
      case DIED -> new Remark(id, "killed-kernel", Weight.WARNING, result.words());
      case BROKEN -> new Remark(id, "broken-answer", Weight.WARNING, result.words());
      default -> new Remark(id, "not-run", Weight.WARNING, result.words());
    };
  }
}
