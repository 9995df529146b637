package oomlab;

/**
 * Thrown when a run was interrupted or cancelled: the child is killed and its cgroup removed by
 * then, or the guest is gone, and the thread's interrupt flag is set again.
 */
public final class InterruptedRunException extends ExperimentException {
  private static final long serialVersionUID = 1;

  InterruptedRunException() {
    super("the run was interrupted; its process is killed and nothing of it is left");
  }
}
