package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import oomlab.Prediction;
import oomlab.internal.cgroup.Place;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookWordsTest {
  @Test
  void predictionsAreComparedInWords() {
    assertThat(Predictions.verdict(5, 5.0)).isEqualTo("exactly as you said");
    assertThat(Predictions.verdict(105, 100)).isEqualTo("close: you were 5 above, 5.0 % off");
    assertThat(Predictions.verdict(400, 100)).contains("300 above", "kB and pages of 4 KiB");
    assertThat(Predictions.verdict("Exit ", "exit")).isEqualTo("as you said");
    assertThat(Predictions.verdict(true, false)).startsWith("not what you said");
    assertThat(Predictions.verdict(-1, 5)).isEqualTo("you were 6 below");
  }

  @Test
  void comparisonWithoutPredictionSaysSo() {
    assertThat(new Predictions(Clock.systemUTC()).compare("Who dies?", 4711).plain())
        .contains("none: predict(...) keeps one", "what came out    4711");
  }

  @Test
  void predictionIsKeptByItsQuestion() {
    Predictions predictions = new Predictions(Clock.systemUTC());
    predictions.predict("Who dies?", "bash");
    predictions.predict("How big?", 1);
    assertThat(predictions.compare("Who dies?", "oom").plain())
        .contains("bash", "not what you said");
  }

  @Test
  void predictionThatChangesAfterItWasSealedIsShownAsChanged() {
    Predictions predictions = new Predictions(Clock.systemUTC());
    predictions.predict("peak, MiB", 512);
    predictions.predict("peak, MiB", 500);
    assertThat(predictions.seal()).extracting(Prediction::answer).containsExactly("500");
    assertThat(predictions.predict("peak, MiB", 256).plain())
        .contains("500, made at", "changed afterwards", "256");
    assertThat(predictions.compare("peak, MiB", 256).plain())
        .contains("500 (changed to 256 after it was sealed)", "you were 244 above");
    assertThat(predictions.seal()).extracting(Prediction::answer).containsExactly("256");
    assertThat(predictions.compare("peak, MiB", 256).plain()).contains("exactly as you said");
  }

  @Test
  void answerGivenAfterItWasShownDoesNotCount() {
    Predictions predictions = new Predictions(Clock.systemUTC());
    predictions.predict("score", 740);
    predictions.compare("score", 716);
    predictions.predict("score", 716);
    assertThat(predictions.compare("score", 716).plain()).contains("740", "you were 24 above");
    assertThat(predictions.results()).containsKey("score");
  }

  @Test
  void reconciliationIsToThePageAndSaysWhatItCannotExplain() {
    String text = Reconciliation.of(SampleRuns.killed()).plain();
    assertThat(text)
        .contains("Task table and kill line agree to the page.")
        .contains("The victim got 800 pages more after the curve's last sample.")
        .contains("6,324 kB (1,581 pages) this report does not explain")
        .contains("19,600 kB of file pages");
  }

  @Test
  void reconciliationWithoutReportSaysWhatIsMissing() {
    assertThat(Reconciliation.of(SampleRuns.killedUnseen()).plain())
        .contains("nothing to hold the curve against");
  }

  @Test
  void bannerReadsTheMachineFromItsRoot(@TempDir Path root) throws Exception {
    write(root, "proc/sys/kernel/osrelease", "6.1.0-test\n");
    write(root, "proc/sys/vm/overcommit_memory", "2\n");
    write(root, "proc/meminfo", "MemTotal:        1048576 kB\nSwapTotal:             0 kB\n");
    write(root, "proc/self/smaps", "Rss:  1 kB\nKernelPageSize:       64 kB\n");
    write(root, "proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n");
    assertThat(Machine.read(root))
        .containsEntry("kernel", "Linux 6.1.0-test")
        .containsEntry("memory cgroup", "version 2")
        .containsEntry("page size", "64 kB")
        .containsEntry("RAM", "1 GiB")
        .containsEntry("swap", "none")
        .containsEntry(
            "overcommit", "2: never beyond the commit limit; mmap fails before memory runs out");
  }

  @Test
  void bannerOnAMachineThatTellsNothingLeavesItOut(@TempDir Path root) {
    assertThat(Machine.read(root)).containsKeys("Java", "CPUs online").doesNotContainKeys("RAM");
  }

  @Test
  void rungIsNamedWithWhatItCannotShow() {
    Place usable = new Place(1, Path.of("/cg"), true, "it works", "");
    Place closed = new Place(2, Path.of("/cg"), false, "no right to write", "sudo ...");
    Guestroom none = FakeGuestroom.without("no QEMU");
    assertThat(Machine.rung(List.of(usable), none, false))
        .hasEntrySatisfying("experiments", text -> assertThat(text).contains("v1 under /cg"))
        .containsEntry("guest arm32", "no QEMU");
    assertThat(Machine.rung(List.of(closed), none, false))
        .containsEntry("to run for real", "no right to write; sudo ...");
    assertThat(Machine.rung(List.of(closed), FakeGuestroom.open(), false))
        .hasEntrySatisfying("experiments", text -> assertThat(text).contains("virtual machine"))
        .containsEntry("guest arm32", "can run here, and needs no rights");
    assertThat(Machine.rung(List.of(usable), none, true).get("experiments"))
        .contains("OOMLAB_RECORDED");
  }

  @Test
  void secondsAreInTheUnitThatGivesAShortNumber() {
    assertThat(Words.nanos(1_500)).isEqualTo("1.5 µs");
    assertThat(Words.nanos(1_500_000)).isEqualTo("1.5 ms");
    assertThat(Words.nanos(61_000_000_000L)).isEqualTo("61 s");
    assertThat(Views.text(OptionalLong.empty())).isEmpty();
    assertThat(Views.text(Map.of("a", 1))).isEqualTo("{a=1}");
  }

  private static void write(Path root, String file, String text) throws Exception {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }
}
