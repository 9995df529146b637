package oomlab.trusted;

/** A test uses a method or variable that the submission does not declare. */
final class MissingDeclarationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MissingDeclarationException(String sentence) {
    super(sentence);
  }
}
