package oomlab.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oomlab.testing.HtmlCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualPointsTest {
  private static final String HEADER = "submission,grade_id,max_score,score,comment\n";

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  @Test
  void listsWhatWaitsAndTakesWhatIsTyped() throws Exception {
    try (GradeStore store = GradeStore.open(dir)) {
      List<Graded> all = SyntheticClass.all();
      store.list(all);
      Path file = dir.resolve("manual.csv");
      String empty = Files.readString(file);
      assertThat(CsvFile.parse(empty))
          .hasSize(1 + 57 + 45)
          .contains(List.of("s01", "text", "4", "", ""));
      Files.writeString(
          file, empty.replace("s01,text,4,,", "s01,text,4,3.5,\"Good, but \"\"why\"\"?\""));
      Graded s01 = store.manual().apply(all.get(1));
      assertThat(s01.marks().get(2))
          .isEqualTo(
              new CellScore("text", CellScore.Kind.MANUAL, 3.5, 4, false, "Good, but \"why\"?"));
      String typed = Files.readString(file);
      store.list(all);
      assertThat(Files.readString(file)).isEqualTo(typed);
      store.list(List.of(all.get(2)));
      assertThat(Files.readString(file)).contains("s01,text,4,3.5,").doesNotContain("s03");
    }
  }

  @Test
  void refusesWhatIsNoScore() {
    for (String score : List.of("5", "-1", "NaN", "1e0", "2,5", "good", "1d", "0x1")) {
      assertThatThrownBy(() -> ManualPoints.parse(HEADER + "anna,text,4," + "\"" + score + "\",\n"))
          .isInstanceOf(GradeException.class)
          .hasMessageContaining("row 2")
          .hasMessageContaining(score);
    }
  }

  @Test
  void refusesAnotherTableAndLeavesIt() throws Exception {
    try (GradeStore store = GradeStore.open(dir)) {
      Path file = Files.writeString(dir.resolve("manual.csv"), "submission;grade_id;score\n");
      assertThatThrownBy(() -> store.list(List.of())).isInstanceOf(GradeException.class);
      assertThat(file).hasContent("submission;grade_id;score\n");
    }
  }

  @Test
  void aMaximumThatWasEditedDoesNotCount() throws Exception {
    ManualPoints points = ManualPoints.parse(HEADER + "s01,text,400,300,\n");
    assertThatThrownBy(() -> points.apply(SyntheticClass.submission(1)))
        .isInstanceOf(GradeException.class)
        .hasMessageContaining("from 0 to 4");
  }

  @Test
  void findsNamesThatAreNoFormulasAnyMore() throws Exception {
    Graded odd = SyntheticClass.named("=1+1");
    String csv = ManualPoints.NONE.list(List.of(odd)).csv();
    assertThat(csv).contains("'=1+1,text,4,,");
    ManualPoints typed = ManualPoints.parse("\ufeff" + csv.replace("text,4,,", "text,4,2,"));
    assertThat(typed.apply(odd).marks().get(2).score()).isEqualTo(2);
  }

  @Test
  void answersAreTextOnTheirPage() throws Exception {
    String hostile = "<script>alert(1)</script> & \"\0\ud800 \ufffe";
    Path page = dir.resolve("manual.html");
    Files.writeString(
        page,
        ManualPage.html(
            "<b>lab</b>",
            List.of(
                new ManualPage.Answer("<i>", "q<1>", 4, hostile),
                new ManualPage.Answer("anna", "q<1>", 4, "x".repeat(100_000)))));
    assertThat(Files.readString(page)).doesNotContain("<script").contains("&lt;script&gt;");
    assertThat(Files.size(page)).isLessThan(40_000);
    assertThat(HtmlCheck.complaints(page)).isEmpty();
  }
}
