package oomlab.kernel;

/** A value cannot be sent to another process: it is no plain value, too deep or too large. */
public final class NoPlainValueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what is wrong with it, in one sentence without its full stop. */
  public NoPlainValueException(String sentence) {
    super(sentence);
  }
}
