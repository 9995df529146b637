package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import oomlab.check.Judgement;
import oomlab.check.Question;
import oomlab.check.Questions;
import org.jspecify.annotations.Nullable;

/** The answers to self-checks since the kernel started, and the hints that were opened. */
final class AnswerLog {
  private static final class Tally {
    private Judgement.Grade last = Judgement.Grade.MISSING;
    private int wrong;
    private int hints;
  }

  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  MimeBundle check(String id, Object data, @Nullable Object answer) {
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

  MimeBundle hint(String id, Object data) {
    Question<?> question = Questions.find(id);
    Tally tally = tally(id);
    MimeBundle bundle;
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
  private static MimeBundle refused(IllegalArgumentException why) {
    if (!(why.getCause() instanceof NoSuchElementException)) {
      throw why;
    }
    String sentence = words("Not for this one: %s.", why.getMessage());
    return MimeBundle.html(Html.note(sentence), sentence);
  }

  /** Returns each question with how it went, in the order in which they were met. */
  Map<String, String> results() {
    Map<String, String> all = new LinkedHashMap<>();
    tallies.forEach((id, tally) -> all.put(id, result(tally)));
    return all;
  }

  private static String result(Tally tally) {
    List<String> more = new ArrayList<>();
    if (wrongBefore(tally) > 0) {
      more.add(words("wrong answers before: %d", wrongBefore(tally)));
    }
    if (tally.hints > 0) {
      more.add(words("hints taken: %d", tally.hints));
    }
    return tally.last + (more.isEmpty() ? "" : ", " + Prose.list(more));
  }

  private static int wrongBefore(Tally tally) {
    return tally.last == Judgement.Grade.BAD ? tally.wrong - 1 : tally.wrong;
  }

  private Tally tally(String id) {
    return tallies.computeIfAbsent(id, key -> new Tally());
  }
}
