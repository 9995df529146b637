package oomlab.grade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;

/** The answers of a submission that a person has to grade. */
public final class ManualAnswers {
  private ManualAnswers() {}

  /**
   * Finds the answers whose points wait. A task is answered in the student's own cells behind it,
   * and other answers may go on there. Where nothing stands behind a task, all own cells are shown.
   *
   * @param executed the notebook as it ran
   */
  public static List<ManualPage.Answer> of(GradedSubmission graded, Optional<Notebook> executed) {
    return executed.map(notebook -> of(graded, notebook.cells())).orElse(List.of());
  }

  private static List<ManualPage.Answer> of(GradedSubmission graded, List<Cell> cells) {
    List<ManualPage.Answer> answers = new ArrayList<>();
    for (CellScore cellScore : graded.marks()) {
      for (int i = 0; i < cells.size(); i++) {
        Cell cell = cells.get(i);
        if (cellScore.needsManual() && cell.gradeId().equals(cellScore.gradeId())) {
          answers.add(
              new ManualPage.Answer(
                  graded.submission(),
                  cellScore.gradeId(),
                  cellScore.max(),
                  text(cells, i),
                  AnswerContext.of(cells, i)));
        }
      }
    }
    return answers;
  }

  private static String text(List<Cell> cells, int number) {
    Cell cell = cells.get(number);
    List<Cell> written = new ArrayList<>(own(cells, number));
    String elsewhere = "";
    if (cell.kind() == Kind.TASK && written.isEmpty()) {
      cells.stream().filter(ManualAnswers::isOwn).forEach(written::add);
      elsewhere = written.isEmpty() ? "" : "(Nothing stands below the task. Elsewhere:)\n\n";
    }
    if (cell.kind() != Kind.TASK && !Checksum.fits(cell)) {
      written.add(0, cell);
    }
    return elsewhere + written.stream().map(Cell::source).collect(Collectors.joining("\n\n"));
  }

  private static boolean isOwn(Cell cell) {
    return cell.kind() == Kind.NONE && ExecutedNotebook.isStudents(cell);
  }

  /** Returns the student's own cells behind one of the assignment's. */
  static List<Cell> own(List<Cell> cells, int number) {
    return cells.stream().skip(number + 1L).takeWhile(cell -> cell.kind() == Kind.NONE).toList();
  }
}
