package oomlab.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import oomlab.trusted.SourceCell.Role;
import org.junit.jupiter.api.Test;

class TrustedAssignmentTest {
  private final List<SourceCell> cells = new ArrayList<>();

  private void setup(String source) {
    cells.add(new SourceCell("setup" + cells.size(), source, Role.SETUP));
  }

  /** An answer and a test that uses it. */
  private void question(String name, String answer, String test) {
    cells.add(new SourceCell(name, answer, Role.ANSWER));
    cells.add(new SourceCell(name + "_test", test, Role.TEST));
  }

  @Test
  void judgesValuesFromOutside() {
    setup("import tech.tablesaw.api.Table; import oomlab.report.OomReport;");
    setup(
        "interface Memory { long map(long bytes); }\nrecord Pair(int left, List<String> right) {}");
    question("q1", "int twice(int n) { return 2 * n; }", "if (twice(2) != 4) throw new Error();");
    question("q2", "long grow(Memory m) { return m.map(1); }", "grow(b -> b);");
    question("q3", "Table rows(OomReport r, Table t) { return t; }", "rows(null, null);");
    question(
        "q4", "record Own(Pair p, Map<String, int[]> m) {}\nOwn own() { return null; }", "own();");
    question("q5", "var list = new ArrayList<Integer>();", "list.size();");
    question(
        "q6",
        "<T extends Comparable<T>> T most(List<T> l) { return l.get(0); }",
        "most(List.of(1));");
    question(
        "q7",
        "enum Kind { A } Kind kind(java.util.function.Function<Kind, Kind> f) { return f.apply(Kind.A); }",
        "kind(k -> k);");

    assertThat(TrustedAssignment.of(cells).obstacles()).isEmpty();
  }

  @Test
  void namesWhatCannotBeSent() {
    question("q1", "class Stack { void push(int n) {} }", "new Stack().push(1);");
    question("q2", "Runnable lambda() { return () -> {}; }", "lambda().run();");
    question("q3", "Thread thread(int n) { return null; }", "thread(1);");
    question("q4", "void close(Thread t) { }", "close(null);");
    question("q5", "var random = new Random();", "random.nextInt();");
    question("q6", "// nothing", "absent(1);");
    question("q7", "int fine() { return 1; }", "fine();");
    question("q8", "java.nio.file.Path file() { return null; }", "file();");

    assertThat(TrustedAssignment.of(cells).obstacles())
        .hasSize(7)
        .hasEntrySatisfying("q8_test", why -> assertThat(why).contains("file returns", "Path"))
        .hasEntrySatisfying("q1_test", why -> assertThat(why).contains("class Stack"))
        .hasEntrySatisfying(
            "q2_test", why -> assertThat(why).contains("lambda returns", "Runnable"))
        .hasEntrySatisfying("q3_test", why -> assertThat(why).contains("thread returns", "Thread"))
        .hasEntrySatisfying("q4_test", why -> assertThat(why).contains("close takes", "Thread"))
        .hasEntrySatisfying("q5_test", why -> assertThat(why).contains("variable random"))
        .hasEntrySatisfying("q6_test", why -> assertThat(why).contains("does not compile"));
  }

  @Test
  void judgesNoCodeOfStudentsByTheSolutions() {
    question(
        "q1",
        "record Circle(double r) { double area() { return r; } }\nint f(Circle c) { return 1; }",
        "f(null); new Circle(2).area();");
    question(
        "q2",
        "record Positive(int n) { public Positive { if (n < 0) throw new Error(); } }\nint g(Positive p) { return 1; }",
        "g(new Positive(1));");
    question(
        "q3",
        "enum Kind { A(1); final int w; Kind(int w) { this.w = w; } }\nKind kind() { return Kind.A; }",
        "kind();");
    question(
        "q4",
        "interface Shape { default int sides() { return 1; } }\nint h(Shape s) { return 1; }",
        "h(new Shape() {});");
    question("q5", "record Alone(int n) {}", "new Alone(1).n();");
    question("q6", "record Pt(int x, List<Integer> y) {}\nPt pt() { return null; }", "pt().x();");

    assertThat(TrustedAssignment.of(cells).obstacles().keySet())
        .containsExactly("q1_test", "q2_test", "q3_test", "q4_test", "q5_test");
  }

  @Test
  void keepsNoObjectThatStudentsGiveALambda() {
    setup("interface Scheduler { void submit(Runnable r); }");
    setup("interface Source { int read(byte[] into); }");
    question("q1", "void f(Scheduler s) { }", "f(null);");
    question("q2", "long g(java.util.stream.Stream<String> s) { return 1; }", "g(null);");
    question("q3", "int h(Source s) { return 1; }", "h(null);");
    question(
        "q4",
        "int i(Deque<Integer> d, TreeMap<String, Integer> m) { return 1; }",
        "i(null, null);");
    question("q5", "int j(EnumMap<Thread.State, Integer> m) { return 1; }", "j(null);");

    assertThat(TrustedAssignment.of(cells).obstacles().keySet())
        .containsExactly("q1_test", "q2_test", "q3_test", "q5_test");
  }

  @Test
  void sendsWhatATestSets() {
    setup("int limit = 5;");
    question("q1", "int over(int n) { return n - limit; }", "limit = 3; over(4);");

    TestPlan plan = TrustedAssignment.of(cells).plan("q1_test").orElseThrow();

    assertThat(plan.variables()).isEmpty();
    assertThat(plan.sent()).extracting(TestPlan.Variable::name).containsExactly("limit");
  }

  @Test
  void looksThroughTheInstructorsOwnMethods() {
    setup("void check(boolean b) { }\nclass Helper { static int ask() { return answer(); } }");
    question("q1", "int answer() { return 1; }", "check(Helper.ask() == 1);");

    TestPlan plan = TrustedAssignment.of(cells).plan("q1_test").orElseThrow();

    assertThat(plan.methods()).containsExactly("answer/0");
    assertThat(plan.variables()).isEmpty();
  }

  @Test
  void readsWhatAnswersMayHaveChanged() {
    setup("int[] numbers = {1, 2}; int given = 3; String name = \"a\";");
    question(
        "q1",
        "void fill() { numbers[0] = name.length(); }",
        "if (numbers[0] + given > 5) throw new Error();");
    question("q2", "given = 4;", "if (given != 4) throw new Error();");

    TrustedAssignment assignment = TrustedAssignment.of(cells);

    assertThat(assignment.plan("q1_test").orElseThrow().variables())
        .extracting(TestPlan.Variable::name)
        .containsExactlyInAnyOrder("numbers", "given");
    assertThat(assignment.plan("q2_test").orElseThrow().variables())
        .extracting(TestPlan.Variable::name)
        .containsExactly("given");
  }
}
