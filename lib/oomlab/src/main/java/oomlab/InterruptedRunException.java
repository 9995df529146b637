package oomlab;

/**
 * Thrown when a run was interrupted or cancelled: the child is killed and its cgroup removed by
 * then, or the guest is gone, and the thread's interrupt flag is set again.
 */
public final class InterruptedRunException extends ExperimentException {
  private static final long serialVersionUID = 1;

  /** Says so. */
  public InterruptedRunException() {
    super("the run was interrupted; its process is killed and nothing of it is left");
  }

  /**
   * Returns what to throw for an interrupt: this, or the reason why something of the run could not
   * be removed.
   */
  public static ExperimentException after(InterruptedException interrupt) {
    for (Throwable failure : interrupt.getSuppressed()) {
      return new ExperimentException(
          "the run was interrupted, and not all of it could be removed: " + failure.getMessage(),
          failure);
    }
    return new InterruptedRunException();
  }
}
