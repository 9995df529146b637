package oomlab.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the numbers of a line, and names those that cannot be kept. */
final class Values {
  private Values() {}

  static Pairs pairs(LogLine line, String text, String unit, ReportBuilder draft) {
    Pairs pairs = Pairs.of(text, unit);
    if (!pairs.rest().isEmpty()) {
      draft.problem(line.number(), "cannot read \"%s\" in the line".formatted(pairs.rest()));
    }
    if (!pairs.tooLarge().isEmpty()) {
      draft.problem(line.number(), "%s does not fit into 64 bits".formatted(pairs.tooLarge()));
    }
    return pairs;
  }

  /** Reads the pairs of a line that has sizes in kB: a number without a unit was cut. */
  static Pairs sizes(LogLine line, String text, ReportBuilder draft) {
    Pairs pairs = pairs(line, text, "", draft);
    Map<String, Long> whole = new LinkedHashMap<>();
    pairs
        .values()
        .forEach(
            (name, value) -> {
              if (name.endsWith("Kb") || name.equals("pagesScanned")) {
                whole.put(name, value);
              } else {
                draft.problem(
                    line.number(), "%s of %d has no unit: it was cut".formatted(name, value));
              }
            });
    return new Pairs(whole, pairs.words(), pairs.rest(), pairs.tooLarge());
  }

  static OptionalLong number(LogLine line, String what, String digits, ReportBuilder draft) {
    OptionalLong value = NumberText.number(digits);
    if (value.isEmpty()) {
      draft.problem(line.number(), "%s of %s does not fit into 64 bits".formatted(what, digits));
    }
    return value;
  }
}
