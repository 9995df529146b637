package oomlab.check;

import java.util.List;

/** Questions of chapter 03: why this victim. */
final class VictimQuestions {
  static final List<Question<?>> ALL = List.of();

  private VictimQuestions() {}
}
