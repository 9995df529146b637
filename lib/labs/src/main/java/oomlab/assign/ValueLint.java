package oomlab.assign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oomlab.assign.LintFinding.Severity;
import oomlab.ipynb.Notebook;
import oomlab.trusted.SourceCell;
import oomlab.trusted.TrustedAssignment;

/**
 * Names the tests that cannot take what they need as plain values, and so run in the student's
 * process. It compiles the source, which takes some seconds.
 */
public final class ValueLint {
  private static final String IN_PROCESS =
      "it runs in the student's process, which could deceive it: %s; numbers, texts, enums, records,"
          + " lists, maps, Tablesaw tables and XChart charts can be judged from outside";

  private static final String WITHHELD =
      "it uses %s, which the lab withholds from the process that it runs in: nobody would pass";

  private ValueLint() {}

  /** Returns a warning for each such test, and an error where nobody could pass it. */
  public static List<LintFinding> of(Notebook source) {
    List<LintFinding> findings = new ArrayList<>();
    List<SourceCell> cells = SourceCells.of(source);
    Map<String, String> obstacles = TrustedAssignment.of(cells).obstacles();
    for (SourceCell cell : cells) {
      String why = obstacles.get(cell.name());
      if (why == null) {
        continue;
      }
      String where = "cell " + cell.name();
      findings.add(new LintFinding(Severity.WARNING, where, IN_PROCESS.formatted(why)));
      for (String withheld : SourceCells.withheld(source)) {
        if (cell.source().contains(withheld)) {
          findings.add(new LintFinding(Severity.ERROR, where, WITHHELD.formatted(withheld)));
        }
      }
    }
    return findings;
  }
}
