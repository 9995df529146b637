package oomlab.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oomlab.Allocation;
import oomlab.Backend;
import oomlab.ClockOffset;
import oomlab.Decoy;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.Group;
import oomlab.Guest;
import oomlab.Prediction;
import oomlab.Run;
import oomlab.Scenario;
import oomlab.Verdict;
import oomlab.internal.posix.WaitStatus;
import oomlab.internal.proc.Recording;
import oomlab.internal.proc.SamplingQuality;
import oomlab.internal.proc.Series;
import oomlab.internal.proc.Track;
import oomlab.report.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunBundleTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  private static Run run(Verdict verdict, WaitStatus status, boolean full) {
    return run(Experiment.standard(), verdict, status, full);
  }

  private static Run run(Experiment experiment, Verdict verdict, WaitStatus status, boolean full) {
    return new Run(
        experiment,
        Backend.CGROUP_V1,
        Backend.CGROUP_V1,
        Instant.parse("2026-11-20T10:00:00.123456Z"),
        "0b1c",
        "6.1.0",
        4096,
        42,
        full ? OptionalInt.of(42) : OptionalInt.empty(),
        full ? List.of(42, 43) : List.of(),
        Optional.of(status),
        verdict,
        List.of("expected victim is 42.", "victim signalled: 9"),
        full ? List.of(new Allocation(5, "7f00", 10485760)) : List.of(),
        new Recording(
            new Series(
                4096, new long[] {1, 2}, new long[] {9, 9}, new long[] {3, 4}, new long[] {1, 1}),
            List.of(
                new Track("VmHWM", "bytes", new long[] {1}, new long[] {16384}),
                new Track("VmSwap", "bytes", new long[0], new long[0])),
            new SamplingQuality(1_000_000, 1, 2, 3, 4, 5, 6.25e9, 7, true)),
        full ? OptionalLong.of(16384) : OptionalLong.empty(),
        full ? OptionalLong.of(268435456) : OptionalLong.empty(),
        full ? Optional.of(new ClockOffset(-5, 6, "a mark")) : Optional.empty(),
        full ? OptionalLong.of(77) : OptionalLong.empty(),
        88,
        full ? List.of(new LogRecord(1, 2, 4, "two\nlines \\ ü")) : List.of(),
        full ? Optional.empty() : Optional.of("not allowed"),
        Optional.empty(),
        99,
        Optional.empty());
  }

  private static Run full() {
    return run(
        new Verdict.OomKilled(List.of(new Verdict.Evidence("cgroup", "it grew by 1"))),
        new WaitStatus.Signaled(9, false),
        true);
  }

  private static Experiment inGuest() {
    Scenario scenario =
        Scenario.plain()
            .addressSpace(64 << 20)
            .adj(-5)
            .decoy(Decoy.of(4096).uid(7))
            .group(new Group(2, 32 << 20, true).high(16 << 20).swap(0));
    return Experiment.in(Guest.x86().scenario(scenario));
  }

  static Stream<Run> runs() {
    WaitStatus killed = new WaitStatus.Signaled(9, true);
    return Stream.of(
        full(),
        run(inGuest(), new Verdict.Exited(12), new WaitStatus.Exited(12), true),
        run(new Verdict.Exited(12), new WaitStatus.Exited(12), false),
        run(new Verdict.Signaled(9, List.of()), killed, false),
        run(new Verdict.Unknown(killed, "nobody knows"), killed, false));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void loadsWhatWasSaved(Run run) throws IOException {
    Path target = folder.resolve("a/b");
    run.save(target);
    Run loaded = Run.load(target);
    assertThat(loaded).usingRecursiveComparison().ignoringFields("backend").isEqualTo(run);
    assertThat(loaded.backend()).isEqualTo(Backend.RECORDED);
    try (Stream<Path> around = Files.list(folder.resolve("a"))) {
      assertThat(around).containsExactly(target);
    }
    // Saving a loaded run again keeps every byte: "recorded" is no property of the machine.
    loaded.save(folder.resolve("again"));
    try (Stream<Path> files = Files.list(target)) {
      for (Path file : files.toList()) {
        assertThat(folder.resolve("again").resolve(file.getFileName().toString()))
            .hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void editedPredictionNoLongerFitsItsSeal() throws IOException {
    Run run =
        full()
            .predicted(
                List.of(new Prediction("peak, MiB", "512", Instant.parse("2026-11-20T09:59:00Z"))));
    run.save(folder.resolve("r"));
    assertThat(Run.load(folder.resolve("r")))
        .usingRecursiveComparison()
        .ignoringFields("backend")
        .isEqualTo(run);
    assertThat(Run.load(folder.resolve("r")).predictionsUnchanged()).isTrue();
    Path json = folder.resolve("r/run.json");
    Map<String, String> edits =
        Map.of(
            "512", "256",
            "peak, MiB", "peak",
            "09:59:00", "09:58:00",
            "\"deathNanos\" : 88", "\"deathNanos\" : 89");
    String text = Files.readString(json);
    for (var edit : edits.entrySet()) {
      String edited = text.replace(edit.getKey(), edit.getValue());
      assertThat(edited).isNotEqualTo(text);
      Files.writeString(json, edited);
      assertThat(Run.load(folder.resolve("r")).predictionsUnchanged()).as(edited).isFalse();
    }
  }

  @Test
  void saysShortlyWhatHappened() {
    assertThat(full().toString())
        .startsWith("run on cgroup-v1, Linux 6.1.0\n")
        .contains("process 42: killed by the OOM killer: it grew by 1")
        .contains("peak resident memory 16 KiB");
  }

  @Test
  void savesIntoAnEmptyDirectoryButNotOverAnything() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    full().save(empty);
    assertThat(empty.resolve("run.json")).exists();
    assertThatThrownBy(() -> full().save(empty))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining("is not empty");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> full().save(file)).hasMessageContaining("is a file");
  }

  @Test
  void savesOverARunAndNothingElse() throws IOException {
    Path place = folder.resolve("kept");
    full().saveOver(place);
    Run other = full().predicted(List.of(new Prediction("q", "a", Instant.EPOCH)));
    other.saveOver(place);
    assertThat(Run.load(place).predictions()).isEqualTo(other.predictions());
    Files.writeString(place.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> full().saveOver(place)).hasMessageContaining("is not empty");
    assertThat(place.resolve("thesis.txt")).hasContent("mine");
    assertThat(folder.toFile().list()).containsExactly("kept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run.json", "samples.csv", "tracks.csv", "kmsg.log", "terminal.txt"})
  void missingPartIsNamed(String name) throws IOException {
    full().save(folder.resolve("r"));
    Files.delete(folder.resolve("r").resolve(name));
    assertThatThrownBy(() -> Run.load(folder.resolve("r")))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining("is no saved run: ")
        .hasMessageContaining(name + " is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run.json|\"bootId\"|\"bootid\"|lacks \"bootId\"",
        "run.json|\"touch\" : \"page\"|\"touch\" : \"poke\"|poke",
        "run.json|\"format\" : 1|\"format\" : 7|format 7",
        "run.json|\"oom-killed\"|\"eaten\"|unknown kind eaten",
        "run.json|\"2026-|\"Nov-|startedAt",
        "run.json|\"deathNanos\" : 88|\"deathNanos\" : \"88\"|not as a whole number",
        "run.json|\"sampleIntervalNanos\" : 1000000|\"sampleIntervalNanos\" : 10|makes no sense",
        "samples.csv|4096|x|samples.csv: line 2",
        "samples.csv|rss_pages|rss|samples.csv: line 1",
        "tracks.csv|16384|16384,5|tracks.csv: line 2",
        "tracks.csv|VmHWM|VmHwm|track VmHWM should have 1 values but have 0",
        "kmsg.log|4,1,2|4,1|line 1 of kmsg.log"
      })
  void damageIsNamedInOneSentence(String name, String from, String to, String message)
      throws IOException {
    full().save(folder.resolve("r"));
    Path file = folder.resolve("r").resolve(name);
    String text = Files.readString(file);
    String damaged =
        name.equals("samples.csv") && from.equals("4096")
            ? text.replace("1,9,3", "x,9,3")
            : text.replace(from, to);
    assertThat(damaged).isNotEqualTo(text);
    Files.writeString(file, damaged);
    assertThatThrownBy(() -> Run.load(folder.resolve("r")))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void everyPrefixOfTheJsonIsRefusedInASentence() throws IOException {
    full().save(folder.resolve("r"));
    Path file = folder.resolve("r/run.json");
    String text = Files.readString(file).strip();
    for (int length = 0; length < text.length(); length += 7) {
      Files.writeString(file, text.substring(0, length));
      assertThatThrownBy(() -> Run.load(folder.resolve("r")))
          .isInstanceOf(ExperimentException.class)
          .hasMessageNotContaining("\n");
    }
  }
}
