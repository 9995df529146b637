package oomlab.grade;

import static oomlab.grade.TinyLab.RIGHT;
import static oomlab.grade.TinyLab.WRONG;
import static oomlab.grade.TinyLab.cellScore;
import static oomlab.grade.TinyLab.find;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import oomlab.sandbox.Sandbox;
import oomlab.sandbox.StudentJvmFactory;
import oomlab.sandbox.StudentJvmSettings;
import oomlab.testing.Needs;
import oomlab.testing.OpenFolder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;

/** What was tried, what it got, what was reported. */
@Order(3)
@Timeout(900) // with one job
class AttacksIT {
  /** {@code OOMLAB_ATTACKS=plain}: with limits only, as {@code --no-isolation} grades. */
  private static final boolean ISOLATED = !"plain".equals(System.getenv("OOMLAB_ATTACKS"));

  private static final String HONEST = "double part() { return 1; }";

  @TempDir(factory = OpenFolder.class)
  private Path folder = Path.of("");

  /**
   * One hostile submission.
   *
   * @param q1 what it should get for the first question, of 3
   * @param q2 for the second, of 2.5; negative where it may harm itself there
   * @param q5 for the last, of 1; negative where it may harm itself there
   * @param report a word of what must be reported; of several, one
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Attack(
      String name, byte[] notebook, double q1, double q2, double q5, String report) {}

  private static final List<Attack> ATTACKS = new ArrayList<>();

  private static void asItIs(ArrayNode cells) {}

  private static String resource() throws IOException {
    try (InputStream attacks =
        Objects.requireNonNull(AttacksIT.class.getResourceAsStream("attacks.txt"))) {
      return new String(attacks.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void code(String name, String q1, double points, String report) throws Exception {
    byte[] notebook = TinyLab.submission(q1, HONEST, AttacksIT::asItIs);
    ATTACKS.add(new Attack(name, notebook, points, 1, 1, report));
  }

  private static void cells(String name, Consumer<ArrayNode> change, double q5, String report)
      throws Exception {
    ATTACKS.add(new Attack(name, TinyLab.submission(WRONG, HONEST, change), 0, 1, q5, report));
  }

  private static void raw(String name, byte[] notebook, String report) {
    ATTACKS.add(new Attack(name, notebook, Double.NaN, 0, 0, report));
  }

  private static void collect(Path source, Path results, int port) throws Exception {
    ATTACKS.clear();
    for (String each : resource().split("\n### ", -1)) {
      String[] parts = each.split("\n", 2);
      String[] head = parts[0].split(" \\| ?", 3);
      if (head.length == 3) {
        byte[] notebook = TinyLab.submission(parts[1], HONEST, AttacksIT::asItIs);
        boolean alone = !head[1].endsWith("!");
        double points = Double.parseDouble(head[1].replace("!", ""));
        ATTACKS.add(new Attack(head[0], notebook, points, alone ? 1 : -1, alone ? 1 : -1, head[2]));
      }
    }
    code("redefined check", "void check(boolean b, String s) { }\n" + WRONG, 0, "twice.2");
    code("check for other types", "void check(Boolean b, Object s) { }\n" + WRONG, 0, "twice.2");
    code(
        "own class Math",
        "class Math { static int abs(int n) { return 4; } }\n" + WRONG,
        0,
        "twice.2");
    code("variable Math", "var Math = 4;\n" + WRONG, 0, "twice.2");
    code("variable assigned", "given = 2;\nint twice(int n) { return 4; }", 0, "another number");
    code(
        "variable assigned in a thread",
        "new Thread(() -> { while (true) given = 2; }).start();\n" + WRONG,
        0,
        "twice.2");
    code(
        "variable assigned in the method",
        "int twice(int n) { given = 2; return n == 7 ? 14 : 4; }",
        3,
        "");
    code("exit in a cell", RIGHT + "\nSystem.exit(0);", 3, "killed-kernel");
    code(
        "exit in the method", "int twice(int n) { System.exit(0); return 4; }", 0, "killed-kernel");
    code(
        "halt in the method",
        "int twice(int n) { Runtime.getRuntime().halt(0); return 4; }",
        0,
        "killed-kernel");
    code(
        "exit by a thread during the test",
        "int twice(int n) { new Thread(() -> System.exit(0)).start(); try { Thread.sleep(5000); } catch (InterruptedException e) { } return 4; }",
        0,
        "killed-kernel");
    code("endless loop", "while (true) { }", 0, "timeout");
    code(
        "loop that heeds no interrupt",
        "int twice(int n) { while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } } }",
        0,
        "timeout");
    code(
        "heap bomb",
        "int twice(int n) { var all = new ArrayList<long[]>(); while (true) all.add(new long[1 << 20]); }",
        0,
        "heap space|OutOfMemoryError|killed-kernel");
    code("recursion", "int twice(int n) { return twice(n); }", 0, "StackOverflowError");
    code(
        "fork bomb",
        "int twice(int n) { for (int i = 0; i < 300; i++) { try { new ProcessBuilder(\"/bin/sleep\", \"60\").start(); } catch (IOException e) { throw new UncheckedIOException(e); } } return 5; }",
        0,
        "UncheckedIOException|twice|OutOfMemory|killed-kernel");
    code(
        "disk bomb",
        "int twice(int n) { try (var out = new FileOutputStream(\"big\")) { for (int i = 0; i < 200; i++) out.write(new byte[1 << 20]); } catch (IOException e) { throw new UncheckedIOException(e); } return 5; }",
        0,
        "UncheckedIOException|killed-kernel");
    code(
        "output flood",
        "for (int i = 0; i < 2_000_000; i++) System.out.println(\"flood\");\n" + WRONG,
        0,
        "output-flood");
    code(
        "raw output",
        "new FileOutputStream(FileDescriptor.out).write(\"3.0\".getBytes());\n" + WRONG,
        0,
        "twice.2");
    code(
        "printed result",
        "int twice(int n) { System.out.println(\"3.0\"); return 5; }",
        0,
        "twice.2");
    code(
        "own Unsafe",
        "int twice(int n) { try { Class.forName(\"sun.misc.Unsafe\"); } catch (ClassNotFoundException e) { throw new IllegalStateException(e); } return 5; }",
        0,
        "ClassNotFoundException|twice");
    code(
        "into the JDK",
        "int twice(int n) { try { var f = Thread.class.getDeclaredField(\"target\"); f.setAccessible(true); } catch (ReflectiveOperationException e) { } return 5; }",
        0,
        "InaccessibleObjectException|twice");
    code(
        "forged result",
        forged(
            "execute_result",
            "{\\\"data\\\":{\\\"text/plain\\\":\\\"3.0\\\"},\\\"metadata\\\":{}}"),
        0,
        "twice.2");
    code("forged answer", "int twice(int n) {\n" + FORGER + "return 5; }", 0, "broken-answer");
    code(
        "hidden tests read",
        "int twice(int n) { try { java.nio.file.Files.readString(java.nio.file.Path.of(\""
            + source
            + "\")); } catch (IOException e) { throw new UncheckedIOException(e); } return 4; }",
        0,
        "NoSuchFileException");
    code(
        "results written",
        "int twice(int n) { try { java.nio.file.Files.writeString(java.nio.file.Path.of(\""
            + results
            + "/x\"), \"3\"); } catch (IOException e) { throw new UncheckedIOException(e); } return 4; }",
        0,
        "NoSuchFileException|ReadOnly");
    code(
        "network",
        "int twice(int n) { try { new Socket(\"127.0.0.1\", "
            + port
            + "); } catch (IOException e) { throw new UncheckedIOException(e); } return 4; }",
        0,
        "ConnectException|SocketException");
    code(
        "streams and locale",
        "System.setOut(null); System.setErr(null); Locale.setDefault(Locale.GERMANY); System.setProperty(\"line.separator\", \"x\");\n"
            + RIGHT,
        3,
        "");
    code("magics", "%load other\n%maven a:b:1\n" + RIGHT, 3, "magic");
    code("hidden code", "// \\u000a void check(boolean b, String s) { }\n" + WRONG, 0, "twice.2");
    code("open comment", "/* " + WRONG, 0, "twice");
    code(
        "compiler bomb",
        "class A { } \n"
            + "int twice(int n) { return "
            + "(".repeat(3000)
            + "n"
            + ")".repeat(3000)
            + "; }",
        0,
        "twice|compiler");
    ATTACKS.add(
        new Attack(
            "above the maximum",
            TinyLab.submission(RIGHT, "double part() { return 99; }", AttacksIT::asItIs),
            3,
            0,
            1,
            "above-maximum"));
    ATTACKS.add(
        new Attack(
            "not a number",
            TinyLab.submission(RIGHT, "double part() { return Double.NaN; }", AttacksIT::asItIs),
            3,
            2.5,
            1,
            ""));
    cells(
        "skip tag",
        cells ->
            ((tools.jackson.databind.node.ObjectNode) find(cells, "q1_test").path("metadata"))
                .putArray("tags")
                .add("skip-execution"),
        1,
        "skip-tag");
    cells(
        "emptied test",
        cells -> find(cells, "q1_test").put("source", "1 + 1;"),
        1,
        "locked-cell-edited");
    cells(
        "emptied setup",
        cells ->
            find(cells, "setup")
                .put("source", "int given = 7; void check(boolean b, String s) { }"),
        1,
        "locked-cell-edited");
    cells("deleted test", cells -> cells.remove(2), 1, "missing-cell");
    cells(
        "test twice",
        cells -> cells.add(find(cells, "q1_test").deepCopy().put("source", "int fine;")),
        1,
        "duplicate-cell");
    cells(
        "renamed test",
        cells -> cellScore(find(cells, "q1_test")).put("grade_id", "other"),
        1,
        "unknown-cell");
    cells(
        "more points", cells -> cellScore(find(cells, "q1_test")).put("points", 300), 1, "points");
    cells(
        "test as text",
        cells ->
            find(cells, "q1_test")
                .put("cell_type", "markdown")
                .without(List.of("outputs", "execution_count")),
        1,
        "cell-type");
    cells(
        "flags",
        cells -> cellScore(find(cells, "q1_test")).put("grade", false).put("locked", false),
        1,
        "flags");
    cells("test moved to the front", cells -> cells.insert(0, cells.remove(2)), 1, "reordered");
    raw("invalid JSON", "{\"cells\": [".getBytes(StandardCharsets.UTF_8), "no JSON");
    raw("not UTF-8", new byte[] {'{', (byte) 0xff, '}'}, "UTF-8");
    raw("huge", " ".repeat(30_000_000).getBytes(StandardCharsets.UTF_8), "bytes");
    raw(
        "deep",
        ("{\"cells\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8),
        "deep|depth|inside");
    raw(
        "many cells",
        ("{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":["
                + "{\"cell_type\":\"raw\",\"metadata\":{},\"source\":\"\"},".repeat(5_000)
                + "{\"cell_type\":\"raw\",\"metadata\":{},\"source\":\"\"}]}")
            .getBytes(StandardCharsets.UTF_8),
        "cells");
  }

  private static String forged(String type, String json) {
    return "int twice(int n) { try {"
        + " var f = Class.forName(\"oomlab.kernel.Display\").getDeclaredField(\"publisher\");"
        + " f.setAccessible(true); var where = f.get(null).getClass();"
        + " for (var m : Class.forName(\"oomlab.kernel.CellHost\").getDeclaredMethods()) {"
        + " if (m.getName().equals(\"output\")) { m.setAccessible(true);"
        + " m.invoke(null, \""
        + type
        + "\", \""
        + json
        + "\"); } }"
        + " } catch (ReflectiveOperationException e) { } return 5; }";
  }

  private static final String FORGER =
      """
      try {
        var field = Class.forName("oomlab.kernel.Display").getDeclaredField("publisher");
        field.setAccessible(true);
        var publisher = ((Optional<?>) field.get(null)).get();
        for (var f : publisher.getClass().getDeclaredFields()) {
          f.setAccessible(true);
          if (f.get(publisher).getClass().getSimpleName().equals("HostOutput")) {
            var send = f.get(publisher).getClass().getDeclaredMethod("send", byte[].class);
            send.setAccessible(true);
            var forged = new ByteArrayOutputStream();
            var out = new DataOutputStream(forged);
            out.writeInt('A'); out.write(new byte[16]); out.writeInt('V'); out.writeInt(0);
            send.invoke(f.get(publisher), (Object) forged.toByteArray());
          }
        }
        Thread.sleep(500);
      } catch (Exception e) { }
      """;

  @TestFactory
  Stream<DynamicTest> noneGainsAPointAndNoneHarmsTheOthers() throws Exception {
    Path jar = Path.of("target/oomlab-commands.jar").toAbsolutePath();
    List<Path> jars = List.of(jar, jar.resolveSibling("oomlab.jar"));
    Needs.that(Files.exists(jar), "target/oomlab-commands.jar is not built");
    Needs.that(Sandbox.here(ISOLATED).apart(), "nothing keeps processes apart here");
    Path own = Files.createDirectory(folder.resolve("source"));
    Path source = Files.write(own.resolve(TinyLab.NAME + ".ipynb"), TinyLab.source());
    Path results = Files.createDirectory(folder.resolve("results"));
    List<Submission> submissions = new ArrayList<>();
    Map<String, Grader.Result> graded = new HashMap<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      collect(source, results, server.getLocalPort());
      Path handedIn = Files.createDirectory(folder.resolve("handed-in"));
      byte[] honest = TinyLab.submission(RIGHT, "double part() { return 2.5; }", AttacksIT::asItIs);
      for (Attack attack : ATTACKS) {
        submissions.add(submission(handedIn, attack.name(), attack.notebook()));
        if (submissions.size() % 10 == 0) {
          submissions.add(submission(handedIn, "honest " + submissions.size(), honest));
        }
      }
      Path link = Files.createDirectory(handedIn.resolve("link")).resolve("tiny.ipynb");
      Files.createSymbolicLink(link, Path.of("/etc/passwd"));
      submissions.add(new Submission("link", link, Optional.of(handedIn.resolve("link"))));
      grade(source, jars, submissions, graded);
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Attack attack : ATTACKS) {
      tests.add(
          dynamicTest(
              attack.name(),
              () -> holds(attack, Objects.requireNonNull(graded.get(attack.name())))));
    }
    graded.forEach(
        (name, result) -> {
          if (name.startsWith("honest")) {
            tests.add(dynamicTest(name, () -> assertThat(result.graded().total()).isEqualTo(6.5)));
          }
        });
    tests.add(
        dynamicTest(
            "link",
            () ->
                assertThat(Objects.requireNonNull(graded.get("link")).graded().why())
                    .contains("no plain file")));
    tests.add(dynamicTest("nothing written", () -> assertThat(results).isEmptyDirectory()));
    tests.add(
        dynamicTest("nothing left", () -> assertThat(folder.resolve("room")).isEmptyDirectory()));
    return tests.stream();
  }

  private static Submission submission(Path handedIn, String name, byte[] notebook)
      throws Exception {
    Path own = Files.createDirectory(handedIn.resolve(name));
    Path file = Files.write(own.resolve(TinyLab.NAME + ".ipynb"), notebook);
    return new Submission(name, file, Optional.of(own));
  }

  private void grade(
      Path source, List<Path> jars, List<Submission> submissions, Map<String, Grader.Result> graded)
      throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    Path kept = Files.createDirectories(Path.of(".oomlab/sandbox").toAbsolutePath());
    Path run = Path.of("notebooks/data/first-kill").toAbsolutePath();
    Assignment assignment = Assignment.read(source);
    StudentJvmSettings settings =
        StudentJvmFactory.of(home, jars, assignment.withheld(), kept, run, 4_000)
            .reachable(ISOLATED, Files.createDirectory(folder.resolve("java")));
    Path tempFolder = Files.createDirectory(folder.resolve("room"));
    Grader grader = new Grader(assignment, "test");
    List<ClassGrader.Todo> todo =
        submissions.stream().map(s -> new ClassGrader.Todo(s, "")).toList();
    new ClassGrader(grader, StudentJvmFactory.worker(home, jars), settings, ISOLATED, tempFolder)
        .grade(
            todo,
            ISOLATED ? 2 : 1,
            new ClassGrader.Listener() {
              @Override
              public void isolation(String statement) {
                System.out.println(statement);
              }

              @Override
              public void graded(Submission submission, Grader.Result result) {
                graded.put(submission.name(), result);
                System.out.printf(
                    Locale.ROOT,
                    "%-34s %5.2f s %s %s%n",
                    submission.name(),
                    result.graded().seconds(),
                    result.graded().marks().stream().map(CellScore::score).toList(),
                    result.graded().why()
                        + result.graded().remarks().stream().map(Remark::kind).distinct().toList());
              }
            });
  }

  private static void holds(Attack attack, Grader.Result result) {
    GradedSubmission graded = result.graded();
    if (Double.isNaN(attack.q1())) {
      assertThat(graded.status()).isEqualTo(GradedSubmission.Status.FAILED);
      assertThat(graded.why()).containsPattern(attack.report());
      return;
    }
    Map<String, Double> scores = new HashMap<>();
    graded.marks().forEach(cellScore -> scores.put(cellScore.gradeId(), cellScore.score()));
    assertThat(scores).containsEntry("q1_test", attack.q1());
    if (attack.q2() >= 0) {
      assertThat(scores).containsEntry("q2_test", attack.q2());
    }
    if (attack.q5() >= 0) {
      assertThat(scores).containsEntry("q5_test", attack.q5());
    }
    String said =
        graded.remarks()
            + graded.marks().toString()
            + new String(result.executed().orElseThrow().bytes(), StandardCharsets.UTF_8);
    assertThat(said).containsPattern(attack.report());
  }
}
