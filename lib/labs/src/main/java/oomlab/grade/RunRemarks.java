package oomlab.grade;

import java.util.ArrayList;
import java.util.List;
import oomlab.grade.Remark.Weight;
import oomlab.grade.Splice.Part;
import oomlab.sandbox.CellResult;
import oomlab.sandbox.CellResult.Fate;

/** What running a cell has shown. */
final class RunRemarks {
  private RunRemarks() {}

  static List<Remark> of(Part part, CellResult ran) {
    List<Remark> remarks = new ArrayList<>();
    String id = part.cell().gradeId();
    if (ran.end() != Fate.DONE && ran.end() != Fate.BLANK) {
      remarks.add(ended(id, ran));
    }
    if (!ran.refused().isEmpty()) {
      String sentence = "it declares what belongs to the assignment, which was left out: ";
      remarks.add(
          new Remark(
              id, "reserved-name", Weight.WARNING, sentence + String.join(", ", ran.refused())));
    }
    if (!ran.changed().isEmpty()) {
      String sentence = "variables of the assignment had been changed, and were put back: ";
      remarks.add(
          new Remark(
              id, "changed-variable", Weight.WARNING, sentence + String.join(", ", ran.changed())));
    }
    if (!ran.threads().isEmpty()) {
      String sentence = "threads of the submission go on: ";
      remarks.add(
          new Remark(id, "threads", Weight.NOTE, sentence + String.join(", ", ran.threads())));
    }
    List<String> magics = ran.magics().stream().filter(name -> !name.equals("classpath")).toList();
    if (!magics.isEmpty()) {
      String sentence = "magics do nothing while it is graded: %";
      remarks.add(new Remark(id, "magic", Weight.NOTE, sentence + String.join(", %", magics)));
    }
    if (ran.flooded()) {
      remarks.add(
          new Remark(
              id, "output-flood", Weight.WARNING, "it printed too much; the rest was dropped"));
    }
    return remarks;
  }

  private static Remark ended(String id, CellResult ran) {
    return switch (ran.end()) {
      case TIMED_OUT -> new Remark(id, "timeout", Weight.WARNING, ran.words());
      case DIED -> new Remark(id, "killed-kernel", Weight.WARNING, ran.words());
      case FORGED -> new Remark(id, "forged-answer", Weight.CHEAT, ran.words());
      default -> new Remark(id, "not-run", Weight.WARNING, ran.words());
    };
  }
}
