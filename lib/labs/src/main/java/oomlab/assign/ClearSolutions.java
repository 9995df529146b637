package oomlab.assign;

import java.util.List;
import java.util.Map;
import oomlab.ipynb.Cell;
import oomlab.ipynb.GradeMark;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.Region;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts a stub in the place of each solution: of the regions in an answer cell, or of the whole cell
 * if it has none.
 *
 * @param stubs the code stub of each language that a notebook may be in
 */
record ClearSolutions(Map<String, String> stubs) implements Step {
  /** A stub that throws: nbgrader's own for Java is only the comment, and lets tests pass. */
  static final String JAVA_STUB =
      "// YOUR CODE HERE\nthrow new UnsupportedOperationException(\"not done yet\");";

  static final String TEXT_STUB = "YOUR ANSWER HERE";

  ClearSolutions() {
    this(Map.of("java", JAVA_STUB));
  }

  @Override
  public Notebook apply(Notebook notebook) throws NotebookException {
    String language = notebook.language().isEmpty() ? "python" : notebook.language();
    String stub = stubs.get(language);
    if (stub == null) {
      throw new NotebookException(
          notebook.language().isEmpty()
              ? "the notebook does not say its language (metadata.kernelspec.language)"
              : "there is no stub for a notebook in the language %s".formatted(language));
    }
    CellStep step = cell -> clear(cell, stub);
    return withoutToolbar(step.apply(notebook));
  }

  /** The toolbar of the classic notebook, for which the author chose nbgrader's controls. */
  static Notebook withoutToolbar(Notebook notebook) {
    ObjectNode metadata = notebook.metadata();
    metadata.remove("celltoolbar");
    return notebook.withMetadata(metadata);
  }

  private static Cell clear(Cell cell, String codeStub) throws NotebookException {
    String stub = cell.type() == Cell.Type.CODE ? codeStub : TEXT_STUB;
    String source = Region.SOLUTION.replace(cell.source(), List.of(stub.split("\n", -1)));
    boolean answer = cell.mark().filter(GradeMark::solution).isPresent();
    boolean replaced = Region.SOLUTION.isIn(cell.source());
    if (replaced && !answer) {
      throw new NotebookException(
          Region.SOLUTION.begin() + " stands in a cell that is not marked as an answer");
    }
    return cell.withSource(answer && !replaced ? stub : source);
  }
}
