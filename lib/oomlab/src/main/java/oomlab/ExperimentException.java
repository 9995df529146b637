package oomlab;

/** Thrown when an experiment could not be made; the message says why and what to do, in a line. */
public class ExperimentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ExperimentException(String message) {
    super(message);
  }

  public ExperimentException(String message, Throwable cause) {
    super(message, cause);
  }
}
