package oomlab.assign;

import java.util.List;
import java.util.regex.Pattern;
import oomlab.ipynb.Cell;
import oomlab.ipynb.GradeMark;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.Region;

/** Removes how tasks are marked. */
final class ClearMarkScheme implements CellStep {
  private static final Pattern ATTACHMENT = Pattern.compile("!\\[.*\\]\\(attachment:.+?\\)");

  @Override
  public Cell apply(Cell cell) throws NotebookException {
    String source = cell.source();
    String cleared = Region.MARK_SCHEME.replace(source, List.of());
    if (!Region.MARK_SCHEME.isIn(source)) {
      return cell.withSource(cleared);
    }
    if (count(source) > count(cleared)) {
      throw new NotebookException(
          "the mark scheme shows an attachment, which would stay in the student version");
    }
    if (cell.mark().filter(GradeMark::task).isEmpty()) {
      throw new NotebookException(
          Region.MARK_SCHEME.begin() + " stands in a cell that is not marked as a task");
    }
    return cell.withSource(cleared);
  }

  private static long count(String source) {
    return source.lines().filter(line -> ATTACHMENT.matcher(line).find()).count();
  }
}
