package oomlab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.assign.TestResult;
import oomlab.assign.VisibleTests;
import oomlab.ipynb.Cell;
import oomlab.ipynb.GradeMark.Kind;
import oomlab.ipynb.Notebook;
import oomlab.kernel.RemoteSession;
import oomlab.sandbox.CellResult;
import oomlab.sandbox.GradingWorker;
import oomlab.sandbox.StudentJvmSettings;
import oomlab.sandbox.SubmissionCells;
import oomlab.sandbox.SubmissionCells.Step;
import oomlab.sandbox.SubmissionCells.Whose;
import tools.jackson.databind.json.JsonMapper;

/** Runs a student's notebook as a grader would, without what only the instructor has. */
public final class OwnTests implements VisibleTests {
  private static final JsonMapper JSON = new JsonMapper();

  private final List<String> workerCommand;
  private final StudentJvmSettings hall;
  private final Path room;

  /**
   * Prepares.
   *
   * @param workerCommand starts Java with the library on its class path, up to the main class
   * @param room an existing folder with a short path
   */
  public OwnTests(List<String> workerCommand, StudentJvmSettings hall, Path room) {
    this.workerCommand = List.copyOf(workerCommand);
    this.hall = hall;
    this.room = room;
  }

  @Override
  public List<TestResult> run(Notebook notebook, Path folder) throws IOException {
    List<Cell> cells =
        notebook.cells().stream().filter(cell -> cell.type() == Cell.Type.CODE).toList();
    List<Step> steps = new ArrayList<>();
    List<String> setup = new ArrayList<>();
    List<String> tests = new ArrayList<>();
    for (Cell cell : cells) {
      Whose whose =
          switch (cell.kind()) {
            case TESTS -> Whose.TEST;
            case READ_ONLY -> Whose.SETUP;
            default -> Whose.STUDENT;
          };
      if (whose != Whose.STUDENT) {
        (whose == Whose.TEST ? tests : setup).add(cell.source());
      }
      steps.add(new Step(cell.gradeId(), cell.source(), whose));
    }
    // Which names the answers are to have is not known here: none of theirs is left out.
    List<String> answers =
        cells.stream().filter(cell -> cell.kind() != Kind.TESTS).map(Cell::source).toList();
    Path copies = Files.createTempDirectory(room, "f");
    Path seats = Files.createTempDirectory(room, "s");
    for (Path each : List.of(copies, seats)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (GradingWorker worker = new GradingWorker(workerCommand, hall, seats, true)) {
      RemoteSession.Owner owner = new RemoteSession.Owner(setup, tests, answers);
      SubmissionCells paper =
          new SubmissionCells(
              "own",
              steps,
              owner,
              SubmissionFiles.of(Optional.empty(), Optional.of(folder)).copy(copies));
      return results(cells, worker.run(paper));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Trees.remove(copies);
      Trees.remove(seats);
    }
  }

  private static List<TestResult> results(List<Cell> cells, List<CellResult> ran) {
    List<TestResult> results = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      if (cell.kind() == Kind.TESTS) {
        List<Output> outputs = new ArrayList<>();
        ran.get(i).outputs().forEach(json -> outputs.add(Output.fromJson(JSON.readTree(json))));
        CellScore mark = Scoring.score(cell, LimitOutput.apply(OutputLists.merge(outputs))).mark();
        boolean passed = mark.score() == mark.max();
        String part =
            CsvFile.number(mark.score()) + " of " + CsvFile.number(mark.max()) + " points";
        String why = mark.comment().isEmpty() ? part : mark.comment();
        results.add(new TestResult(cell.gradeId(), passed, passed ? "" : why));
      }
    }
    return results;
  }
}
