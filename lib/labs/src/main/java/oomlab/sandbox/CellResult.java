package oomlab.sandbox;

import java.util.List;

/**
 * How one code cell of a submission ran.
 *
 * @param outputs as a notebook keeps them, each one JSON object; an end before its time is an error
 *     among them
 * @param end how it ended
 * @param words a sentence about an end before its time; empty for none
 * @param refused names of the instructor's that the student's cell would have taken
 * @param changed variables of the instructor's that had been changed, and were put back
 * @param threads names of threads that go on after it
 * @param magics magics that were left out
 * @param flooded whether output was dropped
 */
public record CellResult(
    List<String> outputs,
    CellEnd end,
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

  /** How a cell ended. */
  public enum CellEnd {
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

  static CellResult of(CellEnd end) {
    return new CellResult(List.of(), end, "", List.of(), List.of(), List.of(), List.of(), false);
  }
}
