package oomlab.notebook;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import oomlab.Prediction;
import oomlab.check.Expected;
import oomlab.check.Factors;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the reader expected, and compares it in words with what came out.
 *
 * <p>A prediction is open until a run seals it or a comparison shows the answer. Another answer
 * after that is kept beside the first; it counts from the next run on.
 */
final class Predictions {
  /** One question's answer, and what was said after it was closed. */
  private record Entry(Object answer, Instant madeAt, boolean closed, Optional<Object> later) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> results = new LinkedHashMap<>();
  private final Clock clock;

  Predictions(Clock clock) {
    this.clock = clock;
  }

  Bundle predict(String question, Object answer) {
    Instant now = clock.instant();
    Entry old = entries.get(question);
    if (old == null || !old.closed()) {
      entries.put(question, new Entry(answer, now, false, Optional.empty()));
      return facts(question, Map.of("your prediction", shown(answer)));
    }
    boolean same = shown(old.answer()).equals(shown(answer));
    Optional<Object> later = same ? Optional.empty() : Optional.of(answer);
    entries.put(question, new Entry(old.answer(), old.madeAt(), true, later));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("your prediction", shown(old.answer()) + ", made at " + time(old.madeAt()));
    later.ifPresent(
        changed -> facts.put("changed afterwards", shown(changed) + ": counts for the next run"));
    return facts(question, facts);
  }

  /** Closes what stands, and returns it: a run begins now. */
  List<Prediction> seal() {
    entries.replaceAll(
        (question, e) ->
            new Entry(
                e.later().orElse(e.answer()),
                e.later().isPresent() ? clock.instant() : e.madeAt(),
                true,
                Optional.empty()));
    return entries.entrySet().stream()
        .map(e -> new Prediction(e.getKey(), shown(e.getValue().answer()), e.getValue().madeAt()))
        .toList();
  }

  Bundle compare(String question, Object actual) {
    Map<String, String> facts = new LinkedHashMap<>();
    Entry entry = entries.get(question);
    facts.put("your prediction", entry == null ? "none: predict(...) keeps one" : said(entry));
    facts.put("what came out", shown(actual));
    if (entry != null) {
      String together = verdict(entry.answer(), actual);
      facts.put("together", together);
      results.put(question, together);
      entries.put(question, new Entry(entry.answer(), entry.madeAt(), true, entry.later()));
    }
    return facts(question, facts);
  }

  private static String said(Entry entry) {
    return shown(entry.answer())
        + entry.later().map(l -> " (changed to " + shown(l) + " after it was sealed)").orElse("");
  }

  /**
   * Returns each question with what was said and how it came out, in the order of the questions.
   */
  Map<String, String> results() {
    Map<String, String> all = new LinkedHashMap<>();
    entries.forEach(
        (question, entry) ->
            all.put(
                question, said(entry) + ": " + results.getOrDefault(question, "not compared yet")));
    return all;
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Bundle facts(String question, Map<String, String> facts) {
    return Bundle.html(
        Html.strong(question) + Html.facts(facts), question + "\n" + Html.plain(facts));
  }

  /** Four digits are enough to compare; whole numbers stay whole, and may be a pid: no commas. */
  private static String shown(@Nullable Object value) {
    if (!(value instanceof Number n) || !Double.isFinite(n.doubleValue())) {
      return Views.text(value);
    }
    double d = n.doubleValue();
    return d == Math.rint(d) ? new BigDecimal(d).toPlainString() : Expected.shown(d);
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
    String factor = Factors.between(answer, actual).map(f -> "; " + f).orElse("");
    return difference + ", " + times + factor;
  }
}
