package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import oomlab.Experiment;
import oomlab.ExperimentException.Interrupted;
import oomlab.Guest;
import oomlab.Live;
import oomlab.Predictions.Prediction;
import oomlab.Recording;
import oomlab.Recording.Series;
import oomlab.Run;
import oomlab.Scenario.Group;
import oomlab.Touch;
import oomlab.internal.cgroup.Place;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunChooserTest {
  private static final Place USABLE = new Place(1, Path.of("/cg"), true, "it works", "");
  private static final Place READ_ONLY =
      new Place(1, Path.of("/cg"), false, "cgroupfs is read-only.", "remount it");

  private final Path dir;
  private final List<Prediction> predictions = new ArrayList<>();
  private final Tape tape = new Tape(true);
  private final Set<String> told = new HashSet<>();

  RunChooserTest(@TempDir Path dir) {
    this.dir = dir;
  }

  /** Keeps what was shown. */
  private static final class Tape implements Frontend {
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final boolean replaces;

    Tape(boolean replaces) {
      this.replaces = replaces;
    }

    @Override
    public String name() {
      return "tape";
    }

    @Override
    public String display(MimeBundle bundle) {
      shown.add("display " + bundle.plain());
      return "id" + shown.size();
    }

    @Override
    public void update(String id, MimeBundle bundle) {
      shown.add(id + " " + bundle.plain());
    }

    @Override
    public boolean replaces() {
      return replaces;
    }
  }

  private static Run provoke(Experiment experiment, Consumer<Live> listener) {
    Run run = SampleRuns.killed();
    listener.accept(
        new Live(90_000_000, run.recording(), run.allocations(), 256L << 20, "runs", List.of()));
    return run;
  }

  private RunChooser chooser(
      Frontend frontend,
      Place place,
      Map<String, String> environment,
      RunChooser.Provoker provoker) {
    return chooser(frontend, place, environment, FakeGuestroom.without("no QEMU here."), provoker);
  }

  private RunChooser chooser(
      Frontend frontend,
      Place place,
      Map<String, String> environment,
      GuestAvailability guests,
      RunChooser.Provoker provoker) {
    return new RunChooser(
        frontend,
        RunChooser.dataFolders(dir, Optional.empty()),
        environment,
        () -> List.of(place),
        guests,
        provoker,
        () -> predictions,
        Optional.of(dir.resolve("runs")),
        told);
  }

  @Test
  void liveRunGrowsInOneOutputAndEndsAsTheFinalPicture() {
    Run run =
        chooser(tape, USABLE, Map.of(), RunChooserTest::provoke).run(Experiment.standard(), "r");
    assertThat(run.expectedVictim()).isEqualTo(4711);
    assertThat(tape.shown).hasSize(3);
    assertThat(tape.shown.get(0)).startsWith("display Starting");
    assertThat(tape.shown.get(1)).startsWith("id1 Running for 0.1 s: 246 MiB");
    assertThat(tape.shown.get(2)).startsWith("id1 Resident memory of process 4711");
  }

  @Test
  void runKeepsThePredictionsThatWereMadeBeforeIt() {
    Instant before = Instant.parse("2026-01-02T03:00:00Z");
    predictions.add(new Prediction("peak, MiB", "512", before));
    Run run =
        chooser(tape, USABLE, Map.of(), RunChooserTest::provoke).run(Experiment.standard(), "r");
    assertThat(run.predictions().orElseThrow().answers()).isEqualTo(predictions);
    assertThat(tape.shown.get(2))
        .endsWith("Kept in runs/r, with the prediction that you made before it.");
    assertThat(Run.load(dir.resolve("runs/r")).predictionsUnchanged()).isTrue();
  }

  @Test
  void secondRunTakesThePlaceOfTheFirst() {
    RunChooser chooser = chooser(tape, USABLE, Map.of(), RunChooserTest::provoke);
    chooser.run(Experiment.standard(), "r");
    predictions.add(new Prediction("peak, MiB", "256", Instant.EPOCH));
    chooser.run(Experiment.standard(), "r");
    assertThat(Run.load(dir.resolve("runs/r")).predictions()).isPresent();
    assertThat(dir.resolve("runs").toFile().list()).containsExactly("r");
  }

  @Test
  void folderThatIsNoRunIsLeftAlone() throws Exception {
    Path mine = Files.createDirectories(dir.resolve("runs/r")).resolve("thesis.txt");
    Files.writeString(mine, "mine");
    chooser(tape, USABLE, Map.of(), RunChooserTest::provoke).run(Experiment.standard(), "r");
    assertThat(mine).hasContent("mine");
    assertThat(tape.shown.get(2)).doesNotContain("Kept");
    assertThat(dir.resolve("runs").toFile().list()).containsExactly("r");
  }

  @Test
  void liveRunSaysHowFarItIsAndHowToStopIt() {
    chooser(tape, USABLE, Map.of(), RunChooserTest::provoke).run(Experiment.standard(), "r");
    assertThat(tape.shown.get(0)).endsWith("\n" + LiveRunView.HOW_TO_STOP);
    assertThat(tape.shown.get(1))
        .contains("\n246 MiB of 256 MiB, less than 1 s left at ")
        .endsWith("\n" + LiveRunView.HOW_TO_STOP);
    assertThat(tape.shown.get(2)).doesNotContain("interrupt the cell");
  }

  @Test
  void interruptedCellEndsTheRunAndTheOutputSaysThatItIsGone() throws Exception {
    assertThat(interrupted(Experiment.standard()))
        .matches(
            "id1 Interrupted after \\d+\\.\\d s: the process was ended and its cgroup removed\\.");
  }

  @Test
  void interruptedCellOfAGuestSaysThatTheMachineIsGone() throws Exception {
    assertThat(interrupted(Experiment.in(Guest.arm32())))
        .endsWith(" s: the virtual machine was ended and its folder removed.");
  }

  /** Interrupts the cell's thread in the middle of a run, and returns the output's last state. */
  private String interrupted(Experiment experiment) throws Exception {
    RunChooser chooser =
        chooser(
            tape, USABLE, Map.of(), FakeGuestroom.open(), RunChooserTest::provokeUntilInterrupted);
    List<Throwable> thrown = new CopyOnWriteArrayList<>();
    Thread cell =
        new Thread(
            () -> {
              try {
                chooser.run(experiment, "r");
              } catch (RuntimeException e) {
                thrown.add(e);
              }
              if (!Thread.currentThread().isInterrupted()) {
                thrown.add(new AssertionError("the interrupt is forgotten"));
              }
            });
    cell.start();
    while (tape.shown.stream().noneMatch(shown -> shown.contains("Running for"))) {
      Thread.sleep(5);
    }
    cell.interrupt();
    cell.join();
    assertThat(thrown).singleElement().isInstanceOf(Interrupted.class);
    return tape.shown.get(tape.shown.size() - 1);
  }

  private static Run provokeUntilInterrupted(Experiment experiment, Consumer<Live> listener) {
    provoke(experiment, listener);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Interrupted();
  }

  @Test
  void terminalGetsOnlyTheEnd() {
    Tape terminal = new Tape(false);
    chooser(terminal, USABLE, Map.of(), RunChooserTest::provoke).run(Experiment.standard(), "r");
    assertThat(terminal.shown).hasSize(1);
  }

  @Test
  void failedRunSaysSoWhereThePictureWas() {
    RunChooser chooser =
        chooser(
            tape,
            USABLE,
            Map.of(),
            (e, l) -> {
              throw new IllegalStateException("interrupted");
            });
    assertThatThrownBy(() -> chooser.run(Experiment.standard(), "r")).hasMessage("interrupted");
    assertThat(tape.shown.get(1)).isEqualTo("id1 The run did not come to its end: interrupted");
  }

  @Test
  void machineWithoutRightsShowsTheRecordedRunAndSaysWhy() throws Exception {
    Path data = Files.createDirectories(dir.resolve("data"));
    SampleRuns.killed().save(data.resolve("first"));
    Run run =
        chooser(tape, READ_ONLY, Map.of(), RunChooserTest::mayNotRun)
            .run(Experiment.standard(), "first");
    assertThat(run.expectedVictim()).isEqualTo(4711);
    assertThat(tape.shown.get(0))
        .contains("recorded run", "Linux 6.1.0-test", "cgroupfs is read-only; and no QEMU here.");
    assertThat(tape.shown.get(1)).contains("Resident memory of process 4711");
  }

  @Test
  void recordedRunsCanBeAskedForWhereARealOneWouldWork() throws Exception {
    Path data = Files.createDirectories(dir.resolve("data"));
    SampleRuns.killed().save(data.resolve("first"));
    chooser(tape, USABLE, Map.of("OOMLAB_RECORDED", "1"), RunChooserTest::mayNotRun)
        .run(Experiment.standard(), "first");
    assertThat(tape.shown.get(0)).contains("OOMLAB_RECORDED is set");
  }

  @Test
  void whyRunsAreRecordedIsSaidOnce() throws Exception {
    Path data = Files.createDirectories(dir.resolve("data"));
    SampleRuns.killed().save(data.resolve("first"));
    for (int i = 0; i < 2; i++) {
      chooser(tape, USABLE, Map.of("OOMLAB_RECORDED", "1"), RunChooserTest::mayNotRun)
          .run(Experiment.standard(), "first");
    }
    assertThat(tape.shown).hasSize(4);
    assertThat(tape.shown.get(2))
        .contains("recorded run", "Linux 6.1.0-test")
        .doesNotContain("OOMLAB_RECORDED");
  }

  @Test
  void guestShowsItsConsoleWhileItBootsThenItsCurve() {
    Experiment experiment = Experiment.in(Guest.arm32());
    chooser(tape, READ_ONLY, Map.of(), FakeGuestroom.open(), RunChooserTest::provokeGuest)
        .run(experiment, "r");
    assertThat(tape.shown)
        .containsSubsequence(
            "display Starting: " + experiment + "\n" + LiveRunView.HOW_TO_STOP,
            "id2 There is no rate yet: the victim starts when the guest has booted.\n"
                + LiveRunView.HOW_TO_STOP
                + "\nGuest arm32: the guest boots.\n[    0.0] Booting Linux <0>");
    assertThat(tape.shown.get(3))
        .startsWith("id2 Running for 0.1 s")
        .endsWith("\nGuest arm32: the experiment runs.\n[    9.9] oom invoked oom-killer");
    assertThat(tape.shown.get(4)).startsWith("id2 Resident memory of process 4711");
  }

  @Test
  void terminalGetsALineForEachPhaseOfAGuest() {
    Tape terminal = new Tape(false);
    chooser(terminal, USABLE, Map.of(), FakeGuestroom.open(), RunChooserTest::provokeGuest)
        .run(Experiment.in(Guest.arm32()), "r");
    assertThat(terminal.shown.subList(1, 3))
        .containsExactly("display the guest boots ...", "display the experiment runs ...");
    assertThat(terminal.shown.get(3)).startsWith("display Resident memory");
  }

  @Test
  void hostWithoutACgroupRunsTheSameInAGuest() {
    List<Experiment> made = new ArrayList<>();
    chooser(
            tape,
            READ_ONLY,
            Map.of(),
            FakeGuestroom.open(),
            (experiment, listener) -> {
              made.add(experiment);
              return SampleRuns.killed();
            })
        .run(Experiment.standard().limit("200M").threads(3).chunk("1G"), "r");
    Experiment instead = made.get(0);
    assertThat(instead.limitBytes()).isEqualTo(200L << 20);
    assertThat(instead.threads()).isEqualTo(3);
    Guest guest = instead.guest().orElseThrow();
    assertThat(guest.memoryBytes()).isEqualTo(328L << 20);
    assertThat(guest.swapBytes()).isZero();
    assertThat(guest.scenario().overcommit()).isEqualTo(1);
    assertThat(guest.scenario().group()).contains(new Group(2, 200L << 20, false));
    assertThat(tape.shown.get(1))
        .isEqualTo(
            "display No memory cgroup can be used on this machine (cgroupfs is read-only), so this"
                + " is run in one inside a virtual machine.");
  }

  @Test
  void guestThatCannotBeMadeGivesWayToTheRecordedRun() {
    SampleRuns.killed().save(dir.resolve("data").resolve("first"));
    chooser(
            tape,
            READ_ONLY,
            Map.of(),
            FakeGuestroom.failing("there is no network."),
            RunChooserTest::mayNotRun)
        .run(Experiment.standard(), "first");
    assertThat(tape.shown.get(1)).contains("cgroupfs is read-only; and there is no network.");
  }

  @Test
  void guestExperimentWithoutQemuShowsTheRecordedRunAndSaysWhatIsMissing() {
    SampleRuns.killed().save(dir.resolve("data").resolve("first"));
    chooser(tape, USABLE, Map.of(), RunChooserTest::mayNotRun)
        .run(Experiment.in(Guest.arm32()), "first");
    assertThat(tape.shown.get(0)).contains("recorded run", "no QEMU here.");
  }

  @Test
  void whatTheGuestsProgramCannotDoIsNotRunInAGuest() {
    assertThat(GuestFallback.of(Experiment.standard().touch(Touch.FILE))).isEmpty();
    assertThat(GuestFallback.of(Experiment.standard().limit("64G"))).isEmpty();
    assertThat(
            GuestFallback.of(Experiment.standard()).orElseThrow().guest().orElseThrow().scenario())
        .extracting(s -> s.overcommit())
        .isEqualTo(0);
  }

  @Test
  void missingRecordedRunNamesThePlacesWhereItCouldBe() {
    assertThatThrownBy(
            () ->
                chooser(tape, READ_ONLY, Map.of(), RunChooserTest::mayNotRun)
                    .run(Experiment.standard(), "no-such"))
        .hasMessageContaining("no-such")
        .hasMessageContaining(dir.resolve("data").toString());
  }

  @Test
  void projectsDataIsFoundFromTheJar() {
    assertThat(RunChooser.dataFolders(Path.of("/n"), Optional.of(Path.of("/p/target/oomlab.jar"))))
        .containsExactly(Path.of("/n/data"), Path.of("/p/notebooks/data"));
  }

  private static Run provokeGuest(Experiment experiment, Consumer<Live> listener) {
    Run run = SampleRuns.killed();
    Recording none =
        new Recording(Series.empty(SampleRuns.PAGE), List.of(), run.recording().quality());
    long ram = experiment.limitBytes();
    String booting = "[    0.0] Booting Linux <0>";
    String killing = "[    9.9] oom invoked oom-killer";
    listener.accept(new Live(0, none, List.of(), ram, "the guest boots", List.of(booting)));
    listener.accept(
        new Live(
            90_000_000,
            run.recording(),
            run.allocations(),
            ram,
            "the experiment runs",
            List.of(killing)));
    return run;
  }

  private static Run mayNotRun(Experiment experiment, Consumer<Live> listener) {
    throw new AssertionError("nothing may be provoked here");
  }
}
