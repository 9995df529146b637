package oomlab.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import oomlab.sandbox.GradingWorker;
import oomlab.sandbox.StudentJvmSettings;

/** A slot with a worker process, and a folder for what it makes. */
final class WorkerSlot implements GradingSlot {
  private final Grader grader;
  private final Path folder;
  private final GradingWorker worker;
  private final String statement;

  private WorkerSlot(Grader grader, Path folder, GradingWorker worker, String statement) {
    this.grader = grader;
    this.folder = folder;
    this.worker = worker;
    this.statement = statement;
  }

  static WorkerSlot open(
      Grader grader,
      List<String> workerCommand,
      StudentJvmSettings settings,
      boolean isolated,
      Path tempFolder)
      throws IOException, InterruptedException {
    Path folder = readable(Files.createTempDirectory(tempFolder, "w"));
    Path jvmFolder = readable(Files.createDirectory(folder.resolve("s")));
    GradingWorker worker =
        new GradingWorker(workerCommand, settings, jvmFolder, isolated, grader.folder());
    try {
      return new WorkerSlot(grader, folder, worker, worker.statement());
    } catch (IOException | InterruptedException | RuntimeException e) {
      close(worker, folder);
      throw e;
    }
  }

  private static Path readable(Path folder) throws IOException {
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Override
  public String statement() {
    return statement;
  }

  @Override
  public Grader.Result grade(ClassGrader.Todo todo) throws IOException, InterruptedException {
    return grader.grade(todo.submission(), todo.key(), worker, folder);
  }

  @Override
  public void close() {
    close(worker, folder);
  }

  private static void close(GradingWorker worker, Path folder) {
    try {
      try {
        worker.close();
      } finally {
        FolderRemoval.remove(folder);
      }
    } catch (IOException left) {
      // It lies in the temporary folder of all, which whoever made it removes.
    }
  }
}
