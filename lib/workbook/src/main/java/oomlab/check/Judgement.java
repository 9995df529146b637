package oomlab.check;

import static oomlab.internal.text.Words.words;

import java.util.List;
import java.util.Optional;

/**
 * The grade of an answer, and what to say about it.
 *
 * @param id the question
 * @param grade good, bad, or not there
 * @param said the answer as it was read; empty if there is none
 * @param misconception the name of the mistake, if it is one that many make
 * @param because what to say about it, with the reader's own numbers; never the right answer unless
 *     the grade is {@link Grade#GOOD}
 * @param evidence the lines it can be seen from
 */
public record Judgement(
    String id,
    Grade grade,
    String said,
    Optional<String> misconception,
    String because,
    List<EvidenceLine> evidence) {
  /** Makes the list unmodifiable. */
  public Judgement {
    evidence = List.copyOf(evidence);
  }

  /** How good an answer is. */
  public enum Grade {
    /** It is right. */
    GOOD,
    /** It is wrong. */
    BAD,
    /** There is none yet. */
    MISSING
  }

  /** Returns the judgement as lines of text: the grade first, then the lines concerned. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(String.format("%-7s ", grade)).append(id).append(": ");
    if (!said.isEmpty()) {
      text.append(words(grade == Grade.GOOD ? "%s. " : "%s: ", said));
    }
    misconception.ifPresent(name -> text.append(words("%s. ", name)));
    text.append(because);
    evidence.forEach(e -> text.append("\n        ").append(e));
    return text.toString();
  }
}
