package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** The score that a test cell's value gives; nbgrader's {@code utils.get_partial_grade}. */
final class PartialGrade {
  private PartialGrade() {}

  /** A score, or why nbgrader would not score the submission at all. */
  sealed interface Worth {
    record Points(double points) implements Worth {}

    record Broken(String kind, String why) implements Worth {}
  }

  /** Returns the worth of a value: itself from 0 to max, the maximum for what is no such number. */
  static Worth of(Output.Result result, double max) {
    JsonNode text = result.data().path("text/plain");
    if (text.isArray() && text.size() > 1) {
      return new Worth.Points(max);
    }
    String value = text.isArray() ? text.path(0).asString("") : text.asString("");
    if (text.isArray() ? text.isEmpty() : value.isEmpty()) {
      return new Worth.Broken("value-without-text", words("its value has no text"));
    }
    OptionalDouble number = PythonFloat.parse(value);
    if (number.isEmpty() || !(number.getAsDouble() >= 0)) {
      return new Worth.Points(max);
    }
    if (number.getAsDouble() > max) {
      return new Worth.Broken(
          "above-maximum",
          words("its value %s is above the maximum", String.valueOf(number.getAsDouble())));
    }
    // Of -0.0, which Python also lets pass, only the sign is lost.
    return new Worth.Points(number.getAsDouble() + 0.0);
  }
}
