package oomlab;

import static oomlab.internal.text.Words.words;

/** Thrown when an experiment could not be made; the message says why and what to do, in a line. */
public class ExperimentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ExperimentException(String message) {
    super(message);
  }

  public ExperimentException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Thrown when the program of an experiment cannot be started: there is none of that name, it may
   * not be executed, or its source does not compile. Nothing was started.
   */
  public static final class WrongProgram extends ExperimentException {
    private static final long serialVersionUID = 1;

    /** Says why, in a sentence. */
    public WrongProgram(String message) {
      super(message);
    }
  }

  /**
   * Thrown when a run was interrupted or cancelled: the child is killed and its cgroup removed by
   * then, or the guest is gone, and the thread's interrupt flag is set again.
   */
  public static final class Interrupted extends ExperimentException {
    private static final long serialVersionUID = 1;

    /** Says so. */
    public Interrupted() {
      super(words("the run was interrupted; its process is killed and nothing of it is left"));
    }

    /**
     * Returns what to throw for an interrupt: this, or the reason why something of the run could
     * not be removed.
     */
    public static ExperimentException after(InterruptedException interrupt) {
      for (Throwable failure : interrupt.getSuppressed()) {
        return new ExperimentException(
            words(
                "the run was interrupted, and not all of it could be removed: %s",
                String.valueOf(failure.getMessage())),
            failure);
      }
      return new Interrupted();
    }
  }
}
