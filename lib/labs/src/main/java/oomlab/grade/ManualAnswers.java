package oomlab.grade;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import oomlab.ipynb.Cell;
import oomlab.ipynb.GradeMark.Kind;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;

/** What a person has to read of a submission. */
public final class ManualAnswers {
  private ManualAnswers() {}

  /**
   * Finds the answers whose points wait. A task is answered in the student's own cells behind it.
   *
   * @param executed the notebook as it ran; empty for none
   */
  public static List<ManualPage.Answer> of(Graded graded, String executed) {
    if (executed.isEmpty()) {
      return List.of();
    }
    try {
      byte[] bytes = executed.getBytes(StandardCharsets.UTF_8);
      // Our own file: as large as what ran may have become.
      NotebookLimits limits =
          new NotebookLimits(bytes.length, 10_000, 200, Integer.MAX_VALUE, Integer.MAX_VALUE);
      return of(graded, Notebook.parse(bytes, limits).cells());
    } catch (NotebookException e) {
      return List.of();
    }
  }

  private static List<ManualPage.Answer> of(Graded graded, List<Cell> cells) {
    List<ManualPage.Answer> answers = new ArrayList<>();
    for (CellScore mark : graded.marks()) {
      for (int i = 0; i < cells.size(); i++) {
        Cell cell = cells.get(i);
        if (mark.needsManual() && cell.gradeId().equals(mark.gradeId())) {
          String text = cell.kind() == Kind.TASK ? own(cells, i + 1) : cell.source();
          answers.add(new ManualPage.Answer(graded.submission(), mark.gradeId(), mark.max(), text));
        }
      }
    }
    return answers;
  }

  private static String own(List<Cell> cells, int from) {
    return cells.stream()
        .skip(from)
        .takeWhile(cell -> cell.kind() == Kind.NONE)
        .map(Cell::source)
        .collect(Collectors.joining("\n\n"));
  }
}
