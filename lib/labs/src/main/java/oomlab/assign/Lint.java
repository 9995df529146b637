package oomlab.assign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oomlab.assign.LintFinding.Severity;
import oomlab.ipynb.Cell;
import oomlab.ipynb.GradeMark;
import oomlab.ipynb.GradeMark.Kind;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.Region;

/** Reads an assignment's source for what goes wrong later: in the release, or with 300 students. */
public final class Lint {
  private final Notebook notebook;
  private final List<LintFinding> findings = new ArrayList<>();
  private String where = "the notebook";

  private Lint(Notebook notebook) {
    this.notebook = notebook;
  }

  /** Returns what there is to say, cell by cell, about a source notebook. */
  public static List<LintFinding> of(Notebook source) {
    Lint lint = new Lint(source);
    lint.look();
    return List.copyOf(lint.findings);
  }

  private void look() {
    if (!notebook.language().equals("java")) {
      error(
          "its language is %s, not java: write \"language\": \"java\" into metadata.kernelspec"
              .formatted(notebook.language().isEmpty() ? "missing" : notebook.language()));
    }
    int number = 0;
    Map<String, Integer> numbers = new HashMap<>();
    for (Cell cell : notebook.cells()) {
      number++;
      where = CellStep.name(cell, number);
      CheckMetadata.problem(cell).ifPresent(this::error);
      if (CheckMetadata.named(cell) && !cell.gradeId().isEmpty()) {
        Integer first = numbers.putIfAbsent(cell.gradeId(), number);
        if (first != null) {
          error(CheckMetadata.duplicate(cell, first, number));
        }
      }
      cell.mark().filter(GradeMark::task).ifPresent(this::task);
      regions(cell);
      code(cell);
    }
    where = "the notebook";
    points();
    release();
  }

  private void task(GradeMark mark) {
    if (mark.grade() || mark.solution()) {
      error("a task is neither an answer nor a test; it is locked, and nothing else");
    } else if (!mark.locked()) {
      error("a task that is not locked makes nbgrader refuse every submission");
    }
    if (mark.points().isEmpty()) {
      error("a task needs points");
    }
  }

  private void regions(Cell cell) {
    for (Region region : Region.values()) {
      try {
        String unused = region.replace(cell.source(), List.of());
      } catch (NotebookException e) {
        error(e.getMessage());
        continue;
      }
      if (region.isIn(cell.source()) && !belongs(region, cell)) {
        error(
            "%s stands in a cell that is not %s; in prose, word it otherwise"
                .formatted(region.begin(), home(region)));
      }
      if (lines(cell, region.end()) > lines(cell, region.begin())) {
        warning("%s without a %s: the line is deleted".formatted(region.end(), region.begin()));
      }
    }
  }

  private static boolean belongs(Region region, Cell cell) {
    return cell.mark()
        .filter(
            mark ->
                switch (region) {
                  case SOLUTION -> mark.solution();
                  case HIDDEN_TESTS -> mark.grade();
                  case MARK_SCHEME -> mark.task();
                })
        .isPresent();
  }

  private static String home(Region region) {
    return switch (region) {
      case SOLUTION -> "an answer";
      case HIDDEN_TESTS -> "a test";
      case MARK_SCHEME -> "a task";
    };
  }

  private static long lines(Cell cell, String phrase) {
    return cell.source().lines().filter(line -> line.contains(phrase)).count();
  }

  private void code(Cell cell) {
    if (cell.type() != Cell.Type.CODE) {
      return;
    }
    if (cell.source().contains("AUTOTEST")) {
      error("AUTOTEST makes tests for Python and R only; nbgrader stops here");
    }
    if (cell.tags().contains("skip-execution")) {
      warning("the tag skip-execution keeps nbgrader from running it: full points for a test");
    }
    if (cell.mark().filter(GradeMark::solution).isPresent()
        && Region.SOLUTION.isIn(cell.source())) {
      StubLint.warnings(cell.source()).forEach(this::warning);
    }
    if (cell.kind() == Kind.TESTS) {
      tests(cell);
    }
  }

  private void tests(Cell cell) {
    String released;
    try {
      released = Region.HIDDEN_TESTS.replace(cell.source(), List.of());
    } catch (NotebookException e) {
      return; // Said already.
    }
    if (TestLint.asserts(cell.source())) {
      warning("Java ignores assert unless it runs with -ea: throw an exception instead");
    }
    if (released.isBlank()) {
      warning("the test is all hidden: students get an empty cell");
    } else if (!Region.HIDDEN_TESTS.isIn(cell.source())) {
      info("no hidden tests: an answer made for the visible numbers passes");
    }
    double points = cell.mark().map(GradeMark::points).orElseThrow().orElse(0);
    TestLint.result(cell.source()).ifPresent(result -> result(result, cell.source(), points));
  }

  private void result(String result, String source, double points) {
    Optional<Double> number = TestLint.number(result);
    if (number.isPresent() && number.get() > points) {
      error(
          "ends with %s, more than its %s points: nbgrader fails every submission"
              .formatted(result, plain(points)));
    } else if (number.isPresent() ? !result.contains(".") : !TestLint.meant(result, source)) {
      warning(
          "ends with %s without a semicolon: if that is a number, it is the score"
              .formatted(result.lines().findFirst().orElse("")));
    }
  }

  private void points() {
    double byTests = 0;
    double byHand = 0;
    int cells = 0;
    for (Cell cell : notebook.cells()) {
      double points = cell.mark().map(GradeMark::points).map(p -> p.orElse(0)).orElse(0.0);
      if (cell.kind() == Kind.TESTS) {
        byTests += points;
        cells++;
      } else if (cell.kind() == Kind.MANUAL || cell.kind() == Kind.TASK) {
        byHand += points;
        cells++;
      }
    }
    if (cells == 0) {
      warning("no cell gives points");
    } else {
      info(
          "%s points in %d cells: %s by tests, %s by hand"
              .formatted(plain(byTests + byHand), cells, plain(byTests), plain(byHand)));
    }
  }

  private void release() {
    if (findings.stream().noneMatch(f -> f.severity() == Severity.ERROR)) {
      try {
        Notebook unused = Release.student(notebook);
      } catch (NotebookException e) {
        error(e.getMessage());
      }
    }
  }

  private static String plain(double points) {
    return points == Math.rint(points) ? "%.0f".formatted(points) : String.valueOf(points);
  }

  private void error(String text) {
    findings.add(new LintFinding(Severity.ERROR, where, text));
  }

  private void warning(String text) {
    findings.add(new LintFinding(Severity.WARNING, where, text));
  }

  private void info(String text) {
    findings.add(new LintFinding(Severity.INFO, where, text));
  }
}
