package oomlab.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import oomlab.report.OomReport;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;

class WorldTest {
  @Test
  void sameNameIsTheSameWorldWhateverItsCase() {
    assertThat(new World(" Ada L ")).isEqualTo(new World("ada l"));
    assertThat(new World("ada l").experiment()).isEqualTo(new World("Ada L").experiment());
  }

  @Test
  void worldsStayAsTheyWere() {
    // A bundle handed in last month is held against this: these values may never move.
    World world = new World("s1234567");
    assertThat(world.code()).isEqualTo("3db90579");
    assertThat(world.experiment().toString())
        .isEqualTo("limit 168 MiB, 1 thread, chunks of 16 MiB, touch page, without swap");
  }

  @Test
  void worldsDiffer() {
    long experiments =
        IntStream.range(0, 300).mapToObj(i -> new World("s" + i).experiment()).distinct().count();
    assertThat(experiments).isGreaterThan(200);
    List<Integer> numbers =
        IntStream.range(0, 1000).map(i -> new World("s" + i).number("x", 3, 5)).boxed().toList();
    assertThat(numbers).contains(3, 4, 5).allMatch(n -> n >= 3 && n <= 5);
  }

  @Test
  void rowAndChangeAreOfProcessesThatCouldDie() {
    OomReport report = SampleRuns.report();
    for (int i = 0; i < 100; i++) {
      World world = new World("s" + i);
      assertThat(world.row(report).pid()).isNotIn(SampleRuns.VICTIM, 1);
      assertThat(world.change(report).pid()).isNotEqualTo(1);
      assertThat(world.change(report).oomScoreAdj()).isBetween(-990, 990).isNotZero();
    }
  }

  @Test
  void blankNameAndEmptyReportAreRefusedInASentence() {
    assertThatThrownBy(() -> new World(" ")).hasMessageContaining("a world needs a name");
    assertThatThrownBy(() -> new World("x").pick("x", List.of())).hasMessageContaining("to pick");
  }
}
