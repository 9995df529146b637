package oomlab.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import oomlab.grade.Remark.Weight;
import oomlab.ipynb.Cell;
import oomlab.sandbox.CellResult;
import oomlab.sandbox.CellResult.CellEnd;
import org.junit.jupiter.api.Test;

class CellOutputsTest {
  private static String stream(String text) {
    return "{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"" + text + "\"}";
  }

  @Test
  void whatIsNoOutputIsAnErrorOfItsCell() {
    for (String hostile :
        List.of(
            "",
            "null",
            "{",
            "[]",
            "{}",
            "{\"output_type\": \"stream\"",
            "{\"output_type\": \"update\"}",
            "[".repeat(501),
            "{\"output_type\": \"display_data\", \"data\": {\"application/json\": "
                + "[".repeat(501)
                + "]".repeat(501)
                + "}}",
            "{\"output_type\": \"display_data\", \"data\": " + "9".repeat(5_000) + "}x")) {
      List<Output> read = CellOutputs.scored(List.of(stream("a"), hostile, stream("b")));
      assertThat(read).as(hostile).isNotEmpty();
      assertThat(read.get(0)).isInstanceOf(Output.Stream.class);
      assertThat(Scoring.tests("t", 2, read).cellScore().score()).isBetween(0.0, 2.0);
    }
    assertThat(CellOutputs.scored(List.of("[".repeat(501))))
        .first()
        .isInstanceOf(Output.Error.class);
  }

  @Test
  void aClassOfFloodsIsNotKept() {
    CellOutputs outputs = new CellOutputs();
    String much = stream("x".repeat(2_000_000));
    long kept = 0;
    for (int i = 0; i < 110; i++) {
      CellOutputs.Read read = outputs.read(List.of(much));
      assertThat(((Output.Stream) read.scored().get(0)).text()).hasSize(2_000_000);
      kept += ((Output.Stream) read.kept().get(0)).text().length();
    }
    assertThat(kept).isBetween(15_000_000L, 21_000_000L);
  }

  @Test
  void cutsLinesWithoutTakingThemApart() {
    List<Output> flood =
        List.of(
            new Output.Stream("stdout", "\n".repeat(5_000_000)),
            new Output.Stream("stderr", "late"));
    List<Output> cut = LimitOutput.apply(flood);
    assertThat(cut).hasSize(1);
    assertThat(((Output.Stream) cut.get(0)).text())
        .hasSize(999 + "... Output truncated ...".length());
    List<Output> many =
        new ArrayList<>(Collections.nCopies(200_000, new Output.Stream("stdout", "a\n")));
    assertThat(LimitOutput.apply(StreamMerger.merge(many))).hasSize(1);
  }

  @Test
  void muchOutputIsNoAccusation() {
    MergedNotebook.Part part =
        new MergedNotebook.Part(Cell.of(Cell.Type.CODE, "x", "int i;"), false, false, false);
    CellResult flooded = new CellResult(List.of(), CellEnd.DONE, "", List.of(), true, false);
    assertThat(CellRemarks.of(part, "q1", flooded))
        .extracting(Remark::kind, Remark::weight)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("output-flood", Weight.NOTE));
    assertThat(CellRemarks.of(part, "q1", flooded).get(0).sentence())
        .startsWith("the student's own cell behind q1: it prints");
  }
}
