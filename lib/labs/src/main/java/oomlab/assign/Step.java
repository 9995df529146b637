package oomlab.assign;

import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;

/** One step from the source notebook to the student version. */
@FunctionalInterface
public interface Step {
  /**
   * Returns the notebook after this step.
   *
   * @throws NotebookException if the step cannot be done; the message says where and why
   */
  Notebook apply(Notebook notebook) throws NotebookException;
}
