package oomlab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import oomlab.book.Project;
import oomlab.sandbox.StudentJvmFactory;
import oomlab.sandbox.StudentJvmSettings;

/**
 * A temporary folder, and the settings, with which a command runs students' code.
 *
 * @param folder empty; what is made in it is gone before it is closed
 * @param worker starts a worker, up to its main class
 */
record SandboxFolder(Path folder, StudentJvmSettings settings, List<String> worker)
    implements AutoCloseable {
  /** With up to 79 bytes behind it, the path of a Unix socket has at most 107 (man 7 unix). */
  private static final int LONGEST = 28;

  /**
   * Opens it; the first time, a Java for students' code is made.
   *
   * @param cellSeconds limit for one cell
   */
  static SandboxFolder open(Project project, int cellSeconds)
      throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("java.home"));
    Path kept = Files.createDirectories(project.state().resolve("sandbox"));
    Path run = project.notebooks().resolve("data/first-kill");
    StudentJvmSettings settings =
        StudentJvmFactory.of(home, project.classPath(), kept, run, cellSeconds * 1000L);
    Path own = project.state().resolve("tmp");
    Path place = own.toString().length() <= LONGEST ? own : Path.of("/tmp");
    Path folder = Files.createTempDirectory(place, "x");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new SandboxFolder(folder, settings, StudentJvmFactory.worker(home, project.classPath()));
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder);
  }
}
