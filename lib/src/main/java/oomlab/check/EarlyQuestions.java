package oomlab.check;

import java.util.List;

/** Questions of chapter 07: before the killer. */
final class EarlyQuestions {
  static final List<Question<?>> ALL = List.of();

  private EarlyQuestions() {}
}
