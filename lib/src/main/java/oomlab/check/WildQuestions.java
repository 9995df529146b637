package oomlab.check;

import java.util.List;

/** Questions of chapter 08: a report from the wild. */
final class WildQuestions {
  static final List<Question<?>> ALL = List.of();

  private WildQuestions() {}
}
