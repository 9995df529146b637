package oomlab.sandbox;

import java.util.List;

/**
 * How one code cell of a submission ran.
 *
 * @param outputs as a notebook keeps them, each one JSON object; an end before its time is an error
 *     among them
 * @param end how it ended
 * @param words a sentence about an end before its time; empty for none
 * @param magics magics that were left out
 * @param flooded whether output was dropped
 * @param inStudentsProcess whether it is a test that ran in the student's process, which could
 *     deceive it
 */
public record CellResult(
    List<String> outputs,
    CellEnd end,
    String words,
    List<String> magics,
    boolean flooded,
    boolean inStudentsProcess) {
  /** Makes the lists unmodifiable. */
  public CellResult {
    outputs = List.copyOf(outputs);
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
    /** Its process sent something that was no answer. */
    BROKEN,
    /** Not begun: too much had gone wrong before. */
    NOT_RUN
  }

  CellResult ranInStudentsProcess() {
    return new CellResult(outputs, end, words, magics, flooded, true);
  }

  static CellResult of(CellEnd end) {
    return new CellResult(List.of(), end, "", List.of(), false, false);
  }
}
