package oomlab.grade;

import java.io.IOException;

/** One of the places where submissions are graded at the same time, each with its own processes. */
interface GradingSlot extends AutoCloseable {
  /** Opens a slot. */
  interface Opener {
    /**
     * Opens it.
     *
     * @throws IOException in one sentence, if this machine cannot
     */
    GradingSlot open() throws IOException, InterruptedException;
  }

  /** Returns what students' processes are kept from, in words. */
  String statement();

  /**
   * Grades one submission.
   *
   * @throws IOException if this machine cannot; the slot is not to be used again
   */
  Grader.Result grade(ClassGrader.Todo todo) throws IOException, InterruptedException;

  /** Ends its processes and removes its files, as far as it can. */
  @Override
  void close();
}
