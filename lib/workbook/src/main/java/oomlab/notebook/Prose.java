package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.List;

/** Puts words, clauses and sentences together, as the reader's language does. */
final class Prose {
  private Prose() {}

  /** Returns things of one kind in a row. */
  static String list(List<String> things) {
    return String.join(words(", "), things);
  }

  /** Returns clauses, each of which adds to the one before. */
  static String clauses(List<String> clauses) {
    return clauses.stream().reduce((a, b) -> words("%s, %s", a, b)).orElse("");
  }

  /** Returns whole sentences as a paragraph. */
  static String sentences(List<String> sentences) {
    return sentences.stream().reduce((a, b) -> words("%s %s", a, b)).orElse("");
  }

  /** Returns two statements that stand for themselves. */
  static String also(String one, String other) {
    return words("%s; %s", one, other);
  }

  /** Returns a sentence without its full stop, to go into another one. */
  static String clause(String sentence) {
    return sentence.replaceFirst("[.。]$", "");
  }
}
