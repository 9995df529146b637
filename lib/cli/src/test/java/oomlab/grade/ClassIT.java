package oomlab.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import oomlab.Run;
import oomlab.assign.Release;
import oomlab.check.World;
import oomlab.graded.Variant;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookLimits;
import oomlab.report.OomReport;
import oomlab.sandbox.StudentJvmFactory;
import oomlab.sandbox.StudentJvmSettings;
import oomlab.testing.Cgroups;
import oomlab.testing.Needs;
import oomlab.testing.OpenFolder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A class of the graded lab whose points are known from how each submission was made. */
@Order(1) // the longest first
@Timeout(900)
class ClassIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path SOURCE = Path.of("notebooks/assignments/lab-oom/lab-oom.ipynb");

  private static final String THROWS = "throw new IllegalStateException(\"no idea\");";

  /** Where the class is left for another grader: {@code OOMLAB_CLASS=DIR}. */
  private static final @Nullable String EXPORT = System.getenv("OOMLAB_CLASS");

  /** What the tests give for right answers, without a run. */
  private static final Map<String, Double> RIGHT =
      Map.ofEntries(
          Map.entry("q1_run_test", 0.0),
          Map.entry("q1_loop_test", 4.0),
          Map.entry("q2_resident_test", 2.0),
          Map.entry("q2_who_test", 2.0),
          Map.entry("q2_total_test", 2.0),
          Map.entry("q2_heavy_test", 3.0),
          Map.entry("q3_points_test", 4.0),
          Map.entry("q3_chosen_test", 2.0),
          Map.entry("q4_if_test", 2.0),
          Map.entry("q4_least_test", 1.0),
          Map.entry("q5_peak_test", 1.0),
          Map.entry("q5_growth_test", 2.0),
          Map.entry("q5_blind_test", 1.0),
          Map.entry("q5_chart_test", 3.0));

  private static final String ODD = "odd";

  /** Named as methods and types that the tests use. */
  private static final String HELPERS =
      """
      // Not with oomlab.explain, nor with Tables.scores.
      long compare(long a, long b) { return a - b; }
      String annotate(String what) { return "oomlab.check " + what; }
      class World { }
      void show(int n) { System.out.println(n); }
      Locale.setDefault(Locale.GERMANY);
      """;

  @TempDir(factory = OpenFolder.class)
  private Path folder = Path.of("");

  private final Map<String, List<Mistake>> mistakes = new TreeMap<>();
  private final Map<String, Map<String, Double>> expected = new LinkedHashMap<>();
  private final List<Submission> submissions = new ArrayList<>();
  private ObjectNode source = JSON.createObjectNode();
  private ObjectNode release = JSON.createObjectNode();

  private static ObjectNode json(Notebook notebook) {
    return (ObjectNode) JSON.readTree(new String(notebook.bytes(), StandardCharsets.UTF_8));
  }

  private static String text(ObjectNode cell) {
    StringBuilder text = new StringBuilder();
    cell.path("source").forEach(line -> text.append(line.asString()));
    return text.toString();
  }

  /** A change of right answers, and what it costs. */
  private record Mistake(String name, Consumer<ArrayNode> change, Map<String, Double> points) {}

  /** Notes a mistake, which shares a submission with others that cost other points. */
  private void mistake(
      int submission, String name, Consumer<ArrayNode> change, Map<String, Double> points) {
    mistakes
        .computeIfAbsent("mistakes-" + submission, joined -> new ArrayList<>())
        .add(new Mistake(name, change, points));
  }

  /** Hands in the mistakes noted; each by itself where the class is to be graded elsewhere too. */
  private void handInMistakes() throws Exception {
    for (Map.Entry<String, List<Mistake>> joined : mistakes.entrySet()) {
      Map<String, Double> points = new HashMap<>();
      for (Mistake each : joined.getValue()) {
        each.points().forEach((id, lost) -> points.merge(id, lost, ClassIT::unlessUnknown));
        if (EXPORT != null) {
          handIn(each.name(), each.change(), each.points());
        }
      }
      if (EXPORT == null) {
        Consumer<ArrayNode> all = cells -> joined.getValue().forEach(m -> m.change().accept(cells));
        handIn(joined.getKey(), all, points);
      }
    }
  }

  private static double unlessUnknown(double one, double other) {
    assertThat(Double.isNaN(one) || Double.isNaN(other)).as("two mistakes in a cell").isTrue();
    return Double.isNaN(one) ? other : one;
  }

  /** Hands in right answers that were changed, and says what that costs. */
  private void handIn(String name, Consumer<ArrayNode> change, Map<String, Double> other)
      throws Exception {
    ObjectNode notebook = release.deepCopy();
    ArrayNode cells = (ArrayNode) notebook.path("cells");
    ArrayNode solved = (ArrayNode) source.path("cells");
    for (int i = 0; i < cells.size(); i++) {
      ObjectNode cell = (ObjectNode) cells.get(i);
      if (TinyLab.cellScore(cell).path("solution").asBoolean()) {
        String answer =
            text((ObjectNode) solved.get(i)).replaceAll("(?m)^.*(BEGIN|END) SOLUTION.*\n?", "");
        cell.put("source", answer.replace("\"instructor\"", '"' + name + '"'));
      }
    }
    change.accept(cells);
    write(name, notebook.toString().getBytes(StandardCharsets.UTF_8));
    Map<String, Double> points = new HashMap<>(RIGHT);
    points.putAll(other);
    expected.put(name, points);
  }

  private void write(String name, byte[] notebook) throws Exception {
    Path own = Files.createDirectories(folder.resolve("handed-in").resolve(name));
    Path file = Files.write(own.resolve("lab-oom.ipynb"), notebook);
    submissions.add(new Submission(name, file, Optional.of(own)));
  }

  private static Consumer<ArrayNode> answer(String id, String from, String to) {
    return cells -> {
      ObjectNode cell = TinyLab.find(cells, id);
      String old = cell.path("source").asString();
      assertThat(old).contains(from);
      cell.put("source", old.replace(from, to));
    };
  }

  private static Consumer<ArrayNode> body(String id, String line) {
    return cells -> {
      ObjectNode cell = TinyLab.find(cells, id);
      String old = cell.path("source").asString();
      int at = old.indexOf("{\n") + 2;
      cell.put(
          "source", old.substring(0, at) + "    if (true) { " + line + " }\n" + old.substring(at));
    };
  }

  /** Returns the points for a share of cases, computed from the reports and not by grading. */
  private static double share(double points, List<String> seeds, Predicate<Variant> holds) {
    long good = seeds.stream().filter(seed -> holds.test(Variant.of(new World(seed)))).count();
    return points * good / seeds.size();
  }

  private void collect() throws Exception {
    for (String name : List.of("anna", "ben", "chen", "dina", "emil")) {
      handIn(name, cells -> {}, Map.of());
    }
    List<String> ids =
        List.of(
            "q1_loop",
            "q2_resident",
            "q2_heavy",
            "q2_who",
            "q4_least",
            "q5_peak",
            "q5_growth",
            "q5_blind",
            "q5_chart");
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      Map<String, Double> lost = Map.of(id + "_test", 0.0);
      mistake(i % 5, id + "-wrong", body(id, "return -5;"), lost);
      mistake((i + 1) % 5, id + "-throws", body(id, THROWS), lost);
      mistake((i + 2) % 5, id + "-typo", body(id, "return nowhere;"), lost);
      mistake((i + 3) % 5, id + "-stderr", body(id, "System.err.println(\"debug\");"), lost);
      mistake((i + 4) % 5, id + "-stdout", body(id, "System.out.println(\"debug\");"), Map.of());
    }
    mistakes();
    writtenMistakes();
    handInMistakes();
    broken();
  }

  private void mistakes() {
    Map<String, Double> later = unknown("q3_chosen_test", "q4_if_test", "q4_least_test");
    mistake(
        5,
        "pages-as-bytes",
        answer("q2_resident", " * report.pageBytes()", ""),
        Map.of("q2_resident_test", 0.0));
    mistake(
        6,
        "pages-as-kb",
        answer("q2_resident", "report.pageBytes()", "1024"),
        Map.of("q2_resident_test", 0.0));
    mistake(
        5,
        "asker-never-dies",
        answer("q2_who", "== victimPid(report)", "== -1"),
        Map.of("q2_who_test", 0.0));
    Map<String, Double> group = new HashMap<>(later);
    group.put(
        "q2_total_test",
        share(
            2,
            List.of(
                "group-forgotten",
                "tulip",
                "poppy",
                "walnut",
                "acorn",
                "linden",
                "peach",
                "spruce"),
            made -> made.report().scope() != OomReport.Scope.MEMCG));
    mistake(
        7,
        "group-forgotten",
        answer("q2_total", "report.scope() == OomReport.Scope.MEMCG", "false"),
        group);
    Map<String, Double> root = new HashMap<>(later);
    root.put(
        "q3_points_test",
        share(
            4,
            List.of("tulip", "poppy", "chestnut", "walnut", "lotus", "acorn", "linden", "peach"),
            made -> !made.report().kernel().orElseThrow().startsWith("4.0.")));
    mistake(5, "root-forgotten", answer("q3_points", "points -= points * 3 / 100;", ""), root);
    Map<String, Double> adj = new HashMap<>(later);
    adj.put("q3_points_test", 0.0);
    mistake(
        7,
        "adj-forgotten",
        answer("q3_points", "points += task.oomScoreAdj()", "long unused = task.oomScoreAdj()"),
        adj);
    mistake(
        6,
        "largest-dies",
        answer("q3_chosen", "points(report, t, totalPages(report))", "t.rssPages().orElse(0)"),
        Map.of("q3_chosen_test", 0.0));
    mistake(
        8,
        "nobody-in-question-4",
        answer("q4_if", ".pid();", ".pid() + 1;"),
        Map.of("q4_if_test", 0.0, "q4_least_test", 0.0));
    mistake(
        6,
        "not-begun-4",
        cells ->
            TinyLab.find(cells, "q4_if")
                .put("source", text(TinyLab.find((ArrayNode) release.path("cells"), "q4_if"))),
        Map.of("q4_if_test", 0.0, "q4_least_test", 0.0));
  }

  /** Mistakes in the loop, the query and the chart that a student writes. */
  private void writtenMistakes() {
    // Three of the eight hidden cases end with a kill.
    mistake(
        5,
        "kill-caught",
        answer(
            "q1_loop",
            "memory.touch(start + at);",
            "try { memory.touch(start + at); } catch (RuntimeException e) { return pages; }"),
        Map.of("q1_loop_test", 2.5));
    // Right only where the first request is refused already.
    mistake(
        6,
        "mapped-not-touched",
        answer("q1_loop", "memory.touch(start + at);", ""),
        Map.of("q1_loop_test", 0.5));
    mistake(
        7,
        "asks-after-a-refusal",
        answer("q1_loop", "return pages;", "memory.map(chunkBytes); return pages;"),
        Map.of("q1_loop_test", 1.5));
    mistake(
        5,
        "swap-not-added",
        answer("q2_heavy", ".add(held.longColumn(\"swapents_pages\"))", ".add(0)"),
        Map.of("q2_heavy_test", 0.0));
    mistake(
        6,
        "query-on-stderr",
        body("q2_heavy", "System.err.println(\"debug\");"),
        Map.of("q2_heavy_test", 0.0));
    // One of the six hidden cases asks at the sum of a row.
    mistake(
        8,
        "above-not-at-least",
        answer("q2_heavy", "isGreaterThanOrEqualTo", "isGreaterThan"),
        Map.of("q2_heavy_test", 2.5));
    mistake(
        7,
        "query-not-sorted",
        answer("q2_heavy", ".sortDescendingOn(\"held_pages\")", ""),
        Map.of("q2_heavy_test", 0.0));
    mistake(
        5,
        "axis-without-unit",
        answer("q5_chart", "resident memory, MiB", "resident memory"),
        Map.of("q5_chart_test", 2.0));
    mistake(
        6,
        "axis-in-milliseconds",
        answer("q5_chart", ".divide(1000)", ".divide(1)"),
        Map.of("q5_chart_test", 0.0));
  }

  private static Map<String, Double> unknown(String... ids) {
    Map<String, Double> unknown = new HashMap<>();
    for (String id : ids) {
      unknown.put(id, Double.NaN);
    }
    return unknown;
  }

  private void broken() throws Exception {
    Path absent = Files.createDirectories(folder.resolve("handed-in/absent"));
    submissions.add(new Submission("absent", absent.resolve("lab-oom.ipynb"), Optional.of(absent)));
    Map<String, Double> nothing = new HashMap<>(RIGHT);
    nothing.replaceAll((id, points) -> 0.0);
    expected.put("absent", Map.of());
    for (Map.Entry<String, String> raw :
        Map.of("no-json", "{\"cells\"", "empty", "", "no-notebook", "[]").entrySet()) {
      write(raw.getKey(), raw.getValue().getBytes(StandardCharsets.UTF_8));
      expected.put(raw.getKey(), Map.of());
    }
    handIn(
        "not-begun",
        cells ->
            ((ArrayNode) release.path("cells"))
                .forEach(
                    cell ->
                        TinyLab.find(cells, TinyLab.cellScore(cell).path("grade_id").asString())
                            .put("source", text((ObjectNode) cell))),
        nothing);
    handIn(
        "answer-twice",
        cells -> {
          ObjectNode answer = TinyLab.find(cells, "q5_peak");
          cells.insert(
              0,
              answer
                  .deepCopy()
                  .put("source", "long peakBytes(Series s, OptionalLong o) { return 1; }"));
          // A copy that was left as it had been handed out is no answer.
          String stub = text(TinyLab.find((ArrayNode) release.path("cells"), "q5_peak"));
          for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).equals(answer)) {
              cells.insert(i + 1, answer.deepCopy().put("source", stub));
              break;
            }
          }
        },
        Map.of());
    handIn(
        "test-renamed",
        cells -> TinyLab.cellScore(TinyLab.find(cells, "q5_peak_test")).put("grade_id", "mine"),
        Map.of("q5_peak_test", 0.0));
    handIn("test-deleted", cells -> remove(cells, "q5_peak_test"), Map.of("q5_peak_test", 0.0));
    handIn("answer-deleted", cells -> remove(cells, "q5_peak"), Map.of("q5_peak_test", 0.0));
    handIn("ends-the-kernel", body("q5_peak", "System.exit(1);"), Map.of("q5_peak_test", 0.0));
    handIn("never-ends", body("q5_peak", "while (true) { }"), Map.of("q5_peak_test", 0.0));
    handIn(
        "answer-as-text",
        cells ->
            TinyLab.find(cells, "q5_peak")
                .put("cell_type", "markdown")
                .without(List.of("outputs", "execution_count")),
        Map.of());
    handIn("python", cells -> {}, Map.of());
    handIn(
        "locked-edited",
        cells -> TinyLab.find(cells, "q5_peak_test").put("source", "// fine"),
        Map.of());
    handIn(
        "floods",
        body("q5_peak", "for (int i = 0; i < 300_000; i++) System.out.println(\"x\");"),
        Map.of());
    handIn(
        "helper-cell",
        cells -> {
          own(cells, "long larger(long a, long b) { return a > b ? a : b; }");
          answer("q5_peak", "Math.max", "larger").accept(cells);
        },
        Map.of());
  }

  /** Puts a cell of the student's own before all others. */
  private static void own(ArrayNode cells, String source) {
    ObjectNode cell = cells.insertObject(0).put("cell_type", "code").put("source", source);
    cell.put("id", "own").putNull("execution_count").putArray("outputs");
    cell.putObject("metadata");
  }

  /** What honest students write, and no test may mind. */
  private void oddities() throws Exception {
    handIn(
        ODD,
        cells -> {
          // They wait for the imports, which stand below.
          own(
              cells,
              "long first(OomReport r) { return r.pageBytes(); }\n"
                  + "long second(OomReport r) { return first(r); }");
          answer("q2_total", "report.pageBytes()", "second(report)").accept(cells);
          answer("id", "String", "import java.awt.*;\nimport java.sql.*;\nString").accept(cells);
          answer("run_predict", "predict", HELPERS + "predict").accept(cells);
          answer("q2_who", "int victimPid", "Integer victimPid").accept(cells);
          answer("q2_total", "long totalPages", "Long totalPages").accept(cells);
          answer("q3_chosen", "int chosen", "Integer chosen").accept(cells);
          answer("q4_if", "int victimIf", "Integer victimIf").accept(cells);
          answer(
                  "q4_least",
                  "int leastAdj(OomReport report, int",
                  "long leastAdj(OomReport report, int")
              .accept(cells);
          answer("q4_least", "return adj;", "return Long.valueOf(adj);").accept(cells);
          answer("q5_growth", "double growth", "Double growth").accept(cells);
        },
        Map.of());
  }

  private static void remove(ArrayNode cells, String id) {
    for (int i = 0; i < cells.size(); i++) {
      if (TinyLab.cellScore(cells.get(i)).path("grade_id").asString().equals(id)) {
        cells.remove(i);
        return;
      }
    }
  }

  private void runs() throws Exception {
    assertThat(Cgroups.needed().usable()).isTrue();
    Run run = new World("runner").experiment().run();
    handIn("runner", cells -> {}, Map.of("q1_run_test", 4.0));
    run.save(folder.resolve("handed-in/runner/runs/hand-in"));
    handIn("thief", cells -> {}, Map.of("q1_run_test", 0.0));
    run.save(folder.resolve("handed-in/thief/runs/hand-in"));
    handIn("recorded", cells -> {}, Map.of("q1_run_test", 2.0));
    Path book = folder.resolve("handed-in/recorded/runs/hand-in");
    Run.load(Path.of("notebooks/data/first-kill")).save(book);
  }

  @TestFactory
  Stream<DynamicTest> eachGetsWhatItIsWorth() throws Exception {
    Path jar = Path.of("target/oomlab-commands.jar").toAbsolutePath();
    List<Path> jars = List.of(jar, jar.resolveSibling("oomlab.jar"));
    Needs.that(Files.exists(jar), "target/oomlab-commands.jar is not built");
    Notebook original = Notebook.parse(Files.readAllBytes(SOURCE), NotebookLimits.SUBMISSION);
    source = json(original);
    release = json(Release.student(original));
    collect();
    oddities();
    runs();
    Map<String, GradedSubmission> graded = grade(jars);
    List<DynamicTest> tests = new ArrayList<>();
    expected.forEach(
        (name, points) ->
            tests.add(
                dynamicTest(
                    name, () -> compare(points, Objects.requireNonNull(graded.get(name))))));
    tests.add(
        dynamicTest(
            "no remark on " + ODD,
            () ->
                assertThat(Objects.requireNonNull(graded.get(ODD)).remarks())
                    .noneMatch(remark -> remark.weight() != Remark.Weight.NOTE)));
    Map<String, List<Remark>> copies = HandInRemarks.copies(Assignment.read(SOURCE), submissions);
    tests.add(dynamicTest("copies", () -> assertThat(copies).containsOnlyKeys("runner", "thief")));
    tests.add(
        dynamicTest(
            "63 mistakes",
            () -> assertThat(mistakes.values().stream().mapToInt(List::size).sum()).isEqualTo(63)));
    return tests.stream();
  }

  private static void compare(Map<String, Double> points, GradedSubmission graded) {
    assertThat(graded.graded()).isEqualTo(!points.isEmpty());
    for (CellScore cellScore : graded.marks()) {
      double right = points.getOrDefault(cellScore.gradeId(), Double.NaN);
      if (!Double.isNaN(right)) {
        assertThat(cellScore.score())
            .as(cellScore.gradeId() + ": " + cellScore.comment())
            .isCloseTo(right, within(1e-9));
      }
    }
  }

  private Map<String, GradedSubmission> grade(List<Path> jars) throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    Path kept = Files.createDirectories(Path.of(".oomlab/sandbox").toAbsolutePath());
    Path run = Path.of("notebooks/data/first-kill").toAbsolutePath();
    Path tempFolder = Files.createDirectory(folder.resolve("room"));
    Assignment assignment = Assignment.read(SOURCE);
    StudentJvmSettings settings =
        StudentJvmFactory.of(home, jars, assignment.withheld(), kept, run, 20_000)
            .reachable(true, tempFolder);
    Map<String, GradedSubmission> graded = new HashMap<>();
    long start = System.nanoTime();
    new ClassGrader(
            new Grader(assignment, "test"),
            StudentJvmFactory.worker(home, jars),
            settings,
            true,
            tempFolder)
        .grade(
            submissions.stream().map(s -> new ClassGrader.Todo(s, "")).toList(),
            2,
            new ClassGrader.Listener() {
              @Override
              public void isolation(String statement) {
                assertThat(statement).isNotBlank();
              }

              @Override
              public void graded(Submission submission, Grader.Result result) {
                graded.put(submission.name(), result.graded());
              }
            });
    System.out.printf(
        "%d submissions in %.0f s%n", submissions.size(), (System.nanoTime() - start) / 1e9);
    if (EXPORT != null) {
      export(Path.of(EXPORT), graded);
    }
    return graded;
  }

  private void export(Path to, Map<String, GradedSubmission> graded) throws Exception {
    try (Stream<Path> all = Files.walk(folder.resolve("handed-in"))) {
      for (Path each : all.toList()) {
        Path copy =
            to.resolve("submitted")
                .resolve(folder.resolve("handed-in").relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(each, copy);
        }
      }
    }
    List<String> ids =
        Assignment.read(SOURCE).graded().stream().map(cell -> cell.gradeId()).toList();
    Files.writeString(
        to.resolve("scores.csv"), Gradebook.of(ids, List.copyOf(graded.values())).scoresCsv());
  }
}
