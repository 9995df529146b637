package oomlab.ipynb;

/** A notebook that cannot be read or made; the message is one sentence that says what and where. */
public final class NotebookException extends Exception {
  private static final long serialVersionUID = 1;

  /** Says what is wrong, and where; control characters of a stranger's file become {@code ?}. */
  public NotebookException(String message) {
    super(printable(message));
  }

  NotebookException(String message, Throwable cause) {
    super(printable(message), cause);
  }

  private static String printable(String message) {
    return message.replaceAll("\\p{Cc}", "?");
  }

  /** Returns the sentence, which is always there. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
