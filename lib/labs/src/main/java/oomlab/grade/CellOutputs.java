package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Reads the outputs of a submission's cells, which may be anything that its code can print. */
final class CellOutputs {
  /** Of a whole submission, in characters; far more than pictures and tables need. */
  private static final long KEPT = 20_000_000;

  private static final int DEPTH = 50;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .build();

  private long kept;

  /**
   * What a cell put out.
   *
   * @param scored what decides its score
   * @param kept what stands in the notebook as it ran
   */
  record Read(List<Output> scored, List<Output> kept) {}

  /**
   * Reads a cell's outputs as a notebook keeps them, each one JSON object; merges and cuts them.
   */
  Read read(List<String> json) {
    List<Output> scored = scored(json);
    kept += json.stream().mapToLong(String::length).sum();
    return new Read(
        scored,
        kept <= KEPT || scored.isEmpty()
            ? scored
            : List.of(
                new Output.Stream(
                    "stdout",
                    words("(Left out: the submission had put out very much before.)") + "\n")));
  }

  /** Returns what decides the score of a cell. */
  static List<Output> scored(List<String> json) {
    List<Output> outputs = new ArrayList<>();
    json.forEach(each -> outputs.add(output(each)));
    return LimitOutput.apply(StreamMerger.merge(outputs));
  }

  private static Output output(String json) {
    try {
      return Output.fromJson(JSON.readTree(json));
    } catch (JacksonException | IllegalArgumentException e) {
      return new Output.Error(
          "UnreadableOutput",
          words("an output of this cell is nested too deeply or is none"),
          List.of());
    }
  }
}
