package oomlab.lms;

/** A file from or for a learning platform cannot be used; the message is one sentence. */
public final class LmsException extends Exception {
  private static final long serialVersionUID = 1L;

  LmsException(String message) {
    super(message);
  }
}
