package oomlab.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Remembers what the reader expected, and compares it in words with what came out. */
final class Predictions {
  private final Map<String, Object> answers = new LinkedHashMap<>();

  Bundle predict(String question, Object answer) {
    answers.put(question, answer);
    return facts(question, Map.of("your prediction", shown(answer)));
  }

  Bundle compare(String question, Object actual) {
    Map<String, String> facts = new LinkedHashMap<>();
    Object answer = answers.get(question);
    facts.put(
        "your prediction", answer == null ? "none yet: Lab.predict(...) keeps one" : shown(answer));
    facts.put("what came out", shown(actual));
    if (answer != null) {
      facts.put("together", verdict(answer, actual));
    }
    return facts(question, facts);
  }

  private static Bundle facts(String question, Map<String, String> facts) {
    return Bundle.html(
        Html.strong(question) + Html.facts(facts), question + "\n" + Html.plain(facts));
  }

  /** Four digits are enough to compare; whole numbers stay whole. */
  private static String shown(Object value) {
    if (!(value instanceof Number n) || !Double.isFinite(n.doubleValue())) {
      return Views.text(value);
    }
    BigDecimal exact = new BigDecimal(n.doubleValue());
    boolean whole = exact.stripTrailingZeros().scale() <= 0;
    return (whole ? exact : exact.round(new MathContext(4))).stripTrailingZeros().toPlainString();
  }

  static String verdict(Object answer, Object actual) {
    if (answer instanceof Number a && actual instanceof Number b) {
      return numbers(a.doubleValue(), b.doubleValue());
    }
    boolean same = Views.text(answer).strip().equalsIgnoreCase(Views.text(actual).strip());
    return same ? "as you said" : "not what you said: worth a second look at why";
  }

  private static String numbers(double answer, double actual) {
    if (answer == actual) {
      return "exactly as you said";
    }
    String difference =
        "you were " + shown(Math.abs(answer - actual)) + (answer > actual ? " above" : " below");
    if (answer == 0 || actual == 0 || answer < 0 != actual < 0) {
      return difference;
    }
    double ratio = answer / actual;
    if (Math.abs(ratio - 1) < 0.1) {
      return String.format(
          Locale.ROOT, "close: %s, %.1f %% off", difference, 100 * Math.abs(ratio - 1));
    }
    String times =
        ratio > 1
            ? String.format(Locale.ROOT, "your number is %.3g times what came out", ratio)
            : String.format(Locale.ROOT, "what came out is %.3g times your number", 1 / ratio);
    return difference + ", " + times + hint(ratio > 1 ? ratio : 1 / ratio);
  }

  /** Factors that come from units, not from the machine. */
  private static String hint(double factor) {
    if (Math.abs(factor / 4 - 1) < 0.02) {
      return "; a factor of 4 lies between kB and pages of 4 KiB";
    }
    if (Math.abs(factor / 4096 - 1) < 0.02) {
      return "; a factor of 4096 lies between bytes and pages of 4 KiB";
    }
    if (Math.abs(factor / 1024 - 1) < 0.02) {
      return "; a factor of 1024 lies between bytes, KiB and MiB";
    }
    return "";
  }
}
