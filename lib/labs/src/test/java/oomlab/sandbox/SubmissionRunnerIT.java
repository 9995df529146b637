package oomlab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import oomlab.kernel.RemoteSession;
import oomlab.sandbox.CellResult.Fate;
import oomlab.sandbox.SubmissionCells.Step;
import oomlab.sandbox.SubmissionCells.Whose;
import oomlab.testing.OpenFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionRunnerIT {
  private static final String SETUP =
      "void check(boolean fits, String what) { if (!fits) throw new IllegalStateException(what); }";
  private static final String TEST = "check(twice(4) == 8, \"twice(4)\");";

  @SuppressWarnings("NullAway.Init") // Set before all tests.
  private static StudentJvmSettings hall;

  @TempDir(factory = OpenFolder.class)
  private Path room = Path.of("");

  @BeforeAll
  static void prepare(@TempDir(factory = OpenFolder.class) Path copies) throws Exception {
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(":"))
            .map(Path::of)
            .filter(Files::exists)
            .toList();
    Path java = Path.of(System.getProperty("java.home"));
    List<Path> readable = new ArrayList<>(classPath);
    readable.add(java);
    hall =
        new StudentJvmSettings(
                List.of(
                    java.resolve("bin/java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path")),
                readable,
                new SandboxLimits(
                    512L << 20,
                    100,
                    8L << 20,
                    16L << 20,
                    1L << 20,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(120)),
                5_000,
                60_000,
                100_000)
            .reachable(true, copies);
  }

  @AfterEach
  void leavesNothing() throws Exception {
    try (Stream<Path> left = Files.list(room)) {
      assertThat(left).isEmpty();
    }
  }

  private List<CellResult> run(String... cells) throws Exception {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("setup", SETUP, Whose.SETUP));
    for (String cell : cells) {
      steps.add(new Step("cell", cell, cell.equals(TEST) ? Whose.TEST : Whose.STUDENT));
    }
    SubmissionCells paper =
        new SubmissionCells(
            "one",
            steps,
            new RemoteSession.Owner(
                List.of(SETUP), List.of(TEST), List.of("int twice(int n) { return 2 * n; }")),
            List.of());
    try (SubmissionRunner sitting = new SubmissionRunner(Sandbox.here(true), hall, room)) {
      List<CellResult> ran = sitting.run(paper, number -> {});
      assertThat(ran).hasSameSizeAs(steps);
      return ran.subList(1, ran.size());
    }
  }

  @Test
  void runsStudentsCellsAndTests() throws Exception {
    List<CellResult> ran =
        run("int twice(int n) { return 2 * n; }", TEST, "System.out.println(\"on\");");

    assertThat(ran).extracting(CellResult::end).containsOnly(Fate.DONE);
    assertThat(ran.get(1).outputs()).isEmpty();
    assertThat(ran.get(2).outputs().toString()).contains("on\\n");
  }

  @Test
  void goesOnAfterACellThatEndsItsProcess() throws Exception {
    List<CellResult> ran =
        run(
            "int twice(int n) { return 2 * n; }",
            "System.exit(0);",
            TEST,
            "while (true) { }",
            TEST);

    assertThat(ran)
        .extracting(CellResult::end)
        .containsExactly(Fate.DONE, Fate.DIED, Fate.DONE, Fate.TIMED_OUT, Fate.DONE);
    assertThat(ran.get(1).outputs().toString()).contains("DeadKernelError", "exit code 0");
    assertThat(ran.get(2).outputs()).isEmpty();
    assertThat(ran.get(4).outputs()).isEmpty();
  }

  @Test
  void failsATestWhoseSubjectEndsTheProcess() throws Exception {
    List<CellResult> ran =
        run("int twice(int n) { Runtime.getRuntime().halt(0); return 8; }", TEST);

    assertThat(ran.get(1).end()).isEqualTo(Fate.DIED);
    assertThat(ran.get(1).outputs().toString()).contains("\"output_type\":\"error\"");
  }

  @Test
  void tellsNobodyWhereItRuns() throws Exception {
    List<CellResult> ran = run("System.out.println(new java.io.File(\"x\").getAbsolutePath());");

    assertThat(ran.get(0).outputs().toString()).contains("\"./x\\n\"").doesNotContain("seat-");
  }

  @Test
  void endsAMemoryBombByItsCgroup() throws Exception {
    List<CellResult> ran =
        run(
            "int twice(int n) { return 2 * n; }",
            "var all = new ArrayList<java.nio.ByteBuffer>();"
                + "for (int i = 0; i < 20; i++) { var b = java.nio.ByteBuffer.allocateDirect(1 << 26);"
                + " for (int at = 0; at < b.capacity(); at += 4096) b.put(at, (byte) 1); all.add(b); }",
            TEST);

    assertThat(ran.get(1).outputs().toString()).contains("\"output_type\":\"error\"");
    assertThat(ran.get(2).end()).isEqualTo(Fate.DONE);
    assertThat(ran.get(2).outputs()).isEmpty();
  }
}
