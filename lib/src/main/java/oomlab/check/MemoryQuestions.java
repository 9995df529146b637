package oomlab.check;

import java.util.List;

/** Questions of chapter 04: why there was no memory. */
final class MemoryQuestions {
  static final List<Question<?>> ALL = List.of();

  private MemoryQuestions() {}
}
