package oomlab.guest;

import static oomlab.guest.Situation.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.LongStream;
import oomlab.Backend;
import oomlab.Guest.Board;
import oomlab.Recording.Track;
import oomlab.Run;
import oomlab.Verdict;
import oomlab.testing.Emulators;
import oomlab.testing.JsonMaps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The host's experiment under cgroup v2 and under each set of rights, in a guest that is seen from
 * outside: whatever this machine has itself.
 */
@Order(2)
@Timeout(300)
class HostRungsIT {
  private static final long LIMIT = 64L << 20;

  /** What a JVM maps of files that others had read before: not charged to the group. */
  private static final long SHARED = 48L << 20;

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  static Path folder;

  private static Map<String, Situation> situations = Map.of();
  private static boolean observed;

  @BeforeEach
  void makesTheExperimentOnceInEachSituation() throws Exception {
    String missing =
        RequiredPrograms.on(System.getenv()).sentence(List.of(Board.X86_64)).orElse("");
    oomlab.testing.Needs.that(missing.isEmpty(), missing);
    oomlab.testing.Needs.that(
        System.getProperty("os.arch").equals("amd64"), "the runtime of this JDK is not x86-64");
    oomlab.testing.Needs.that(ToolProvider.findFirst("jlink").isPresent(), "this JDK has no jlink");
    Path jar = Path.of(System.getProperty("oomlab.jar", "none"));
    oomlab.testing.Needs.that(Files.isRegularFile(jar), "this test runs the packaged jar");
    if (observed) {
      return;
    }
    observed = true;
    BootFiles parts =
        GuestStore.open(System.getenv(), Path.of(System.getProperty("user.home")))
            .parts(Board.X86_64, System.out::println);
    situations = new JavaGuest(folder, parts).observe(jar, init(), Duration.ofMinutes(15));
    List<String> table =
        new ArrayList<>(
            List.of(
                "| situation | rung | verdict | evidence | samples | report | sentence |",
                "|---|---|---|---|---|---|---|"));
    situations.forEach((name, situation) -> table.add(situation.row(name)));
    Files.write(jar.resolveSibling("host-rungs.txt"), table);
    table.forEach(System.out::println);
  }

  private static String init() throws IOException {
    try (InputStream in = HostRungsIT.class.getResourceAsStream("host-rungs")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Situation situation(String name) {
    assertThat(situations).containsKey(name);
    return situations.getOrDefault(name, new Situation(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "root, restricted", "delegated", "alone"})
  void whoReadsTheLogGetsThreeProofsAndTheReport(String name) {
    Situation situation = situation(name);
    provesTheKill(situation);
    assertThat(situation.evidence()).containsExactly("kernel-log", "cgroup", "vmstat");
    assertThat(situation.json()).doesNotContainKey("kernelLogGap");
    assertThat(situation.number("killNanos")).isPositive();
    Map<String, Object> report = situation.report();
    assertThat(report).containsEntry("scope", "memcg");
    assertThat(list(report, "kills"))
        .singleElement()
        .satisfies(kill -> assertThat(kill.get("pid")).isEqualTo((int) victim(situation)));
    Emulators.assertRead(
        list(report, "unread").stream().map(line -> String.valueOf(line.get("text"))).toList(),
        list(report, "problems"));
  }

  @Test
  void whoMayNotReadTheLogHasTheCountersWordAndIsToldSo() {
    Situation situation = situation("delegated, restricted");
    provesTheKill(situation);
    assertThat(situation.evidence()).containsExactly("cgroup", "vmstat");
    assertThat(situation.reported()).isFalse();
    assertThat(situation.json().get("kernelLogGap"))
        .asString()
        .contains("kernel.dmesg_restrict is 1 and this process lacks CAP_SYSLOG");
  }

  private static void provesTheKill(Situation situation) {
    assertThat(situation.status()).as(situation.errors()).isZero();
    assertThat(situation.kind()).isEqualTo("oom-killed");
    assertThat(situation.json())
        .containsEntry("backend", "cgroup-v2")
        .containsEntry("limitBytes", (int) LIMIT);
    assertThat(situation.number("samples")).isGreaterThan(20);
    assertThat(situation.number("peakRssBytes")).isBetween(LIMIT * 3 / 4, LIMIT + SHARED);
    assertThat(situation.errors()).isEmpty();
  }

  private static long victim(Situation situation) {
    return situation.number("expectedVictim");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no memory controller", "not alone", "no group"})
  void whoHasNoGroupGetsOneSentenceAndNothingIsAllocated(String name) {
    Situation situation = situation(name);
    assertThat(situation.status()).isEqualTo(1);
    assertThat(situation.text("out")).isEmpty();
    assertThat(situation.errors())
        .startsWith("oomlab kill: nothing was allocated, because no memory cgroup can be used here")
        .hasLineCount(1);
  }

  @Test
  void groupThatIsKilledAsAWholeLeavesItsWatcher() {
    Situation situation = situation("whole group");
    assertThat(situation.status()).isEqualTo(128 + 9);
    Map<String, Object> json = JsonMaps.read(situation.text("out"));
    assertThat(json.get("verdict"))
        .asString()
        .contains("kind=oom-killed", "which has memory.oom.group set");
    assertThat(json.get("group")).asString().contains("memory.events oom_group_kill=1");
  }

  @Test
  void killInAGroupBelowIsCountedAndNamed() {
    Situation situation = situation("group below");
    assertThat(situation.kind()).isEqualTo("exited");
    assertThat(situation.json().get("verdict")).asString().contains("/deep, not process");
    assertThat(situation.json().get("group")).asString().contains("memory.events oom_kill=1");
  }

  @Test
  void nothingIsLeftInAnySituation() {
    assertThat(situations).hasSize(10);
    situations.forEach((name, situation) -> assertThat(situation.left()).as(name).isEmpty());
  }

  @Test
  void aRunSavedInsideIsTheSameOutside() throws Exception {
    Situation situation = situation("root");
    Path archive = folder.resolve("run.tar");
    Files.write(archive, Base64.getMimeDecoder().decode(situation.text("saved")));
    Path saved = Files.createDirectory(folder.resolve("run"));
    JavaGuest.run("tar", "-xf", archive.toString(), "-C", saved.toString());
    Run run = Run.load(saved);
    assertThat(run.backend()).isEqualTo(Backend.RECORDED);
    assertThat(run.verdict()).isInstanceOf(Verdict.OomKilled.class);
    assertThat(run.expectedVictim()).isEqualTo((int) victim(situation));
    assertThat(run.recording().series().size()).isEqualTo((int) situation.number("samples"));
    assertThat(run.report()).isPresent();
    assertThat(run.recording().series().maxRssBytes()).isBetween(LIMIT / 2, LIMIT + SHARED);
    // Read more seldom than the process itself, so not always in the last moment.
    Track charged = run.recording().track("memory.current").orElseThrow();
    assertThat(LongStream.of(charged.values()).max().orElseThrow()).isBetween(1L, LIMIT);
  }
}
