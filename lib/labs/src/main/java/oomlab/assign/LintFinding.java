package oomlab.assign;

import java.util.Locale;

/**
 * Something about an assignment's source that its author should know.
 *
 * @param where the cell, by its place from 1 and its grade_id, or the notebook
 * @param text what is so, and what follows from it
 */
public record LintFinding(Severity severity, String where, String text) {
  /** How much it matters. */
  public enum Severity {
    /** There can be no student version, or nbgrader could not grade it. */
    ERROR,
    /** Probably not meant so. */
    WARNING,
    /** Good to know. */
    INFO
  }

  /** Keeps a stranger's control characters off the terminal. */
  public LintFinding {
    where = where.replaceAll("\\p{Cc}", "?");
    text = text.replaceAll("\\p{Cc}", "?");
  }

  /** Returns it as one line. */
  @Override
  public String toString() {
    return "%s: %s: %s".formatted(severity.name().toLowerCase(Locale.ROOT), where, text);
  }
}
