package oomlab.report;

import java.util.OptionalLong;

/** Reads the numbers of a line, and names those that cannot be kept. */
final class Values {
  private Values() {}

  static Pairs pairs(LogLine line, String text, String unit, Draft draft) {
    Pairs pairs = Pairs.of(text, unit);
    if (!pairs.rest().isEmpty()) {
      draft.problem(line.number(), "cannot read \"%s\" in the line".formatted(pairs.rest()));
    }
    if (!pairs.tooLarge().isEmpty()) {
      draft.problem(line.number(), "%s does not fit into 64 bits".formatted(pairs.tooLarge()));
    }
    return pairs;
  }

  static OptionalLong number(LogLine line, String what, String digits, Draft draft) {
    OptionalLong value = Numbers.number(digits);
    if (value.isEmpty()) {
      draft.problem(line.number(), "%s of %s does not fit into 64 bits".formatted(what, digits));
    }
    return value;
  }
}
