package oomlab.internal.explain;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import oomlab.explain.Change;
import oomlab.explain.Explanation.Struck;
import oomlab.explain.Explanation.WhatIf;
import oomlab.internal.text.ByteSize;

/** What-if questions as they are typed, and what is said where a report cannot answer one. */
public final class WhatIfWords {
  private static final String FORMS =
      "adj=PID:VALUE, limit=SIZE, swap=SIZE, remove=PID, allocating-task, oom-group";

  /** The questions that there are, for a sentence. */
  public static final String HELP = FORMS + "; several joined by commas are one question";

  private WhatIfWords() {}

  /**
   * Reads one question, such as {@code adj=712:500,limit=1G}.
   *
   * @throws IllegalArgumentException if it is none; the message says what would be
   */
  public static List<Change> parse(String question) {
    List<Change> changes = new ArrayList<>();
    for (String word : question.split(",", -1)) {
      changes.add(change(word.strip()));
    }
    return changes;
  }

  /**
   * Returns the answer of a report that lacks what the question is about.
   *
   * @param why what {@link Explanation#whatIf} said
   */
  public static WhatIf unanswered(List<Change> changes, IllegalArgumentException why) {
    return new WhatIf(
        changes,
        Struck.UNKNOWN,
        List.of(),
        words("This report cannot answer: %s.", String.valueOf(why.getMessage())));
  }

  private static Change change(String word) {
    int at = word.indexOf('=');
    String name = at < 0 ? word : word.substring(0, at);
    String value = at < 0 ? "" : word.substring(at + 1);
    return switch (name) {
      case "adj" -> {
        int colon = value.indexOf(':');
        yield new Change.Adj(
            number(word, colon < 0 ? "" : value.substring(0, colon)),
            number(word, value.substring(colon + 1)));
      }
      case "limit" -> new Change.Limit(kb(word, value));
      case "swap" -> new Change.Swap(value.equals("0") ? 0 : kb(word, value));
      case "remove" -> new Change.Remove(number(word, value));
      case "allocating-task" -> new Change.KillAllocatingTask();
      case "oom-group" -> new Change.KillGroup();
      default -> throw wrong(word);
    };
  }

  private static long kb(String word, String size) {
    try {
      return ByteSize.parse(size) / 1024;
    } catch (IllegalArgumentException e) {
      throw wrong(word);
    }
  }

  private static int number(String word, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw wrong(word);
    }
  }

  private static IllegalArgumentException wrong(String word) {
    return new IllegalArgumentException(
        words(
            "cannot read \"%s\"; possible are %s; several joined by commas are one question",
            word, FORMS));
  }
}
