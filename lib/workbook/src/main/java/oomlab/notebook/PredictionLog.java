package oomlab.notebook;

import static oomlab.internal.text.Words.translated;
import static oomlab.internal.text.Words.words;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.Predictions.Prediction;
import oomlab.check.ExpectedAnswer;
import oomlab.check.UnitFactors;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the reader expected, and compares it in words with what came out.
 *
 * <p>A prediction is open until a run seals it or a comparison shows the answer. Another answer
 * after that is kept beside the first; it counts from the next run on.
 */
final class PredictionLog {
  /** One question's answer, and what was said after it was closed. */
  private record Entry(Object answer, Instant madeAt, boolean closed, Optional<Object> later) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> results = new LinkedHashMap<>();
  private final Clock clock;

  PredictionLog(Clock clock) {
    this.clock = clock;
  }

  MimeBundle predict(String question, Object answer) {
    Instant now = clock.instant();
    Entry old = entries.get(question);
    if (old == null || !old.closed()) {
      entries.put(question, new Entry(answer, now, false, Optional.empty()));
      return facts(question, Map.of(words("your prediction"), told(answer)));
    }
    boolean same = shown(old.answer()).equals(shown(answer));
    Optional<Object> later = same ? Optional.empty() : Optional.of(answer);
    entries.put(question, new Entry(old.answer(), old.madeAt(), true, later));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        words("your prediction"), words("%s, made at %s", told(old.answer()), time(old.madeAt())));
    later.ifPresent(
        changed ->
            facts.put(
                words("changed afterwards"), words("%s: counts for the next run", told(changed))));
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

  MimeBundle compare(String question, Object actual) {
    Map<String, String> facts = new LinkedHashMap<>();
    Entry entry = entries.get(question);
    facts.put(
        words("your prediction"),
        entry == null ? words("none: predict(...) keeps one") : said(entry));
    facts.put(words("what came out"), told(actual));
    if (entry != null) {
      String together = verdict(entry.answer(), actual);
      facts.put(words("together"), together);
      results.put(question, together);
      entries.put(question, new Entry(entry.answer(), entry.madeAt(), true, entry.later()));
    }
    return facts(question, facts);
  }

  private static String said(Entry entry) {
    String answer = told(entry.answer());
    return entry
        .later()
        .map(changed -> words("%s (changed to %s after it was sealed)", answer, told(changed)))
        .orElse(answer);
  }

  /**
   * Returns each question with what was said and how it came out, in the order of the questions.
   */
  Map<String, String> results() {
    Map<String, String> all = new LinkedHashMap<>();
    entries.forEach(
        (question, entry) ->
            all.put(
                translated(question),
                words(
                    "%s: %s",
                    said(entry), results.getOrDefault(question, words("not compared yet")))));
    return all;
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static MimeBundle facts(String question, Map<String, String> facts) {
    String said = translated(question);
    return MimeBundle.html(Html.strong(said) + Html.facts(facts), said + "\n" + Html.plain(facts));
  }

  /** Four digits are enough to compare; whole numbers stay whole, and may be a pid: no commas. */
  private static String shown(@Nullable Object value) {
    if (!(value instanceof Number n) || !Double.isFinite(n.doubleValue())) {
      return Views.text(value);
    }
    double d = n.doubleValue();
    return d == Math.rint(d) ? new BigDecimal(d).toPlainString() : ExpectedAnswer.shown(d);
  }

  /** As {@link #shown}; a word of the library's in the reader's language. */
  private static String told(@Nullable Object value) {
    return translated(shown(value));
  }

  static String verdict(Object answer, Object actual) {
    if (answer instanceof Number a && actual instanceof Number b) {
      return numbers(a.doubleValue(), b.doubleValue());
    }
    boolean same = told(answer).strip().equalsIgnoreCase(told(actual).strip());
    return words(same ? "as you said" : "not what you said: worth a second look at why");
  }

  private static String numbers(double answer, double actual) {
    if (answer == actual) {
      return words("exactly as you said");
    }
    String difference =
        words(
            answer > actual ? "you were %s above" : "you were %s below",
            shown(Math.abs(answer - actual)));
    if (answer == 0 || actual == 0 || answer < 0 != actual < 0) {
      return difference;
    }
    double ratio = answer / actual;
    if (Math.abs(ratio - 1) < 0.1) {
      return words("close: %s, %.1f %% off", difference, 100 * Math.abs(ratio - 1));
    }
    String times =
        words(
            ratio > 1
                ? "%s, your number is %.3g times what came out"
                : "%s, what came out is %.3g times your number",
            difference,
            ratio > 1 ? ratio : 1 / ratio);
    return UnitFactors.between(answer, actual).map(f -> Prose.also(times, f)).orElse(times);
  }
}
