package oomlab.check;

import java.util.List;

/** Questions of chapter 06: setting limits. */
final class LimitQuestions {
  static final List<Question<?>> ALL = List.of();

  private LimitQuestions() {}
}
