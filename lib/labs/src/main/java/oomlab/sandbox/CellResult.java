package oomlab.sandbox;

import java.util.List;

/**
 * What came of one step.
 *
 * @param outputs as a notebook keeps them, each one JSON object; an end before its time is an error
 *     among them
 * @param end how it ended, in the words of a session
 * @param words what is to be said about an end before its time; empty for none
 * @param refused names of the instructor's that the student's cell would have taken
 * @param changed variables of the instructor's that had been changed, and were put back
 * @param threads names of threads that go on after it
 * @param magics magics that were left out
 * @param flooded whether output was dropped
 */
public record CellResult(
    List<String> outputs,
    Fate end,
    String words,
    List<String> refused,
    List<String> changed,
    List<String> threads,
    List<String> magics,
    boolean flooded) {
  /** Makes the lists unmodifiable. */
  public CellResult {
    outputs = List.copyOf(outputs);
    refused = List.copyOf(refused);
    changed = List.copyOf(changed);
    threads = List.copyOf(threads);
    magics = List.copyOf(magics);
  }

  /** How a step ended. */
  public enum Fate {
    /** At its end, well or with an error. */
    DONE,
    /** Blank: there was nothing to run. */
    BLANK,
    /** It ran longer than a cell may. */
    TIMED_OUT,
    /** Its process ended under it. */
    DIED,
    /** It tried to answer in the grader's place. */
    FORGED,
    /** Not begun: too much had gone wrong before. */
    NOT_RUN
  }

  static CellResult of(Fate fate) {
    return new CellResult(List.of(), fate, "", List.of(), List.of(), List.of(), List.of(), false);
  }
}
