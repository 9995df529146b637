package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the notebooks' sources promise, whoever edited them last. */
class NotebookSourcesTest {
  private static final Path FOLDER = Path.of("notebooks");
  private static final List<NotebookSource> ALL = NotebookSource.all(FOLDER);
  private static final int MOST_LINES = 15;
  private static final int MOST_TEST_LINES = 26;

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");
  private static final Pattern CLASS_PATH =
      Pattern.compile("%classpath (\\.\\./)+target/oomlab\\.jar");
  private static final Pattern ASSERT = Pattern.compile("\\bassert\\b");
  private static final Pattern KERNEL =
      Pattern.compile("spencerpark|dflib|oomlab\\.kernel|getKernelInstance");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`]*`");
  private static final Pattern RECORDED =
      Pattern.compile(
          "\\b(?:run|reportOf)\\([^\"]*, *\"([^\"]+)\"\\)"
              + "|\\b(?:recorded|readReport|data)\\(\"([^\"]+)\"\\)");

  @Test
  void thereAreNotebooks() {
    assertThat(ALL).hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void noNotebookIsKeptWithWhatARunLeftInIt() {
    assertThat(problems(NotebookSourcesTest::leftovers)).isEmpty();
  }

  @Test
  void everyCellHasAnIdOfItsOwn() {
    assertThat(
            problems(
                notebook ->
                    notebook.cells().stream()
                        .filter(
                            cell ->
                                !ID.matcher(cell.id()).matches()
                                    || notebook.cells().stream()
                                            .filter(c -> c.id().equals(cell.id()))
                                            .count()
                                        > 1)
                        .map(cell -> at(notebook, cell) + "its id is \"" + cell.id() + "\"")))
        .isEmpty();
  }

  @Test
  void codeCellsAreShort() {
    assertThat(
            problems(
                notebook ->
                    notebook.code().stream()
                        .filter(cell -> cell.lines().size() > mostLines(cell))
                        .map(cell -> at(notebook, cell) + cell.lines().size() + " lines")))
        .isEmpty();
  }

  @Test
  void importsAndTheClassPathStandInTheFirstCodeCellAndNoOtherMagicAnywhere() {
    assertThat(problems(NotebookSourcesTest::beginnings)).isEmpty();
  }

  @Test
  void noCellAssertsOrNamesAKernel() {
    assertThat(
            problems(
                notebook ->
                    notebook.code().stream()
                        .filter(
                            cell ->
                                ASSERT.matcher(cell.source()).find()
                                    || KERNEL.matcher(cell.source()).find())
                        .map(cell -> at(notebook, cell) + cell.source())))
        .isEmpty();
  }

  @Test
  void linksLeadToAFileAndAPlaceInIt() {
    assertThat(problems(NotebookSourcesTest::brokenLinks)).isEmpty();
  }

  @Test
  void dataThatACellNamesIsThere() {
    assertThat(
            problems(
                notebook ->
                    notebook.code().stream()
                        .flatMap(
                            cell ->
                                RECORDED
                                    .matcher(cell.source())
                                    .results()
                                    .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                                    .filter(
                                        name -> !Files.exists(FOLDER.resolve("data").resolve(name)))
                                    .map(name -> at(notebook, cell) + "no data/" + name))))
        .isEmpty();
  }

  @Test
  void notebooksDifferOnlyInTheirTitles() {
    JsonNode first = ALL.get(0).root().path("metadata");
    assertThat(
            problems(
                notebook ->
                    Stream.of("kernelspec", "language_info")
                        .filter(
                            key ->
                                !notebook.root().path("metadata").path(key).equals(first.path(key)))
                        .map(key -> notebook.file() + ": another " + key)))
        .isEmpty();
  }

  @Test
  void chaptersAskAQuestion() {
    assertThat(
            problems(
                notebook -> {
                  String title = notebook.prose().get(0).lines().get(0);
                  boolean chapter = notebook.file().getFileName().toString().startsWith("0");
                  return chapter && !title.matches("# .*[?？]")
                      ? Stream.of(notebook.file() + ": " + title)
                      : Stream.<String>empty();
                }))
        .isEmpty();
  }

  @Test
  void eachKindOfMistakeIsFound() {
    NotebookSource wrong =
        NotebookSource.of(
            Path.of("notebooks/09-x.ipynb"),
            """
            {"cells": [
             {"cell_type": "markdown", "id": "0000000a", "metadata": {},
              "source": ["# T\\n", "[a](01-kill-a-process.ipynb#No-such) [b](none.ipynb) `[c](d)`"]},
             {"cell_type": "code", "id": "0000000b", "metadata": {}, "execution_count": 1,
              "outputs": [{}], "source": ["int a;"]},
             {"cell_type": "code", "id": "0000000c", "metadata": {}, "execution_count": null,
              "outputs": [], "source": ["import a.b;\\n", "%time x"]}],
             "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            """);
    assertThat(leftovers(wrong)).hasSize(3);
    assertThat(beginnings(wrong)).hasSize(3);
    assertThat(brokenLinks(wrong)).hasSize(2);
  }

  private interface Check {
    Stream<String> of(NotebookSource notebook);
  }

  private static List<String> problems(Check check) {
    return ALL.stream().flatMap(check::of).toList();
  }

  private static String at(NotebookSource notebook, NotebookSource.Cell cell) {
    return notebook.file() + ", cell " + cell.number() + " (" + cell.id() + "): ";
  }

  /** A graded lab's tests reckon the right answers themselves. */
  private static int mostLines(NotebookSource.Cell cell) {
    boolean test = cell.node().path("metadata").path("nbgrader").path("grade").asBoolean(false);
    return test ? MOST_TEST_LINES : MOST_LINES;
  }

  private static Stream<String> leftovers(NotebookSource notebook) {
    Stream<String> form =
        notebook.text().startsWith("{\n \"cells\": [") && notebook.text().endsWith("}\n")
            ? Stream.empty()
            : Stream.of(
                notebook.file() + ": write it with an indent of 1 and a newline at its end");
    return Stream.concat(
        form,
        notebook.code().stream()
            .flatMap(
                cell ->
                    Stream.concat(
                        cell.node().path("outputs").isEmpty()
                            ? Stream.empty()
                            : Stream.of(at(notebook, cell) + "has outputs"),
                        cell.node().path("execution_count").isNull()
                            ? Stream.empty()
                            : Stream.of(at(notebook, cell) + "has an execution count"))));
  }

  private static Stream<String> beginnings(NotebookSource notebook) {
    Stream<String> first =
        notebook.firstCode().stream()
            .filter(cell -> !CLASS_PATH.matcher(cell.lines().get(0)).matches())
            .map(
                cell -> at(notebook, cell) + "does not begin with %classpath ../target/oomlab.jar");
    Stream<String> magics =
        notebook.code().stream()
            .flatMap(
                cell ->
                    cell.lines().stream()
                        .filter(line -> line.strip().startsWith("%"))
                        .filter(line -> !CLASS_PATH.matcher(line).matches())
                        .map(line -> at(notebook, cell) + "another magic: " + line));
    Stream<String> imports =
        notebook.code().stream()
            .skip(1)
            .filter(cell -> cell.lines().stream().anyMatch(line -> line.startsWith("import ")))
            .map(cell -> at(notebook, cell) + "imports, which only the first code cell may");
    return Stream.of(first, magics, imports).flatMap(s -> s);
  }

  private static Stream<String> brokenLinks(NotebookSource notebook) {
    return notebook.prose().stream()
        .flatMap(
            cell ->
                LINK.matcher(CODE.matcher(cell.source()).replaceAll(""))
                    .results()
                    .map(m -> m.group(1))
                    .filter(target -> !target.matches("[a-z]+:.*"))
                    .filter(target -> !leadsSomewhere(notebook, target))
                    .map(target -> at(notebook, cell) + "leads nowhere: " + target));
  }

  private static boolean leadsSomewhere(NotebookSource from, String target) {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? from.file() : from.file().resolveSibling(parts[0]).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    Set<String> anchors =
        file.toString().endsWith(".ipynb") ? NotebookSource.read(file).anchors() : Set.of();
    return parts.length == 1 || anchors.contains(parts[1]);
  }
}
