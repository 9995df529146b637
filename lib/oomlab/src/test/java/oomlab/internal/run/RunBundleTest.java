package oomlab.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import oomlab.Backend;
import oomlab.Decoy;
import oomlab.Experiment;
import oomlab.ExperimentException;
import oomlab.Guest;
import oomlab.Predictions.Prediction;
import oomlab.Recording;
import oomlab.Recording.Quality;
import oomlab.Recording.Series;
import oomlab.Recording.Track;
import oomlab.Run;
import oomlab.Run.Allocation;
import oomlab.Run.ClockOffset;
import oomlab.Scenario;
import oomlab.Scenario.Group;
import oomlab.Verdict;
import oomlab.WaitStatus;
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

  /** One of each kind. */
  private static final List<Verdict.Evidence> EVIDENCE =
      List.of(
          new Verdict.KillLogged(7, 12_000_034, "Killed process 42 (oom)"),
          new Verdict.EarlierKill("Killed process 3 (a before that: b)"),
          new Verdict.OtherKilled(43, 42),
          new Verdict.OtherKilled(43, 42, "a) of cgroup (b", "/x/oomlab-1/deep"),
          new Verdict.GroupKilledWhole("/x/oomlab-1"),
          new Verdict.NotStarted(),
          new Verdict.MemoryRefused("std::bad_alloc, refused", "what(): std::bad_alloc"),
          new Verdict.MemoryRefused("ENOMEM, memory refused", "malloc: no: memory"),
          new Verdict.MappingRefused(10_485_760, "4.0.0+"),
          new Verdict.NotLogged(42),
          new Verdict.GroupKills("oomlab-1 grew by 2", 1),
          new Verdict.GroupKills("lab", 0),
          new Verdict.MachineKills(3),
          new Verdict.MachineKills(0),
          new Verdict.ConsoleLine("Kernel panic - not syncing"),
          new Verdict.GuardLine("systemd-oomd", 5_868, "Killed /lab.slice/victim due to x"),
          new Verdict.EndedBySignal(42, 9),
          new Verdict.EndedBySignal(42, 42),
          new Verdict.TimeOver(Duration.ofMillis(7_750)),
          new Verdict.OtherEvidence("cgroup", "it grew by 1"),
          new Verdict.OtherEvidence("kernel-log", "record 07 at 1.000000 s: x"));

  private static Run run(Verdict verdict, WaitStatus status, boolean full) {
    return run(Experiment.standard(), verdict, status, full);
  }

  private static Run run(Experiment experiment, Verdict verdict, WaitStatus status, boolean full) {
    Series series =
        new Series(
            4096, new long[] {1, 2}, new long[] {9, 9}, new long[] {3, 4}, new long[] {1, 1});
    List<Track> tracks =
        List.of(
            new Track("VmHWM", "bytes", new long[] {1}, new long[] {16384}),
            new Track("VmSwap", "bytes", new long[0], new long[0]));
    return new Run(
        experiment,
        Backend.CGROUP_V1,
        new Run.Machine(
            Backend.CGROUP_V1,
            "0b1c",
            "6.1.0",
            full ? OptionalLong.of(268435456) : OptionalLong.empty(),
            experiment.program().map(program -> "host.example")),
        new Run.Child(
            42,
            full ? List.of(42, 43) : List.of(),
            List.of("expected victim is 42.", "victim signalled: 9"),
            full ? List.of(new Allocation(5, "7f00", 10485760)) : List.of()),
        new Run.Ending(
            Optional.of(status), full ? OptionalInt.of(42) : OptionalInt.empty(), verdict),
        new Run.Timing(Instant.parse("2026-11-20T10:00:00.123456Z"), 88, 99),
        new Recording(
            series,
            full ? tracks : tracks.subList(1, 2),
            new Quality(1_000_000, 1, 2, 3, 4, 5, 6.25e9, 7, true)),
        full
            ? Run.Log.of(
                List.of(
                    new LogRecord(1, 2, 4, "two\nlines \\ ü"),
                    new LogRecord(2, 3, 3, "Killed process 42 (oom) total-vm:4kB")),
                Optional.empty(),
                Optional.of(new ClockOffset(-5, 6, "a mark")))
            : Run.Log.of(List.of(), Optional.of("not allowed"), Optional.empty()),
        Optional.empty());
  }

  private static Run full() {
    return run(new Verdict.OomKilled(EVIDENCE), new WaitStatus.Signaled(9, false), true);
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
        run(
            Experiment.command("sh", "-c", "echo 'a b'").limit("1M"),
            new Verdict.Exited(1, EVIDENCE),
            new WaitStatus.Exited(1),
            true),
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
        .contains("process 42: killed by the OOM killer: record 7 at 12.000034 s: Killed")
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
        "run.json|\"killNanos\" : 3005|\"killNanos\" : 3006|3006 for \"killNanos\"",
        "run.json|\"peakRssBytes\" : 16384|\"peakRssBytes\" : 1|track of VmHWM gives 16384",
        "run.json|\"dying\" : true|\"dying\" : 1|sampler of run.json has \"dying\", but not as true",
        "run.json|\"thread\" : \"7f00\"|\"thread\" : 7|has \"thread\", but not as text",
        "run.json|\"allocations\" : [|\"allocations\" : 5, \"x\" : [|not as an array",
        "run.json|\"expectedVictim\" : 42|\"expectedVictim\" : 4.5|not as a whole number",
        "run.json|\"kernelRelease\" : \"6.1.0\"|\"kernelRelease\" : null|lacks \"kernelRelease\"",
        "run.json|\"signaled\" : 9,|\"signalled\" : 9,|waitStatus of run.json lacks",
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
