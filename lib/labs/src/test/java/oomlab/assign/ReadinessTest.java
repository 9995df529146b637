package oomlab.assign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ReadinessTest {
  private final Path folder;
  private final Notebook release = Release.student(Lab1.source());

  ReadinessTest(@TempDir Path folder) throws NotebookException {
    this.folder = folder;
  }

  @Test
  void findsEverythingReady() {
    assertThat(missing(done())).isEmpty();
    assertThat(lines(done()))
        .contains(
            "ok       the notebook can be read, and has 6 cells of the assignment",
            "ok       no cell of the assignment was deleted",
            "ok       your student id is ada",
            "ok       answers: 3 done");
  }

  @Test
  void listsWhatIsNotDoneYet() {
    assertThat(missing(release))
        .containsExactly(
            "missing  your student id is not there, as in  String studentId = \"s1234567\";",
            "missing  id is not done yet",
            "missing  q1 is not done yet",
            "missing  q4 is not done yet");
  }

  @Test
  void findsAStubThatWasLeftBelowAnAnswer() {
    Cell half = Lab1.cell(release, "q1");
    half = half.withSource("int one = 1;\n" + half.source());
    assertThat(missing(Lab1.with(done(), "q1", half)))
        .containsExactly("missing  q1 is not done yet");
  }

  @Test
  void findsADeletedCellIfItHasTheRelease() {
    List<Cell> cells = new ArrayList<>(done().cells());
    cells.removeIf(cell -> cell.gradeId().equals("q1_test"));
    Notebook without = done().withCells(cells);
    assertThat(missing(without))
        .containsExactly(
            "missing  q1_test, a test, was deleted: copy it from a fresh notebook, with Copy Cell");
    assertThat(Readiness.of(without, Optional.empty(), folder)).allMatch(Readiness.Line::ready);
  }

  @Test
  void findsChangedTestsAndTexts() {
    Notebook changed = done();
    for (String id : List.of("intro", "q1_test", "t1")) {
      changed = Lab1.with(changed, id, Lab1.cell(changed, id).withSource("// nothing"));
    }
    for (Optional<Notebook> original : List.of(Optional.of(release), Optional.<Notebook>empty())) {
      assertThat(Readiness.of(changed, original, folder))
          .filteredOn(line -> !line.ready())
          .extracting(Readiness.Line::text)
          .containsExactly(
              "intro, a part of the text, was changed: what counts is the original",
              "q1_test, a test, was changed: what counts is the original",
              "t1, a task, was changed: what counts is the original");
    }
  }

  @Test
  void findsTypesAndMarksThatWereChanged() {
    Cell test = Lab1.cell(release, "q1_test");
    assertThat(missing(Lab1.with(done(), "q1_test", test.withType(Cell.Type.RAW))))
        .containsExactly("missing  q1_test was turned into a raw cell; turn it back into code");
    Cell worth = Lab1.cell(Cell.Type.CODE, "q1_test", "GL", 300, test.source());
    assertThat(missing(Lab1.with(done(), "q1_test", worth)))
        .containsExactly("missing  q1_test, a test, was changed: what counts is the original");
    Cell worthless = Lab1.cell(Cell.Type.CODE, "q1_test", "GL", 0, test.source());
    assertThat(missing(Lab1.with(done(), "q1_test", worthless)))
        .containsExactly("missing  q1_test, a test, was changed: what counts is the original");
  }

  @Test
  void lineEndsAndTrailingBlanksAreNoChange() {
    for (UnaryOperator<String> editor :
        List.<UnaryOperator<String>>of(
            text -> text.replace("\n", "\r\n"),
            text -> text.replace("\n", "\r"),
            text -> text + "\n\n",
            text -> text.replace("\n", "  \n") + " ")) {
      List<Cell> cells =
          done().cells().stream().map(c -> c.withSource(editor.apply(c.source()))).toList();
      Notebook saved = done().withCells(cells);
      assertThat(missing(saved)).isEmpty();
      assertThat(Readiness.of(saved, Optional.empty(), folder)).allMatch(Readiness.Line::ready);
    }
  }

  @Test
  void findsWhatTheAssignmentForbids() {
    ObjectNode metadata = done().metadata();
    metadata.putObject("oomlab").putArray("forbidden").add("\\boomlab\\.explain\\b");
    Notebook lab = done().withMetadata(metadata);
    String use = "int square(int n) { return oomlab . explain.Story.of(n); }";
    Notebook uses = Lab1.with(lab, "q1", Lab1.cell(lab, "q1").withSource(use));
    assertThat(Readiness.of(uses, Optional.empty(), folder))
        .filteredOn(line -> !line.ready())
        .extracting(Readiness.Line::text)
        .containsExactly("q1: it uses \"oomlab.explain\", which the assignment forbids");
    String says = "int square(int n) { return n * n; } // no oomlab.explain here";
    Notebook speaks = Lab1.with(lab, "q1", Lab1.cell(lab, "q1").withSource(says));
    assertThat(Readiness.of(speaks, Optional.empty(), folder)).allMatch(Readiness.Line::ready);
  }

  @Test
  void findsCopiedCells() {
    List<Cell> cells = new ArrayList<>(done().cells());
    cells.add(Lab1.cell(done(), "q1"));
    assertThat(missing(done().withCells(cells)))
        .containsExactly(
            "missing  q1 is there twice, as cells 3 and 7: delete the one that you do not mean, or"
                + " merge the two if you split it");
  }

  @Test
  void asksForARunOnlyWhereOneIsHandedIn() throws IOException {
    List<Cell> cells = new ArrayList<>(done().cells());
    cells.add(Cell.of(Cell.Type.CODE, "x", "Run run = handIn(world);"));
    Notebook lab = done().withCells(cells);
    assertThat(missing(lab)).singleElement().asString().contains("your run is not there");
    Path run = Files.createDirectories(folder.resolve("runs/hand-in"));
    Files.writeString(run.resolve("run.json"), "{}");
    assertThat(missing(lab))
        .singleElement()
        .asString()
        .startsWith("missing  your run cannot be read: ");
    try (Stream<Path> recorded = Files.list(Path.of("notebooks/data/first-kill"))) {
      for (Path each : recorded.toList()) {
        Files.copy(each, run.resolve(each.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    assertThat(missing(lab)).isEmpty();
  }

  @Test
  void doesNotTakeDotsForAStudentId() {
    for (String id : List.of("", "  ", "...", "???")) {
      Cell cell = Lab1.cell(done(), "id").withSource("String studentId = \"" + id + "\";");
      assertThat(missing(Lab1.with(done(), "id", cell))).hasSize(1);
    }
    Cell comment = Lab1.cell(done(), "id").withSource("// String studentId = \"s1\";");
    assertThat(missing(Lab1.with(done(), "id", comment))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          String studentId = "s1";                              | s1
          var studentId="张三"                                   | 张三
          String studentId = "S1"; studentId = "s2";            | s2
          String studentId = "s1", other = "s2";                | s1
          String studentId = "s" + 17;                          | none
          String studentId = "S1"; studentId = studentId.trim(); | none
          String studentId = "s"; studentId += "17";            | none
          String studentId = "a\"b";                            | none
          String studentId = "s1"; // studentId = "s2";         | s1
          String studentId = "s1"; f("studentId = " + 1);       | s1
          String studentId = "s1"; f(studentId == "s2");        | s1
          String myStudentId = "s1";                            | none
          """)
  void readsAStudentIdAndGuessesNone(String code, String id) {
    Cell cell = Cell.of(Cell.Type.CODE, "x", code);
    assertThat(StudentId.in(List.of(cell), "studentId").orElse("none")).isEqualTo(id);
  }

  @Test
  void tellsASourceAndAPlainNotebookFromAnAssignment() throws NotebookException {
    assertThat(Readiness.of(Lab1.source(), Optional.empty(), folder))
        .containsExactly(
            new Readiness.Line(
                false, "this is the source with the solutions, not what students get"));
    assertThat(Readiness.of(Lab1.notebook(), Optional.empty(), folder))
        .containsExactly(
            new Readiness.Line(
                false,
                "this is no assignment: no cell is marked for grading; if it was one, copy your"
                    + " answers into a fresh notebook"));
  }

  @Test
  void findsACellWithoutItsName() {
    Cell nameless = Lab1.cell(Cell.Type.CODE, "", "S", 0, "int i;");
    assertThat(missing(Lab1.with(done(), "q1", nameless)))
        .containsExactly(
            "missing  cell 3 has lost its grade_id: copy it from a fresh notebook, with Copy Cell",
            "missing  q1, an answer, was deleted: copy it from a fresh notebook, with Copy Cell");
  }

  @Test
  void endsInSentencesWhateverTheMarksSay() {
    Random random = new Random(6);
    List<String> ids = List.of("", "id", "intro", "q1", "q1_test", "q4", "t1", "x\ny");
    for (int i = 0; i < 2_000; i++) {
      List<Cell> cells = new ArrayList<>();
      for (Cell cell : done().cells()) {
        String flags = "GSLT".substring(random.nextInt(4));
        String id = ids.get(random.nextInt(ids.size()));
        Cell.Type type = List.of(Cell.Type.values()).get(random.nextInt(3));
        cells.add(
            random.nextBoolean()
                ? cell.withType(type)
                : Lab1.cell(type, id, flags, random.nextInt(2), cell.source()));
      }
      Notebook odd = done().withCells(cells);
      for (Optional<Notebook> original : List.of(Optional.of(odd), Optional.<Notebook>empty())) {
        assertThat(Readiness.of(odd, original, folder))
            .isNotEmpty()
            .allSatisfy(line -> assertThat(line.toString()).hasLineCount(1));
        assertThat(Readiness.of(done(), original, folder)).isNotEmpty();
      }
      assertThat(AssignmentLint.of(odd)).isNotEmpty();
    }
  }

  private Notebook done() {
    Notebook notebook = release;
    notebook = answer(notebook, "id", "String studentId = \"ada\";");
    notebook = answer(notebook, "q1", "int square(int n) {\n  return n * n;\n}");
    return answer(notebook, "q4", "So it is.");
  }

  private static Notebook answer(Notebook notebook, String id, String source) {
    return Lab1.with(notebook, id, Lab1.cell(notebook, id).withSource(source));
  }

  private List<String> lines(Notebook notebook) {
    return Readiness.of(notebook, Optional.of(release), folder).stream()
        .map(Readiness.Line::toString)
        .toList();
  }

  private List<String> missing(Notebook notebook) {
    return lines(notebook).stream().filter(line -> line.startsWith("missing")).toList();
  }
}
