package oomlab.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import oomlab.assign.Release;
import oomlab.grade.Remark.Weight;
import oomlab.ipynb.Cell;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class MergedNotebookTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PART = "double part() { return 2.5; }";

  private static Notebook parse(byte[] bytes) throws NotebookException {
    return Notebook.parse(bytes, NotebookLimits.SUBMISSION);
  }

  private static MergedNotebook merged(byte[] submission) throws NotebookException {
    Notebook source = parse(TinyLab.source());
    return MergedNotebook.of(Release.prepared(source), Release.student(source), parse(submission));
  }

  private static MergedNotebook merged(Consumer<ArrayNode> change) throws NotebookException {
    return merged(TinyLab.submission(TinyLab.RIGHT, PART, change));
  }

  private static void eachSource(ArrayNode cells, UnaryOperator<String> change) {
    for (int i = 0; i < cells.size(); i++) {
      ObjectNode cell = (ObjectNode) cells.get(i);
      StringBuilder text = new StringBuilder(cell.path("source").asString(""));
      cell.path("source").forEach(line -> text.append(line.asString()));
      cell.put("source", change.apply(text.toString()));
    }
  }

  @Test
  void whatAnEditorSavesIsNoEdit() throws NotebookException {
    List<UnaryOperator<String>> editors =
        List.of(
            text -> text,
            text -> text + "\n",
            text -> text.replace("\n", "\r\n"),
            text -> text.replace("\n", "\r") + "\r",
            text -> text.replace("\n", "  \n") + "\n\n\t\n");
    for (UnaryOperator<String> editor : editors) {
      MergedNotebook merged = merged(cells -> eachSource(cells, editor));
      assertThat(merged.remarks()).isEmpty();
      assertThat(merged.missing()).isEmpty();
      assertThat(merged.students())
          .filteredOn(cell -> cell.type() == Cell.Type.CODE)
          .allMatch(cell -> !cell.source().contains("\r"));
      assertThat(merged.parts()).noneMatch(MergedNotebook.Part::unchanged);
    }
  }

  @Test
  void whatEditorsAddToANotebookIsNoRemark() throws NotebookException {
    byte[] plain = TinyLab.submission(TinyLab.RIGHT, PART, cells -> {});
    ObjectNode notebook = (ObjectNode) JSON.readTree(new String(plain, UTF_8));
    notebook.put("nbformat_minor", 0);
    ObjectNode metadata = (ObjectNode) notebook.path("metadata");
    metadata.putObject("colab").putArray("provenance");
    metadata.putObject("language_info").put("name", "java");
    metadata.putObject("kernelspec").put("name", "java").put("display_name", "IJava");
    ArrayNode cells = (ArrayNode) notebook.path("cells");
    for (int i = 0; i < cells.size(); i++) {
      ObjectNode cell = (ObjectNode) cells.get(i);
      cell.remove("id");
      StringBuilder text = new StringBuilder(cell.path("source").asString(""));
      cell.path("source").forEach(line -> text.append(line.asString()));
      ArrayNode lines = cell.putArray("source");
      for (String line : text.toString().split("(?<=\n)", -1)) {
        lines.add(line);
      }
      ObjectNode own = (ObjectNode) cell.path("metadata");
      own.put("id", "aBcD" + i).put("outputId", "x").put("collapsed", false);
      own.putObject("vscode").put("languageId", "java");
      own.putObject("executionInfo").put("status", "ok").putNull("user");
    }
    String saved = "\ufeff" + JSON.writerWithDefaultPrettyPrinter().writeValueAsString(notebook);
    MergedNotebook merged = merged(saved.replace("\n", "\r\n").getBytes(UTF_8));
    assertThat(merged.remarks()).isEmpty();
    assertThat(merged.students()).hasSize(3);
  }

  @Test
  void anAnswerOfBlanksIsStillUnanswered() throws NotebookException {
    Notebook release = Release.student(parse(TinyLab.source()));
    byte[] untouched =
        new String(release.bytes(), UTF_8).replace("\\n", "  \\r\\n").getBytes(UTF_8);
    MergedNotebook merged = merged(untouched);
    assertThat(merged.parts().stream().filter(MergedNotebook.Part::unchanged)).hasSize(3);
    assertThat(merged.remarks()).isEmpty();
    // For a written answer nbgrader's own rule counts: another text waits for a person.
    MergedNotebook written =
        merged(
            cells -> {
              ObjectNode q3 = TinyLab.find(cells, "q3");
              q3.put("source", release.cells().get(5).source() + "\n");
            });
    MergedNotebook.Part q3 =
        written.parts().stream()
            .filter(part -> part.cell().gradeId().equals("q3"))
            .findFirst()
            .orElseThrow();
    assertThat(Scoring.score(q3.cell(), List.of()).cellScore().needsManual()).isTrue();
    assertThat(written.remarks())
        .extracting(Remark::gradeId, Remark::kind, Remark::weight)
        .containsExactly(org.assertj.core.api.Assertions.tuple("q3", "no-response", Weight.NOTE));
  }

  @Test
  void theLastAnswerOfACopiedCellCounts() throws NotebookException {
    Notebook release = Release.student(parse(TinyLab.source()));
    String stub = release.cells().get(1).source();
    List<List<String>> orders =
        List.of(
            List.of(TinyLab.WRONG, TinyLab.RIGHT),
            List.of(TinyLab.RIGHT, stub),
            List.of(stub, TinyLab.RIGHT),
            List.of(stub, TinyLab.RIGHT, stub + "\n"));
    for (List<String> order : orders) {
      MergedNotebook merged =
          merged(
              cells -> {
                ObjectNode q1 = TinyLab.find(cells, "q1");
                List<ObjectNode> copies = new ArrayList<>();
                order.forEach(text -> copies.add(q1.deepCopy().put("source", text)));
                cells.remove(1);
                for (int i = 0; i < copies.size(); i++) {
                  cells.insert(1 + i, copies.get(i));
                }
              });
      assertThat(
              merged.parts().stream().filter(part -> part.cell().gradeId().equals("q1")).toList())
          .singleElement()
          .satisfies(part -> assertThat(part.cell().source()).isEqualTo(TinyLab.RIGHT));
      assertThat(merged.remarks())
          .singleElement()
          .satisfies(remark -> assertThat(remark.weight()).isEqualTo(Weight.NOTE))
          .satisfies(remark -> assertThat(remark.kind()).isEqualTo("duplicate-cell"));
      // What is left of a stub would take the place of the answer.
      assertThat(merged.students()).extracting(Cell::source).doesNotContain(stub, stub + "\n");
    }
  }

  @Test
  void aCopyOfATestIsNoEditOfIt() throws NotebookException {
    for (int at : List.of(2, 3, 8)) {
      MergedNotebook merged =
          merged(
              cells ->
                  cells.insert(
                      at, TinyLab.find(cells, "q1_test").deepCopy().put("source", "twice(21)")));
      assertThat(merged.remarks()).extracting(Remark::kind).containsExactly("duplicate-cell");
      assertThat(merged.students()).extracting(Cell::source).contains("twice(21)");
    }
  }

  /** The notebook as a person sees it who marks it. */
  private static List<ManualPage.Answer> marked(MergedNotebook merged) throws NotebookException {
    Notebook executed =
        parse(TinyLab.source()).withCells(merged.parts().stream().map(Grader::described).toList());
    List<CellScore> waiting =
        merged.parts().stream()
            .filter(part -> List.of("q3", "t4").contains(part.cell().gradeId()))
            .map(
                part ->
                    merged.isAnsweredBelow(part)
                        ? Scoring.answeredBelow(part.cell()).cellScore()
                        : Scoring.score(part.cell(), List.of()).cellScore())
            .toList();
    return ManualAnswers.of(
        new GradedSubmission(
            "ada", GradedSubmission.Status.GRADED, "", waiting, List.of(), 1, "key"),
        Optional.of(executed));
  }

  @Test
  void whoMarksSeesAllThatWasWritten() throws NotebookException {
    Notebook release = Release.student(parse(TinyLab.source()));
    Consumer<ArrayNode> split =
        cells -> {
          ObjectNode q3 = TinyLab.find(cells, "q3");
          cells.insert(5, q3.deepCopy().put("source", "One half."));
          ObjectNode t4 = TinyLab.find(cells, "t4");
          t4.put("source", release.cells().get(6).source() + "\n\nInside of the task.");
        };
    Consumer<ArrayNode> below =
        cells -> {
          TinyLab.find(cells, "q3").put("source", release.cells().get(5).source());
          ObjectNode own = cells.insertObject(6).put("cell_type", "markdown");
          own.put("source", "My words.").putObject("metadata");
          own.putObject("attachments").putObject("a.png").put("image/png", "iVBORw0KGgo=");
        };
    Consumer<ArrayNode> pasted =
        cells ->
            TinyLab.find(cells, "q3")
                .putObject("attachments")
                .putObject("a.jpg")
                .put("image/jpeg", "/9j/4AAQSkZJRg==");
    assertThat(marked(merged(split)))
        .extracting(ManualPage.Answer::text)
        .containsExactly("One half.\n\nMy words.", "Inside of the task.");
    assertThat(marked(merged(below))).extracting(ManualPage.Answer::text).contains("My words.");
    // Who does not find an answer below a task sees what stands elsewhere.
    Consumer<ArrayNode> above =
        cells -> {
          ObjectNode own = cells.insertObject(1).put("cell_type", "markdown");
          own.put("source", "My proposal.").putObject("metadata");
        };
    assertThat(marked(merged(above)).get(1).text())
        .isEqualTo("(Nothing stands below the task. Elsewhere:)\n\nMy proposal.");
    for (Consumer<ArrayNode> each : List.of(below, pasted)) {
      assertThat(marked(merged(each)).get(0).context().pictures()).hasSize(1);
    }
  }

  @Test
  void ownCellsAndAnotherOrderAreNotes() throws NotebookException {
    MergedNotebook merged =
        merged(
            cells -> {
              cells.insert(0, cells.remove(5));
              ObjectNode own = cells.addObject().put("cell_type", "code").put("source", "int i;");
              own.putObject("metadata").putObject("nbgrader").put("grade_id", "mine");
            });
    assertThat(merged.remarks())
        .extracting(Remark::kind)
        .containsExactlyInAnyOrder("reordered", "unknown-cell");
    assertThat(merged.remarks()).extracting(Remark::weight).containsOnly(Weight.NOTE);
  }

  @Test
  void aKernelOfAnotherNameIsNoMatter() throws NotebookException {
    String plain = new String(TinyLab.submission(TinyLab.RIGHT, PART, cells -> {}), UTF_8);
    assertThat(plain).contains("\"language\":\"java\"");
    for (String language : List.of("java", "Java", "IJava", "")) {
      String other = plain.replace("\"language\":\"java\"", "\"language\":\"" + language + '"');
      assertThat(Grader.kernelspec(parse(other.getBytes(UTF_8)))).isEmpty();
    }
    String none = plain.replace("kernelspec", "kernel");
    assertThat(Grader.kernelspec(parse(none.getBytes(UTF_8)))).isEmpty();
    String python = plain.replace("\"language\":\"java\"", "\"language\":\"python\"");
    assertThat(Grader.kernelspec(parse(python.getBytes(UTF_8))))
        .extracting(Remark::weight)
        .containsExactly(Weight.NOTE);
  }

  @Test
  void anEditIsStillOne() throws NotebookException {
    MergedNotebook merged =
        merged(cells -> TinyLab.find(cells, "q1_test").put("source", "// fine"));
    assertThat(merged.remarks()).extracting(Remark::kind).containsExactly("locked-cell-edited");
  }
}
