package oomlab.assign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import oomlab.ipynb.Notebook;

/** Runs a student's notebook, and tells how its visible tests went. */
@FunctionalInterface
public interface VisibleTests {
  /**
   * Runs all cells in their order and returns a result for each test cell; none if the notebook was
   * not run.
   *
   * @param folder where the notebook lies
   * @throws IOException if it cannot be run; the message says why
   */
  List<TestResult> run(Notebook notebook, Path folder) throws IOException;
}
