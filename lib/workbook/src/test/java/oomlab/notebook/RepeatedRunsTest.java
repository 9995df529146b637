package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.Experiment;
import oomlab.Touch;
import oomlab.internal.cgroup.Place;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class RepeatedRunsTest {
  private static final Place USABLE = new Place(1, Path.of("/cg"), true, "it works", "");
  private static final Place READ_ONLY =
      new Place(1, Path.of("/cg"), false, "cgroupfs is read-only.", "remount it");

  private final List<String> shown = new ArrayList<>();
  private final List<Touch> made = new ArrayList<>();
  private int sealed;
  private final Path dir;

  RepeatedRunsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private Table repeat(Place place, Map<String, String> environment) {
    return new RunChooser(
            new Frontend() {
              @Override
              public String name() {
                return "tape";
              }

              @Override
              public String display(MimeBundle bundle) {
                shown.add(bundle.plain());
                return "";
              }

              @Override
              public void update(String id, MimeBundle bundle) {
                shown.add(bundle.plain());
              }

              @Override
              public boolean replaces() {
                return false;
              }
            },
            RunChooser.dataFolders(dir, Optional.empty()),
            environment,
            () -> List.of(place),
            FakeGuestroom.without("no QEMU here."),
            (experiment, listener) -> {
              made.add(experiment.touch());
              return SampleRuns.killed();
            },
            () -> {
              sealed++;
              return List.of();
            },
            Optional.empty())
        .repeat(
            2, "times", List.of(Experiment.standard(), Experiment.standard().touch(Touch.HUGE)));
  }

  @Test
  void experimentsTakeTurnsAndEachRunIsARow() {
    Table table = repeat(USABLE, Map.of());
    assertThat(made).containsExactly(Touch.PAGE, Touch.HUGE, Touch.PAGE, Touch.HUGE);
    assertThat(table.columnNames()).containsExactly("touch", "run", "ms");
    assertThat(table.stringColumn("touch").asList())
        .containsExactly("page", "huge", "page", "huge");
    assertThat(table.intColumn("run").asList()).containsExactly(1, 1, 2, 2);
    var run = SampleRuns.killed();
    assertThat(table.doubleColumn("ms").get(0))
        .isEqualTo((run.deathNanos() - run.allocations().get(0).nanos()) / 1e6);
    assertThat(sealed).isEqualTo(1);
    assertThat(shown).isEmpty();
  }

  @Test
  void recordedTableTakesTheirPlaceAndSaysSo() throws Exception {
    Path data = Files.createDirectories(dir.resolve("data"));
    Files.writeString(data.resolve("times.csv"), "touch,run,ms\npage,1,217.3\n");
    assertThat(repeat(READ_ONLY, Map.of()).doubleColumn("ms").get(0)).isEqualTo(217.3);
    repeat(USABLE, Map.of("OOMLAB_RECORDED", "1"));
    assertThat(made).isEmpty();
    assertThat(shown)
        .containsExactly(
            "These runs were recorded, 1 in all. Nothing was provoked on this machine: cgroupfs is read-only.",
            "These runs were recorded, 1 in all. Nothing was provoked on this machine: OOMLAB_RECORDED is set.");
  }

  @Test
  void recordedTableThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> repeat(READ_ONLY, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no \"times.csv\" in ");
  }

  @Test
  void recordedTableOfTheBookHasTheColumnsOfARealOne() {
    Table book = Table.read().csv("notebooks/data/touch-times.csv");
    assertThat(book.columnNames()).containsExactly("touch", "run", "ms");
    assertThat(book.stringColumn("touch").unique().asList())
        .containsExactlyInAnyOrder("page", "populate", "huge");
    assertThat(book.rowCount()).isEqualTo(15);
    assertThat(book.doubleColumn("ms").min()).isPositive();
  }
}
