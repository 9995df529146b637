package oomlab.assign;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Java test cell is likely to get wrong. */
final class TestLint {
  private static final Pattern ASSERT = Pattern.compile("(?m)(^|[;{}])\\s*assert\\b");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9_]*\\.?[0-9_]+([eE][-+]?[0-9]+)?");
  private static final Pattern MEANT =
      Pattern.compile("(?i)(points|score|credit|grade|share|double)|[0-9]\\.[0-9]|/");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

  private TestLint() {}

  /** Returns whether the cell uses Java's assert, which a JVM ignores unless told otherwise. */
  static boolean asserts(String source) {
    return ASSERT.matcher(JavaText.bare(source)).find();
  }

  /**
   * Returns the expression without a semicolon that the cell ends with: its value is the cell's
   * result, and a number there is the score.
   */
  static Optional<String> result(String source) {
    String bare = JavaText.bare(source).stripTrailing();
    int depth = 0;
    int from = bare.length();
    while (from > 0) {
      char c = bare.charAt(from - 1);
      if (c == ')' || c == ']' || (c == '}' && depth > 0)) {
        depth++;
      } else if (depth > 0 && (c == '(' || c == '[' || c == '{')) {
        depth--;
      } else if (depth == 0 && (c == ';' || c == '}' || c == '{')) {
        break;
      }
      from--;
    }
    String withStrings = JavaText.withoutComments(source);
    String last = withStrings.substring(from, bare.length()).strip();
    return last.isEmpty() || last.startsWith("import ") ? Optional.empty() : Optional.of(last);
  }

  /** Returns the value of a result that is a plain number. */
  static Optional<Double> number(String result) {
    return NUMBER.matcher(result).matches()
        ? Optional.of(Double.valueOf(result.replace("_", "")))
        : Optional.empty();
  }

  /** Returns whether the result reads as if it were meant as the points. */
  static boolean meant(String result, String source) {
    Matcher name = NAME.matcher(result);
    boolean declared =
        name.matches()
            && Pattern.compile("\\b(double|float)\\s+" + result + "\\b").matcher(source).find();
    return declared || MEANT.matcher(result).find();
  }
}
