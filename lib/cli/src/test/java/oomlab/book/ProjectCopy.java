package oomlab.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of the project with its notebooks, because a notebook server saves what is typed. */
final class ProjectCopy {
  private ProjectCopy() {}

  /**
   * Makes it with links to the packaged jars, and returns it.
   *
   * @param jar the commands' jar; the library's stands beside it
   */
  static Path in(Path dir, Path jar) throws IOException {
    Path project = dir.resolve("project");
    try (Stream<Path> files = Files.walk(Path.of("notebooks"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.createDirectories(project.resolve(file).getParent());
        Files.copy(file, project.resolve(file));
      }
    }
    Files.createDirectories(project.resolve("target"));
    Files.createSymbolicLink(project.resolve("target/oomlab-commands.jar"), jar);
    Files.createSymbolicLink(
        project.resolve("target/oomlab.jar"), jar.resolveSibling("oomlab.jar"));
    Files.createDirectories(project.resolve(".oomlab/tmp"));
    Files.createDirectories(project.resolve("lib/workbook/src/main"));
    Files.createSymbolicLink(
        project.resolve("lib/workbook/src/main/python"),
        Path.of("lib/workbook/src/main/python").toAbsolutePath());
    return project;
  }
}
