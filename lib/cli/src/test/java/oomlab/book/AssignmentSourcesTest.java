package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What nbgrader and the course demand of the graded notebooks' sources. */
class AssignmentSourcesTest {
  private static final List<NotebookSource> ALL =
      NotebookSource.all(Path.of("notebooks/assignments"));
  private static final Set<String> FIELDS =
      Set.of("schema_version", "grade", "solution", "locked", "task", "grade_id", "points");
  private static final Pattern GRADE_ID = Pattern.compile("[a-zA-Z0-9_\\-]+");
  private static final Pattern LIBRARY =
      Pattern.compile(
          "oomlab\\.(explain|check|graded)\\b|Explanation|Tables\\.scores|Charts\\.(scores|kills)");
  private static final Pattern HELPER =
      Pattern.compile("oomlab\\.(graded\\.(Require|Variant)|check\\.World)\\b");

  /** A kind of region, and the word that names it. */
  private enum Region {
    SOLUTION("SOLUTION"),
    TESTS("HIDDEN TESTS"),
    MARKS("MARK SCHEME");

    private final String words;

    Region(String words) {
      this.words = words;
    }

    String begin() {
      return "BEGIN " + words;
    }

    String end() {
      return "END " + words;
    }
  }

  @Test
  void thereIsAnAssignmentOfFortyPoints() {
    assertThat(ALL).isNotEmpty();
    for (NotebookSource notebook : ALL) {
      assertThat(cells(notebook).stream().mapToDouble(Graded::points).sum()).isEqualTo(40);
    }
  }

  @Test
  void everyCellHasMetadataOfSchemaThreeAndOneOfTheKinds() {
    assertThat(problems(AssignmentSourcesTest::misfits)).isEmpty();
  }

  @Test
  void gradeIdsAreThereOnce() {
    for (NotebookSource notebook : ALL) {
      assertThat(cells(notebook).stream().map(Graded::id).toList()).doesNotHaveDuplicates();
    }
  }

  @Test
  void regionsAreBalancedAndStandInCellsOfTheirKind() {
    assertThat(problems(AssignmentSourcesTest::wrongRegions)).isEmpty();
  }

  @Test
  void aReleaseKeepsNoSolutionNoHiddenTestAndNoMarks() {
    for (NotebookSource notebook : ALL) {
      for (Graded cell : cells(notebook)) {
        List<String> released = released(cell);
        assertThat(released).as(cell.id()).isNotEmpty();
        for (String hidden : hidden(cell)) {
          assertThat(released).as(cell.id()).doesNotContain(hidden);
        }
        for (Region region : Region.values()) {
          assertThat(String.join("\n", released)).doesNotContain(region.begin(), region.end());
        }
      }
    }
  }

  @Test
  void answersDoNotCallWhatHoldsTheAnswers() {
    assertThat(
            problems(
                cell ->
                    cell.solution() && LIBRARY.matcher(cell.source()).find()
                        ? Stream.of(cell.id() + " calls what holds the answers")
                        : Stream.empty()))
        .isEmpty();
  }

  @Test
  void testsCallOnlyTheirHelpersAndByTheirFullNames() {
    assertThat(
            problems(
                cell ->
                    cell.test()
                            && LIBRARY.matcher(HELPER.matcher(cell.source()).replaceAll("")).find()
                        ? Stream.of(cell.id() + " calls what holds the answers")
                        : Stream.empty()))
        .isEmpty();
    assertThat(
            problems(
                cell ->
                    cell.test() && !cell.source().contains("oomlab.")
                        ? Stream.of(cell.id() + " tests nothing")
                        : Stream.empty()))
        .isEmpty();
  }

  @Test
  void eachKindOfMistakeIsFound() {
    NotebookSource wrong =
        NotebookSource.of(
            Path.of("x.ipynb"),
            """
            {"cells": [
             {"cell_type": "markdown", "id": "0000000a", "metadata": {"nbgrader": {
               "schema_version": 3, "grade": false, "solution": false, "locked": false,
               "task": true, "grade_id": "t", "points": 2}},
              "source": ["x\\n", "BEGIN MARK SCHEME\\n", "y"]},
             {"cell_type": "code", "id": "0000000b", "metadata": {"nbgrader": {
               "schema_version": 2, "grade": true, "solution": false, "locked": true,
               "task": false, "grade_id": "a b"}},
              "source": ["// BEGIN SOLUTION\\n", "z\\n", "// END SOLUTION"]},
             {"cell_type": "code", "id": "0000000c", "metadata": {}, "source": ["END SOLUTION"]}],
             "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            """);
    assertThat(cells(wrong).stream().flatMap(AssignmentSourcesTest::misfits)).hasSize(7);
    assertThat(cells(wrong).stream().flatMap(AssignmentSourcesTest::wrongRegions)).hasSize(3);
  }

  /** A cell with what nbgrader knows of it. */
  private record Graded(NotebookSource.Cell cell, JsonNode mark) {
    String id() {
      return mark.path("grade_id").asString("");
    }

    String source() {
      return cell.source();
    }

    boolean is(String flag) {
      return mark.path(flag).asBoolean(false);
    }

    boolean solution() {
      return is("solution");
    }

    boolean test() {
      return is("grade") && !solution();
    }

    double points() {
      return mark.path("points").asDouble(0);
    }
  }

  private interface Check {
    Stream<String> of(Graded cell);
  }

  private static List<String> problems(Check check) {
    return ALL.stream().flatMap(n -> cells(n).stream()).flatMap(check::of).toList();
  }

  private static List<Graded> cells(NotebookSource notebook) {
    return notebook.cells().stream()
        .map(cell -> new Graded(cell, cell.node().path("metadata").path("nbgrader")))
        .toList();
  }

  private static Stream<String> misfits(Graded cell) {
    List<String> wrong = new ArrayList<>();
    if (cell.mark().path("schema_version").asInt(0) != 3) {
      wrong.add(cell.id() + ": not of schema 3");
    }
    if (!GRADE_ID.matcher(cell.id()).matches()) {
      wrong.add(cell.id() + ": no proper grade_id");
    }
    Set<String> fields =
        cell.mark().properties().stream().map(e -> e.getKey()).collect(Collectors.toSet());
    if (!FIELDS.containsAll(fields)) {
      wrong.add(cell.id() + ": fields " + fields);
    }
    boolean code = cell.cell().code();
    String kind =
        (code ? "code " : "markdown ")
            + Stream.of("grade", "solution", "locked", "task")
                .filter(cell::is)
                .collect(Collectors.joining(" "));
    boolean known =
        switch (kind) {
          case "code solution",
              "code grade locked",
              "code grade solution",
              "markdown grade solution",
              "markdown locked task",
              "markdown locked",
              "code locked" ->
              true;
          default -> false;
        };
    if (!known) {
      wrong.add(cell.id() + ": " + kind);
    }
    boolean wantsPoints = cell.is("grade") || cell.is("task");
    if (wantsPoints != (cell.points() > 0)) {
      wrong.add(cell.id() + ": " + cell.points() + " points");
    }
    return wrong.stream();
  }

  private static Stream<String> wrongRegions(Graded cell) {
    List<String> wrong = new ArrayList<>();
    for (Region region : Region.values()) {
      boolean inside = false;
      for (String line : cell.cell().lines()) {
        if (line.contains(region.begin()) == inside && line.contains(region.words)) {
          wrong.add(cell.id() + ": " + line);
        }
        inside = line.contains(region.begin()) || (inside && !line.contains(region.end()));
      }
      if (inside) {
        wrong.add(cell.id() + ": no " + region.end());
      }
      boolean fits =
          switch (region) {
            case SOLUTION -> cell.solution();
            case TESTS -> cell.test();
            case MARKS -> cell.is("task");
          };
      if (!fits && cell.source().contains(region.begin())) {
        wrong.add(cell.id() + ": a cell of another kind has a " + region.words);
      }
    }
    return wrong.stream();
  }

  /** What a student sees, without the stubs. */
  private static List<String> released(Graded cell) {
    return lines(cell, false);
  }

  private static List<String> hidden(Graded cell) {
    return lines(cell, true).stream()
        .filter(line -> line.strip().length() > 8 && !line.contains("BEGIN"))
        .toList();
  }

  private static List<String> lines(Graded cell, boolean hidden) {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : cell.cell().lines()) {
      boolean begins = Stream.of(Region.values()).anyMatch(r -> line.contains(r.begin()));
      boolean ends = Stream.of(Region.values()).anyMatch(r -> line.contains(r.end()));
      inside |= begins;
      if (inside == hidden && !begins && !ends) {
        lines.add(line);
      }
      inside &= !ends;
    }
    if (!hidden && cell.solution() && !cell.cell().code()) {
      lines.add("YOUR ANSWER HERE");
    }
    return lines;
  }
}
