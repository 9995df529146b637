package oomlab.notebook;

import static oomlab.internal.text.Words.words;

import java.util.List;
import oomlab.Run;
import tech.tablesaw.api.Table;

/** Makes the tables in which a chapter compares its runs, a row for each. */
public final class RunTables {
  private RunTables() {}

  /**
   * Returns what each run came to: who got which error, when, and by whose limit; what was promised
   * to the victim's threads and what it held in memory.
   *
   * @param settings what was set, one for each run
   * @throws IllegalArgumentException if there are not as many settings as runs
   */
  public static Table outcomes(List<String> settings, Run... runs) {
    if (settings.size() != runs.length) {
      throw new IllegalArgumentException(
          words("%d settings for %d runs; give one for each", settings.size(), runs.length));
    }
    return Outcomes.of(settings, List.of(runs));
  }

  /**
   * Returns how runs ended: who killed, with what signal, after how long, how much of that was lost
   * to stalls, what was left, and how that is known.
   */
  public static Table endings(Run... runs) {
    return Endings.of(List.of(runs));
  }
}
