package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.Backend;
import oomlab.Experiment;
import oomlab.Run;
import oomlab.check.World;
import oomlab.internal.cgroup.Place;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandInRunsTest {
  private static final Path DATA = Path.of("notebooks/data").toAbsolutePath();
  private static final World WORLD = new World("ada");

  private final Path runs;
  private final List<String> shown = new ArrayList<>();
  private final List<Experiment> made = new ArrayList<>();

  HandInRunsTest(@TempDir Path dir) {
    runs = dir.resolve("runs");
  }

  private HandInRuns handInRuns(boolean usable, Map<String, String> environment) {
    Frontend frontend =
        new Frontend() {
          @Override
          public String name() {
            return "tape";
          }

          @Override
          public String display(MimeBundle bundle) {
            shown.add(bundle.plain());
            return "id";
          }

          @Override
          public void update(String id, MimeBundle bundle) {
            shown.add(bundle.plain());
          }

          @Override
          public boolean replaces() {
            return true;
          }
        };
    Place place = new Place(1, Path.of("/cg"), usable, "no right", "");
    return new HandInRuns(
        new RunChooser(
            frontend,
            List.of(DATA),
            environment,
            () -> List.of(place),
            FakeGuestroom.without("no QEMU here"),
            (experiment, listener) -> {
              made.add(experiment);
              return SampleRuns.killed();
            },
            List::of,
            Optional.empty(),
            new HashSet<>()),
        runs);
  }

  private String said() {
    return String.join("\n", shown);
  }

  @Test
  void makesTheWorldsExperimentOnceAndFindsItAgain() {
    Run first = handInRuns(true, Map.of()).handIn(WORLD);
    assertThat(made).containsExactly(WORLD.experiment());
    assertThat(said()).contains("This run lies in runs/hand-in now", "delete the folder");
    shown.clear();
    Run again = handInRuns(true, Map.of()).handIn(WORLD);
    assertThat(made).hasSize(1);
    assertThat(again.startedAt()).isEqualTo(first.startedAt());
    assertThat(again.recording().series().size()).isEqualTo(first.recording().series().size());
    assertThat(said()).contains("This is the run in runs/hand-in", "delete the folder");
  }

  @Test
  void takesTheRecordedRunWhereNothingCanBeProvokedAndSaysWhatItCosts() {
    Run run = handInRuns(false, Map.of()).handIn(WORLD);
    assertThat(run.backend()).isEqualTo(Backend.RECORDED);
    assertThat(said()).contains("recorded run", "counts half");
    assertThat(runs.resolve("hand-in/run.json")).exists();
    shown.clear();
    Run again = handInRuns(false, Map.of()).handIn(WORLD);
    assertThat(handInRuns(false, Map.of()).points(again, WORLD, 4)).isEqualTo(2);
    assertThat(said()).contains("book's recorded run \"first-kill\"");
  }

  @Test
  void graderFindsWhatWasHandedInAndMakesNothing() {
    Map<String, String> grading = Map.of("NBGRADER_EXECUTION", "autograde");
    assertThatThrownBy(() -> handInRuns(true, grading).handIn(WORLD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no run was handed in");
    assertThat(made).isEmpty();
    handInRuns(true, Map.of()).handIn(WORLD);
    assertThat(handInRuns(true, grading).handIn(WORLD).expectedVictim())
        .isEqualTo(SampleRuns.VICTIM);
  }

  @Test
  void brokenBundleIsASentenceThatSaysWhatToDo() throws IOException {
    Files.createDirectories(runs.resolve("hand-in"));
    Files.writeString(runs.resolve("hand-in/run.json"), "{");
    assertThatThrownBy(() -> handInRuns(true, Map.of()).handIn(WORLD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no saved run")
        .hasMessageContaining("delete the folder runs/hand-in");
  }

  @Test
  void madeUpRunGetsNothingAndIsToldWhy() {
    Run run = SampleRuns.killed();
    assertThat(handInRuns(true, Map.of()).points(run, WORLD, 4)).isZero();
    assertThat(said()).contains("does not fit", "deter and do not prove");
  }
}
