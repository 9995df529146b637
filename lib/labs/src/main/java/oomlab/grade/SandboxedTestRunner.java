package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oomlab.assign.TestResult;
import oomlab.assign.VisibleTestRunner;
import oomlab.ipynb.Cell;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;
import oomlab.sandbox.CellResult;
import oomlab.sandbox.GradingWorker;
import oomlab.sandbox.StudentJvmSettings;
import oomlab.sandbox.SubmissionCells;
import oomlab.sandbox.SubmissionCells.CellRole;
import oomlab.sandbox.SubmissionCells.CodeCell;

/** Runs a student's notebook in a sandbox, as grading does, but with its visible tests only. */
public final class SandboxedTestRunner implements VisibleTestRunner {
  private final List<String> workerCommand;
  private final StudentJvmSettings settings;
  private final Path tempFolder;

  /**
   * Prepares.
   *
   * @param workerCommand starts Java with the library on its class path, up to the main class
   * @param tempFolder an existing folder with a short path
   */
  public SandboxedTestRunner(
      List<String> workerCommand, StudentJvmSettings settings, Path tempFolder) {
    this.workerCommand = List.copyOf(workerCommand);
    this.settings = settings;
    this.tempFolder = tempFolder;
  }

  @Override
  public List<TestResult> run(Notebook notebook, Path folder) throws IOException {
    List<Cell> cells =
        notebook.cells().stream().filter(cell -> cell.type() == Cell.Type.CODE).toList();
    List<CodeCell> codeCells = new ArrayList<>();
    for (Cell cell : cells) {
      CellRole role =
          switch (cell.kind()) {
            case TESTS -> CellRole.TEST;
            case READ_ONLY -> CellRole.SETUP;
            default -> CellRole.STUDENT;
          };
      codeCells.add(new CodeCell(cell.gradeId(), cell.source(), role));
    }
    Path copies = Files.createTempDirectory(tempFolder, "f");
    Path jvmFolder = Files.createTempDirectory(tempFolder, "s");
    for (Path each : List.of(copies, jvmFolder)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (GradingWorker worker =
        new GradingWorker(workerCommand, settings, jvmFolder, true, folder)) {
      SubmissionCells submissionCells =
          new SubmissionCells(
              "own",
              codeCells,
              // The solutions are not known here: tests run beside the answers.
              List.of(),
              files(folder).copy(copies));
      return results(cells, worker.run(submissionCells));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      FolderRemoval.remove(copies);
      FolderRemoval.remove(jvmFolder);
    }
  }

  private static SubmissionFiles files(Path folder) throws IOException {
    try (SubmissionContents contents =
        SubmissionContents.open(new Submission("own", folder, Optional.of(folder)))) {
      return SubmissionFiles.of(Optional.empty(), contents.files());
    }
  }

  private static List<TestResult> results(List<Cell> cells, List<CellResult> cellResults) {
    List<TestResult> results = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      if (cell.kind() == Kind.TESTS) {
        List<Output> outputs = CellOutputs.scored(cellResults.get(i).outputs());
        CellScore cellScore = Scoring.score(cell, outputs).cellScore();
        boolean passed = cellScore.score() == cellScore.max();
        String part =
            words(
                "%s of %s points",
                CsvFile.number(cellScore.score()), CsvFile.number(cellScore.max()));
        String why = cellScore.comment().isEmpty() ? part : cellScore.comment();
        results.add(new TestResult(cell.gradeId(), passed, passed ? "" : why));
      }
    }
    return results;
  }
}
