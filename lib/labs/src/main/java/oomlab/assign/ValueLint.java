package oomlab.assign;

import java.util.ArrayList;
import java.util.List;
import oomlab.assign.LintFinding.Severity;
import oomlab.ipynb.Notebook;
import oomlab.trusted.TrustedAssignment;

/**
 * Names the tests that cannot take what they need as plain values, and so run in the student's
 * process. It compiles the source, which takes some seconds.
 */
public final class ValueLint {
  private static final String IN_PROCESS =
      "it runs in the student's process, which could deceive it: %s; numbers, texts, enums, records,"
          + " lists, maps, Tablesaw tables and XChart charts can be judged from outside";

  private ValueLint() {}

  /** Returns a warning for each such test of a source notebook without errors. */
  public static List<LintFinding> of(Notebook source) {
    List<LintFinding> findings = new ArrayList<>();
    TrustedAssignment.of(SourceCells.of(source))
        .obstacles()
        .forEach(
            (test, why) ->
                findings.add(
                    new LintFinding(Severity.WARNING, "cell " + test, IN_PROCESS.formatted(why))));
    return findings;
  }
}
