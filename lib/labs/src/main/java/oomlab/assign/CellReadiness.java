package oomlab.assign;

import static oomlab.internal.text.Words.words;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Checksum;
import oomlab.ipynb.NbgraderMetadata;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.SourceText;

/** Whether each cell of an assignment is there, once, and as it was handed out. */
final class CellReadiness {
  private final Notebook notebook;
  private final List<Readiness.Line> lines;

  /** Prepares to look at a notebook, and to say what there is to say in these lines. */
  CellReadiness(Notebook notebook, List<Readiness.Line> lines) {
    this.notebook = notebook;
    this.lines = lines;
  }

  void look(Optional<Notebook> release) {
    duplicates();
    Map<String, Cell> originals = new HashMap<>();
    release.ifPresent(
        r ->
            r.cells().stream()
                .filter(CheckMetadata::named)
                .forEach(cell -> originals.put(cell.gradeId(), cell)));
    release.ifPresent(this::absent);
    changed(originals);
  }

  private void duplicates() {
    Map<String, Integer> numbers = new HashMap<>();
    int number = 0;
    for (Cell cell : notebook.cells()) {
      number++;
      if (CheckMetadata.named(cell)) {
        Integer first = numbers.put(cell.gradeId(), number);
        if (cell.gradeId().isEmpty()) {
          missing(
              words(
                  "cell %d has lost its grade_id: copy it from a fresh notebook, with Copy Cell",
                  number));
        } else if (first != null) {
          missing(
              words(
                  "%s is there twice, as cells %d and %d: delete the one that you do not mean, or"
                      + " merge the two if you split it",
                  cell.gradeId(), first, number));
        }
      }
    }
  }

  private void absent(Notebook release) {
    int before = lines.size();
    for (Cell cell : release.cells()) {
      if (CheckMetadata.named(cell)
          && notebook.cells().stream().noneMatch(c -> c.gradeId().equals(cell.gradeId()))) {
        missing(
            words(
                "%s, %s, was deleted: copy it from a fresh notebook, with Copy Cell",
                cell.gradeId(), name(cell.kind())));
      }
    }
    if (lines.size() == before) {
      ready(words("no cell of the assignment was deleted"));
    }
  }

  private void changed(Map<String, Cell> originals) {
    int before = lines.size();
    for (Cell cell : notebook.cells()) {
      if (!CheckMetadata.named(cell)) {
        continue;
      }
      NbgraderMetadata nbgrader =
          originals.getOrDefault(cell.gradeId(), cell).nbgrader().orElseThrow();
      boolean same =
          nbgrader.checksum().isPresent()
              && cell.nbgrader().filter(CellReadiness::complete).isPresent()
              && texts(cell, originals).stream()
                  .map(text -> Checksum.of(cell.withSource(text)))
                  .anyMatch(nbgrader.checksum().get()::equals);
      if (!nbgrader.cellType().orElse(cell.type().word()).equals(cell.type().word())) {
        missing(
            words(
                "%s was turned into a %s cell; turn it back into %s",
                cell.gradeId(), cell.type().word(), nbgrader.cellType().orElse("")));
      } else if (nbgrader.isLocked() && !same) {
        missing(
            words(
                "%s, %s, was changed: what counts is the original",
                cell.gradeId(), name(cell.kind())));
      }
    }
    if (lines.size() == before) {
      ready(words("no test and no text of the assignment was changed"));
    }
  }

  /** Returns what the text may have been before an editor changed its line ends or blanks. */
  private static List<String> texts(Cell cell, Map<String, Cell> originals) {
    String text = cell.source();
    String original = originals.getOrDefault(cell.gradeId(), cell).source();
    if (!SourceText.same(text, original)) {
      return List.of(text);
    }
    String plain = SourceText.plain(text);
    return List.of(original, SourceText.unixLines(text), plain, plain + "\n", plain + "\n\n");
  }

  private static boolean complete(NbgraderMetadata nbgrader) {
    return !nbgrader.grade() || nbgrader.points().isPresent();
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case ANSWER, MANUAL -> words("an answer");
      case TESTS -> words("a test");
      case TASK -> words("a task");
      case READ_ONLY, NONE -> words("a part of the text");
    };
  }

  private void ready(String text) {
    lines.add(new Readiness.Line(true, text));
  }

  private void missing(String text) {
    lines.add(new Readiness.Line(false, text));
  }
}
