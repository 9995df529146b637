package oomlab.book;

/** Something that the book needs cannot be had; the message is one sentence for the user. */
public final class BookException extends Exception {
  private static final long serialVersionUID = 1L;

  BookException(String message) {
    super(message);
  }
}
