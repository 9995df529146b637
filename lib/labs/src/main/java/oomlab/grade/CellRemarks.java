package oomlab.grade;

import java.util.ArrayList;
import java.util.List;
import oomlab.grade.MergedNotebook.Part;
import oomlab.grade.Remark.Weight;
import oomlab.sandbox.CellResult;
import oomlab.sandbox.CellResult.CellEnd;

/** Remarks on how a submission's cell ran: time limit, refused declarations, threads, output. */
final class CellRemarks {
  private CellRemarks() {}

  static List<Remark> of(Part part, CellResult result) {
    List<Remark> remarks = new ArrayList<>();
    String id = part.cell().gradeId();
    if (result.end() != CellEnd.DONE && result.end() != CellEnd.BLANK) {
      remarks.add(ended(id, result));
    }
    if (!result.refused().isEmpty()) {
      String sentence = "it declares what belongs to the assignment, which was left out: ";
      remarks.add(
          new Remark(
              id, "reserved-name", Weight.WARNING, sentence + String.join(", ", result.refused())));
    }
    if (!result.changed().isEmpty()) {
      String sentence = "variables of the assignment had been changed, and were put back: ";
      remarks.add(
          new Remark(
              id,
              "changed-variable",
              Weight.WARNING,
              sentence + String.join(", ", result.changed())));
    }
    if (!result.threads().isEmpty()) {
      String sentence = "threads of the submission go on: ";
      remarks.add(
          new Remark(id, "threads", Weight.NOTE, sentence + String.join(", ", result.threads())));
    }
    List<String> magics =
        result.magics().stream().filter(name -> !name.equals("classpath")).toList();
    if (!magics.isEmpty()) {
      String sentence = "magics do nothing while it is graded: %";
      remarks.add(new Remark(id, "magic", Weight.NOTE, sentence + String.join(", %", magics)));
    }
    if (result.flooded()) {
      remarks.add(
          new Remark(
              id, "output-flood", Weight.WARNING, "it printed too much; the rest was dropped"));
    }
    return remarks;
  }

  private static Remark ended(String id, CellResult result) {
    return switch (result.end()) {
      case TIMED_OUT -> new Remark(id, "timeout", Weight.WARNING, result.words());
      case DIED -> new Remark(id, "killed-kernel", Weight.WARNING, result.words());
      case FORGED -> new Remark(id, "forged-answer", Weight.CHEAT, result.words());
      default -> new Remark(id, "not-run", Weight.WARNING, result.words());
    };
  }
}
