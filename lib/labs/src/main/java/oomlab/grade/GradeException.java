package oomlab.grade;

/** Grading cannot go on; the message is one sentence for the instructor. */
public final class GradeException extends Exception {
  private static final long serialVersionUID = 1L;

  GradeException(String message) {
    super(message);
  }
}
