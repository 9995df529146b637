package oomlab.check;

import java.util.List;

/** Questions of chapter 00: what a machine says about its memory. */
final class MachineQuestions {
  static final List<Question<?>> ALL = List.of();

  private MachineQuestions() {}
}
