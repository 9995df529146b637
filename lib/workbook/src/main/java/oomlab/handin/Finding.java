package oomlab.handin;

import static oomlab.internal.text.Words.words;

/**
 * Something about a handed-in run that does not fit, or that its reader should know.
 *
 * @param code what was checked, in one or two words, such as {@code limit}
 * @param severity whether it costs the points
 * @param sentence what does not fit, with the numbers; in the language in which it was examined
 */
public record Finding(String code, Severity severity, String sentence) {
  /** What a finding means for the points. */
  public enum Severity {
    /** An honest run cannot be like this: no points. */
    FAULT,
    /** Worth knowing, and no mistake. */
    REMARK
  }

  /** Whether it costs the points. */
  public boolean isFault() {
    return severity == Severity.FAULT;
  }

  @Override
  public String toString() {
    return words(isFault() ? "does not fit (%s): %s" : "note (%s): %s", code, sentence);
  }
}
