package oomlab.grade;

import static oomlab.internal.text.Words.words;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import oomlab.assign.ForbiddenUse;
import oomlab.assign.LabTranslation;
import oomlab.assign.NotebookFile;
import oomlab.grade.GradedSubmission.Status;
import oomlab.grade.MergedNotebook.Part;
import oomlab.grade.NotebookChoice.Found;
import oomlab.grade.Remark.Weight;
import oomlab.internal.text.Language;
import oomlab.ipynb.Cell;
import oomlab.ipynb.NbgraderMetadata.Kind;
import oomlab.ipynb.Notebook;
import oomlab.ipynb.NotebookException;
import oomlab.ipynb.NotebookLimits;
import oomlab.sandbox.CellResult;
import oomlab.sandbox.CellResult.CellEnd;
import oomlab.sandbox.GradingWorker;
import oomlab.sandbox.ReadOnlyMount;
import oomlab.sandbox.SubmissionCells;
import oomlab.sandbox.SubmissionCells.CellRole;
import oomlab.sandbox.SubmissionCells.CodeCell;
import oomlab.sandbox.SubmissionFailure;
import tools.jackson.databind.node.ObjectNode;

/**
 * Grades submissions of one assignment, each by itself: one that fails does not stop the others.
 */
public final class Grader {
  private final Assignment assignment;
  private final String version;

  /**
   * Prepares for an assignment.
   *
   * @param version of the grader and its settings: a result of another one is not taken again
   */
  public Grader(Assignment assignment, String version) {
    this.assignment = assignment;
    this.version = version;
  }

  /**
   * A result, and the notebook that led to it.
   *
   * @param executed the notebook as it ran, with outputs; empty if it did not
   */
  public record Result(GradedSubmission graded, Optional<Notebook> executed) {
    static Result without(GradedSubmission graded) {
      return new Result(graded, Optional.empty());
    }
  }

  /** Returns where the assignment's other files are, and so where its tests run. */
  Path folder() {
    return assignment.folder();
  }

  /**
   * Returns what the marks depend on: a hash of grader and assignment, a hyphen, and one of what
   * was handed in. Empty if it cannot be read now, so that no kept result is taken: grading it says
   * why.
   */
  public String key(Submission submission) {
    try {
      return hash(submission);
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError unreadable) {
      return "";
    }
  }

  private String hash(Submission submission) throws IOException {
    MessageDigest digest = sha256();
    digest.update((version + "\n" + assignment.name() + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(assignment.source().bytes());
    for (LabTranslation each : assignment.translations()) {
      digest.update(each.apply(assignment.source()).bytes());
    }
    SubmissionFiles.of(Optional.of(assignment.folder()), Map.of()).digest(digest);
    String ours = HexFormat.of().formatHex(digest.digest());
    try (OpenedSubmission opened = OpenedSubmission.open(assignment, submission)) {
      digest.update(
          (opened.notebook().words() + "\n" + opened.remarks() + "\n")
              .getBytes(StandardCharsets.UTF_8));
      if (opened.notebook() instanceof Found.Chosen chosen
          && Files.size(chosen.file()) <= NotebookLimits.SUBMISSION.bytes()) {
        digest.update(Files.readAllBytes(chosen.file()));
      }
      SubmissionFiles.of(Optional.empty(), opened.files()).digest(digest);
    }
    return ours + "-" + HexFormat.of().formatHex(digest.digest());
  }

  /** Returns whether two keys are of the same notebook and files. */
  static boolean sameSubmission(String one, String other) {
    int hyphen = one.indexOf('-');
    return hyphen >= 0 && other.endsWith(one.substring(hyphen));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * Grades one.
   *
   * @param tempFolder an empty folder for copies of its files; left empty
   * @throws IOException if this machine cannot, in one sentence; nothing is known of the submission
   */
  public Result grade(Submission submission, String key, GradingWorker worker, Path tempFolder)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (OpenedSubmission opened = OpenedSubmission.open(assignment, submission)) {
      if (!(opened.notebook() instanceof Found.Chosen chosen)) {
        return without(submission, opened.notebook(), start, key);
      }
      Notebook notebook = NotebookFile.submission(chosen.file());
      Path copies = Files.createDirectory(tempFolder.resolve("files"));
      try {
        Files.setPosixFilePermissions(
            copies, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        return grade(submission, notebook, opened, copies, worker, start, key);
      } finally {
        FolderRemoval.remove(copies);
      }
    } catch (NotebookException | SubmissionFailure e) {
      String why = String.valueOf(e.getMessage());
      return Result.without(
          GradedSubmission.without(submission.name(), Status.FAILED, why, seconds(start), key));
    }
  }

  private static Result without(Submission submission, Found found, long start, String key) {
    boolean several = found instanceof Found.Several;
    return Result.without(
        GradedSubmission.without(
            submission.name(),
            several ? Status.AMBIGUOUS : Status.ABSENT,
            found.words(),
            seconds(start),
            key));
  }

  private Result grade(
      Submission submission,
      Notebook notebook,
      OpenedSubmission opened,
      Path copies,
      GradingWorker worker,
      long start,
      String key)
      throws IOException, InterruptedException, NotebookException {
    Assignment given = assignment.in(notebook);
    MergedNotebook merged = MergedNotebook.of(given.prepared(), given.released(), notebook);
    List<Remark> remarks = new ArrayList<>(merged.remarks());
    remarks.addAll(opened.remarks());
    remarks.addAll(kernelspec(notebook));
    ObjectNode asked = assignment.source().metadata();
    for (ForbiddenUse use : ForbiddenUse.find(asked, merged.students())) {
      remarks.add(new Remark(use.gradeId(), "forbidden", Weight.WARNING, use.sentence()));
    }
    remarks.addAll(HandInRemarks.of(asked, opened.run(), merged.students()));
    List<ReadOnlyMount> files =
        SubmissionFiles.of(Optional.of(assignment.folder()), opened.files()).copy(copies);
    List<CellResult> cellResults =
        worker.run(
            new SubmissionCells(
                submission.name(),
                cells(merged),
                assignment.sourceCells(),
                files,
                LabTranslation.language(given.source()).orElse(Language.ENGLISH)));
    List<Cell> executed = new ArrayList<>();
    List<Scoring.Scored> scored = new ArrayList<>();
    CellOutputs cellOutputs = new CellOutputs();
    int at = 0;
    int count = 0;
    String before = "";
    for (Part part : merged.parts()) {
      Cell cell = part.cell();
      before = cell.gradeId().isEmpty() ? before : cell.gradeId();
      if (cell.type() == Cell.Type.CODE) {
        CellResult each = cellResults.get(at);
        at++;
        CellOutputs.Read outputs = cellOutputs.read(each.outputs());
        remarks.addAll(CellRemarks.of(part, before, each));
        if (each.end() != CellEnd.BLANK) {
          count++;
          cell =
              cell.withOutputs(
                  outputs.kept().stream().map(Output::toJson).toList(), OptionalInt.of(count));
        }
        if (cell.kind() == Kind.TESTS) {
          scored.add(Scoring.score(part.cell(), outputs.scored()));
        }
      }
      if (merged.isAnsweredBelow(part)) {
        scored.add(Scoring.answeredBelow(part.cell()));
      } else if (cell.kind() == Kind.MANUAL || cell.kind() == Kind.TASK) {
        scored.add(Scoring.score(part.cell(), List.of()));
      }
      if (part.unchanged() && cell.kind() == Kind.ANSWER) {
        remarks.add(new Remark(cell.gradeId(), "no-response", Weight.NOTE, Scoring.NO_RESPONSE));
      }
      executed.add(described(cell, part));
    }
    for (Cell missing : merged.missing()) {
      if (given.graded().contains(missing)) {
        // The merged notebook has the remark already.
        scored.add(new Scoring.Scored(Scoring.missing(missing).cellScore(), List.of()));
      }
    }
    scored.forEach(each -> remarks.addAll(each.remarks()));
    GradedSubmission graded = graded(submission, ordered(scored), remarks, start, key);
    return new Result(graded, Optional.of(given.source().withCells(executed)));
  }

  /** Returns the part's own cell, with whose text it is. */
  static Cell described(Part part) {
    return described(part.cell(), part);
  }

  private static Cell described(Cell cell, Part part) {
    ObjectNode metadata = cell.metadata();
    metadata.putObject("oomlab").put("student", part.students());
    return cell.withMetadata(metadata);
  }

  private List<CellScore> ordered(List<Scoring.Scored> scored) {
    return assignment.graded().stream()
        .map(Cell::gradeId)
        .flatMap(
            id ->
                scored.stream().map(Scoring.Scored::cellScore).filter(m -> m.gradeId().equals(id)))
        .toList();
  }

  private static GradedSubmission graded(
      Submission submission, List<CellScore> marks, List<Remark> remarks, long start, String key) {
    return new GradedSubmission(
        submission.name(), Status.GRADED, "", marks, remarks, seconds(start), key);
  }

  private static double seconds(long start) {
    return Math.round((System.nanoTime() - start) / 1e7) / 100.0;
  }

  private static List<CodeCell> cells(MergedNotebook merged) {
    List<CodeCell> cells = new ArrayList<>();
    for (Part part : merged.parts()) {
      Cell cell = part.cell();
      if (cell.type() == Cell.Type.CODE) {
        CellRole role =
            part.students()
                ? CellRole.STUDENT
                : cell.kind() == Kind.TESTS ? CellRole.TEST : CellRole.SETUP;
        String name = cell.gradeId().isEmpty() ? "cell " + (cells.size() + 1) : cell.gradeId();
        cells.add(new CodeCell(name, part.skipped() ? "" : cell.source(), role));
      }
    }
    return cells;
  }

  static List<Remark> kernelspec(Notebook notebook) {
    String given = notebook.language();
    // Editors write IJava or nothing at all.
    return given.isEmpty() || given.toLowerCase(Locale.ROOT).endsWith("java")
        ? List.of()
        : List.of(
            new Remark(
                "",
                "kernelspec",
                Weight.NOTE,
                words("its kernelspec names \"%s\"; it ran as Java", given)));
  }
}
