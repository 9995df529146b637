package oomlab.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import oomlab.check.Judgement;
import oomlab.check.Question;
import oomlab.check.Questions;
import org.jspecify.annotations.Nullable;

/** The self-checks of one kernel's life: what was answered, and which hints were taken. */
final class Answers {
  private static final class Tally {
    private Judgement.Grade last = Judgement.Grade.MISSING;
    private int wrong;
    private int hints;
  }

  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  Bundle check(String id, Object data, @Nullable Object answer) {
    Question<?> question = Questions.find(id);
    Judgement judgement;
    try {
      judgement = question.judge(data, answer);
    } catch (IllegalArgumentException e) {
      return refused(e);
    }
    Tally tally = tally(id);
    tally.last = judgement.grade();
    tally.wrong += judgement.grade() == Judgement.Grade.BAD ? 1 : 0;
    return CheckView.of(question, data, judgement);
  }

  Bundle hint(String id, Object data) {
    Question<?> question = Questions.find(id);
    Tally tally = tally(id);
    Bundle bundle;
    try {
      bundle = CheckView.hint(question, data, tally.hints);
    } catch (IllegalArgumentException e) {
      return refused(e);
    }
    tally.hints++;
    return bundle;
  }

  /**
   * A report that lacks what a question needs is no mistake of the reader's: it is told, calmly.
   */
  private static Bundle refused(IllegalArgumentException why) {
    if (!(why.getCause() instanceof NoSuchElementException)) {
      throw why;
    }
    String sentence = "Not for this one: " + why.getMessage() + ".";
    return Bundle.html(Html.note(sentence), sentence);
  }

  /** Returns each question with how it went, in the order in which they were met. */
  Map<String, String> results() {
    Map<String, String> all = new LinkedHashMap<>();
    tallies.forEach(
        (id, tally) ->
            all.put(
                id,
                tally.last
                    + (wrongBefore(tally) == 0
                        ? ""
                        : ", wrong answers before: " + wrongBefore(tally))
                    + (tally.hints == 0 ? "" : ", hints taken: " + tally.hints)));
    return all;
  }

  private static int wrongBefore(Tally tally) {
    return tally.last == Judgement.Grade.BAD ? tally.wrong - 1 : tally.wrong;
  }

  private Tally tally(String id) {
    return tallies.computeIfAbsent(id, key -> new Tally());
  }
}
