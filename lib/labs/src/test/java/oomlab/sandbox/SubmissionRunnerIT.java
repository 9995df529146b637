package oomlab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import oomlab.kernel.LocalOutput;
import oomlab.sandbox.CellResult.CellEnd;
import oomlab.sandbox.SubmissionCells.CellRole;
import oomlab.sandbox.SubmissionCells.CodeCell;
import oomlab.testing.OpenFolder;
import oomlab.trusted.SourceCell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionRunnerIT {
  private static final String SETUP =
      "void check(boolean fits, String what) { if (!fits) throw new IllegalStateException(what); }";
  private static final String TEST = "check(twice(4) == 8, \"twice(4)\");";

  @SuppressWarnings("NullAway.Init") // Set before all tests.
  private static StudentJvmSettings settings;

  @TempDir(factory = OpenFolder.class)
  private Path tempFolder = Path.of("");

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
    settings =
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
                100_000,
                List.of())
            .reachable(true, copies);
  }

  @AfterEach
  void leavesNothing() throws Exception {
    try (Stream<Path> left = Files.list(tempFolder)) {
      assertThat(left).isEmpty();
    }
  }

  private List<CellResult> run(String... sources) throws Exception {
    return run(settings, sources);
  }

  private List<CellResult> run(StudentJvmSettings limits, String... sources) throws Exception {
    List<CodeCell> cells = new ArrayList<>();
    cells.add(new CodeCell("setup", SETUP, CellRole.SETUP));
    for (String source : sources) {
      cells.add(
          source.equals(TEST)
              ? new CodeCell("test", source, CellRole.TEST)
              : new CodeCell("cell", source, CellRole.STUDENT));
    }
    SubmissionCells submissionCells =
        new SubmissionCells(
            "one",
            cells,
            List.of(
                new SourceCell("setup", SETUP, SourceCell.Role.SETUP),
                new SourceCell(
                    "answer", "int twice(int n) { return 2 * n; }", SourceCell.Role.ANSWER),
                new SourceCell("test", TEST, SourceCell.Role.TEST)),
            List.of());
    try (SubmissionRunner runner =
        new SubmissionRunner(Sandbox.here(true), limits, tempFolder, LocalOutput.unused())) {
      List<CellResult> cellResults = runner.run(submissionCells, number -> {});
      assertThat(cellResults).hasSameSizeAs(cells);
      return cellResults.subList(1, cellResults.size());
    }
  }

  /** Runs an assignment's own cells, as a student has them who knows the solutions. */
  private List<CellResult> solved(SourceCell... cells) throws Exception {
    List<CodeCell> submitted = new ArrayList<>();
    for (SourceCell cell : cells) {
      CellRole role =
          switch (cell.role()) {
            case SETUP -> CellRole.SETUP;
            case ANSWER -> CellRole.STUDENT;
            case TEST -> CellRole.TEST;
          };
      submitted.add(new CodeCell(cell.name(), cell.source(), role));
    }
    try (SubmissionRunner runner =
        new SubmissionRunner(Sandbox.here(true), settings, tempFolder, LocalOutput.unused())) {
      return runner.run(
          new SubmissionCells("one", submitted, List.of(cells), List.of()), number -> {});
    }
  }

  private static SourceCell cell(String name, SourceCell.Role role, String source) {
    return new SourceCell(name, source, role);
  }

  @Test
  void runsStudentsCellsAndTests() throws Exception {
    List<CellResult> cellResults =
        run("int twice(int n) { return 2 * n; }", TEST, "System.out.println(\"on\");");

    assertThat(cellResults).extracting(CellResult::end).containsOnly(CellEnd.DONE);
    assertThat(cellResults.get(1).outputs()).isEmpty();
    assertThat(cellResults.get(2).outputs().toString()).contains("on\\n");
  }

  @Test
  void whatMakesTheArchivePrintsNothingHere() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (SubmissionRunner runner =
        new SubmissionRunner(Sandbox.here(true), settings, tempFolder, LocalOutput.unused())) {
      String prints = "System.out.println(\"a report\");";
      runner.runForArchive(
          new SubmissionCells(
              "warm-up",
              List.of(new CodeCell("setup", prints, CellRole.SETUP)),
              List.of(cell("setup", SourceCell.Role.SETUP, prints)),
              List.of()),
          Duration.ofSeconds(30));
      System.out.print("after");
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("after");
  }

  @Test
  void goesOnAfterACellThatEndsItsProcess() throws Exception {
    List<CellResult> cellResults =
        run(
            "int twice(int n) { return 2 * n; }",
            "System.exit(0);",
            TEST,
            "while (true) { }",
            TEST);

    assertThat(cellResults)
        .extracting(CellResult::end)
        .containsExactly(CellEnd.DONE, CellEnd.DIED, CellEnd.DONE, CellEnd.TIMED_OUT, CellEnd.DONE);
    assertThat(cellResults.get(1).outputs().toString()).contains("DeadKernelError", "exit code 0");
    assertThat(cellResults.get(2).outputs()).isEmpty();
    assertThat(cellResults.get(4).outputs()).isEmpty();
  }

  @Test
  void judgesEnumsExceptionsRowsAndArraysInRecords() throws Exception {
    String setup =
        """
        class TooLarge extends RuntimeException { TooLarge(String why) { super(why); } }
        record Held(int[] numbers, List<String> names) {}
        """;
    String answer =
        """
        enum Colour { RED, BLUE }
        Colour other(Colour c) { return c == Colour.RED ? Colour.BLUE : Colour.RED; }
        void fill(Held h) { h.numbers()[1] = 7; h.names().add("new"); }
        Held made() { return new Held(new int[] {4, 5}, List.of("a")); }
        int small(int n) { if (n > 9) throw new TooLarge("n"); return n; }
        void negate(int[][] rows) { for (int[] r : rows) for (int i = 0; i < r.length; i++) r[i] = -r[i]; }
        """;
    String test =
        """
        if (other(Colour.RED) != Colour.BLUE || other(Colour.valueOf("BLUE")) != Colour.values()[0])
          throw new Error("enum");
        Held held = new Held(new int[] {1, 2}, new ArrayList<>());
        fill(held);
        if (held.numbers()[1] != 7 || !held.names().equals(List.of("new")) || made().numbers()[1] != 5)
          throw new Error("record");
        boolean caught = false;
        try { small(10); } catch (TooLarge e) { caught = e.getMessage().equals("n"); }
        if (!caught) throw new Error("exception");
        int[] row = {1, 2};
        int[][] rows = {row, {3}};
        negate(rows);
        if (row[1] != -2 || rows[0] != row || rows[1][0] != -3) throw new Error("rows");
        """;
    CellResult last =
        solved(
                cell("setup", SourceCell.Role.SETUP, setup),
                cell("answer", SourceCell.Role.ANSWER, answer),
                cell("test", SourceCell.Role.TEST, test))
            .get(2);

    assertThat(last.outputs()).isEmpty();
    assertThat(last.inStudentsProcess()).isFalse();
  }

  @Test
  void testsMaySetVariablesThatAnswersUse() throws Exception {
    String setup =
        """
        int limit = 5;
        List<Integer> queue = new ArrayList<>();
        """;
    String answer =
        """
        int over(int n) { return n - limit; }
        int next() { return queue.remove(0); }
        """;
    String test =
        """
        limit = 3;
        if (over(10) != 7) throw new Error("limit");
        queue.add(4); queue.add(6);
        if (next() != 4 || queue.size() != 1) throw new Error("queue");
        """;
    CellResult last =
        solved(
                cell("setup", SourceCell.Role.SETUP, setup),
                cell("answer", SourceCell.Role.ANSWER, answer),
                cell("test", SourceCell.Role.TEST, test))
            .get(2);

    assertThat(last.outputs()).isEmpty();
    assertThat(last.inStudentsProcess()).isFalse();
  }

  @Test
  void endlessAnswersCostNoOthers() throws Exception {
    StudentJvmSettings shorter =
        new StudentJvmSettings(
            settings.java(),
            settings.readable(),
            settings.limits(),
            2_000,
            settings.totalMillis(),
            settings.outputChars(),
            List.of());
    List<CellResult> cellResults =
        run(
            shorter,
            "int twice(int n) { while (true) { } }",
            TEST,
            TEST,
            TEST,
            TEST,
            TEST,
            TEST,
            TEST,
            "int twice(int n) { return 2 * n; }",
            TEST);

    assertThat(cellResults.subList(1, 8))
        .extracting(CellResult::end)
        .containsOnly(CellEnd.TIMED_OUT);
    assertThat(cellResults.get(9).end()).isEqualTo(CellEnd.DONE);
    assertThat(cellResults.get(9).outputs()).isEmpty();
  }

  @Test
  void runsWhatIsNoValueInTheStudentsProcessAfterAllOthers() throws Exception {
    String stack =
        "int made = 0; class Stack { private final List<Integer> all = new ArrayList<>();"
            + " Stack() { made++; } void push(int n) { all.add(n); }"
            + " int pop() { return all.remove(all.size() - 1); } }";
    // Each of the two in a process of its own, which nobody has told of the other.
    String pops =
        "Stack %s = new Stack(); %<s.push(3); check(%<s.pop() == 3 && made == 1, \"pop\");";
    List<CellResult> cellResults =
        solved(
            cell("setup", SourceCell.Role.SETUP, SETUP),
            cell("stack", SourceCell.Role.ANSWER, stack),
            cell("one_test", SourceCell.Role.TEST, pops.formatted("one")),
            cell("two_test", SourceCell.Role.TEST, pops.formatted("two")),
            cell("answer", SourceCell.Role.ANSWER, "int twice(int n) { return 2 * n; }"),
            cell("test", SourceCell.Role.TEST, TEST));

    assertThat(cellResults).extracting(CellResult::end).containsOnly(CellEnd.DONE);
    assertThat(cellResults).flatExtracting(CellResult::outputs).isEmpty();
    assertThat(cellResults)
        .extracting(CellResult::inStudentsProcess)
        .containsExactly(false, false, true, true, false, false);
  }

  @Test
  void failsATestWhoseSubjectEndsTheProcess() throws Exception {
    List<CellResult> cellResults =
        run("int twice(int n) { Runtime.getRuntime().halt(0); return 8; }", TEST);

    assertThat(cellResults.get(1).end()).isEqualTo(CellEnd.DIED);
    assertThat(cellResults.get(1).outputs().toString()).contains("\"output_type\":\"error\"");
  }

  @Test
  void tellsNobodyWhereItRuns() throws Exception {
    List<CellResult> cellResults =
        run("System.out.println(new java.io.File(\"x\").getAbsolutePath());");

    assertThat(cellResults.get(0).outputs().toString())
        .contains("\"./x\\n\"")
        .doesNotContain("jvm-");
  }

  @Test
  void endsAMemoryBombByItsCgroup() throws Exception {
    List<CellResult> cellResults =
        run(
            "int twice(int n) { return 2 * n; }",
            "var all = new ArrayList<java.nio.ByteBuffer>();"
                + "for (int i = 0; i < 20; i++) { var b = java.nio.ByteBuffer.allocateDirect(1 << 26);"
                + " for (int at = 0; at < b.capacity(); at += 4096) b.put(at, (byte) 1); all.add(b); }",
            TEST);

    assertThat(cellResults.get(1).outputs().toString()).contains("\"output_type\":\"error\"");
    assertThat(cellResults.get(2).end()).isEqualTo(CellEnd.DONE);
    assertThat(cellResults.get(2).outputs()).isEmpty();
  }
}
