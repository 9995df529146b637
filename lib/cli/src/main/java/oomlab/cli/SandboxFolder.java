package oomlab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oomlab.book.Project;
import oomlab.grade.FolderRemoval;
import oomlab.sandbox.StudentJvmFactory;
import oomlab.sandbox.StudentJvmSettings;

/**
 * A temporary folder, and the settings, with which a command runs students' code.
 *
 * @param folder which everybody can read; goes with what is in it
 * @param worker starts a worker, up to its main class
 */
record SandboxFolder(Path folder, StudentJvmSettings settings, List<String> worker)
    implements AutoCloseable {
  /**
   * Opens it; the first time, a Java for students' code is made.
   *
   * @param cellSeconds limit for one cell
   * @param withheld packages that students' code does not get
   * @param isolated whether students' code is isolated as far as the machine allows
   */
  static SandboxFolder open(
      Project project, int cellSeconds, List<String> withheld, boolean isolated)
      throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("java.home"));
    Path kept = Files.createDirectories(project.state().resolve("sandbox"));
    Path run = project.notebooks().resolve("data/first-kill");
    StudentJvmSettings settings =
        StudentJvmFactory.of(home, project.classPath(), withheld, kept, run, cellSeconds * 1000L);
    Path folder = StudentJvmFactory.tempFolder(project.state().resolve("tmp"));
    try {
      StudentJvmSettings reachable = settings.reachable(isolated, folder);
      return new SandboxFolder(
          folder, reachable, StudentJvmFactory.worker(home, project.classPath()));
    } catch (IOException e) {
      FolderRemoval.remove(folder);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    FolderRemoval.remove(folder);
  }
}
