package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;
import oomlab.testing.Links;
import oomlab.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader goes through chapter 01 in a browser; {@code open_test.py} has what he does. */
@Timeout(300)
class OpenIT {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final String DRIVEN = "import selenium, notebook.notebookapp, jupyter_client";

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  @AfterEach
  void removeLinks() throws IOException {
    Links.removeUnder(dir);
  }

  @Test
  void chapterIsReadAnsweredAndInterruptedInABrowser() throws Exception {
    for (String program : List.of("/usr/bin/chromium", "/usr/bin/chromedriver")) {
      Needs.that(
          Files.isExecutable(Path.of(program)), "no " + program + " (Debian: chromium-driver)");
    }
    Needs.that(
        run(List.of(PYTHON.toString(), "-W", "ignore", "-c", DRIVEN)) == 0,
        "no selenium or no Jupyter Notebook 6 (Debian: python3-selenium, jupyter-notebook)");
    Path jar =
        Path.of(System.getProperty("oomlab.jar", "target/oomlab-commands.jar")).toAbsolutePath();
    Needs.that(Files.isRegularFile(jar), jar + " is not there: mvn verify packages it");
    Needs.that(
        MemoryCgroups.places(Path.of("/")).stream().anyMatch(Place::usable),
        "no memory cgroup can be used here");
    Path project = project(jar);
    Optional<PythonInstallation> lab =
        Jupyter.on(new Project(project), System.getenv(), System.out).find(PythonNeeds.LAB);
    Needs.that(lab.isEmpty(), "./oomlab open prefers JupyterLab, which is here: " + lab);
    assertThat(
            run(
                List.of(
                    PYTHON.toString(),
                    "-W",
                    "ignore",
                    Path.of("lib/cli/src/test/python/open_test.py").toAbsolutePath().toString(),
                    "--project",
                    project.toString(),
                    "--java",
                    Path.of(System.getProperty("java.home"), "bin/java").toString())))
        .isZero();
  }

  /** A copy, because a notebook server saves what is typed. */
  private Path project(Path jar) throws IOException {
    Path project = dir.toRealPath().resolve("project");
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

  private static int run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    process.getInputStream().transferTo(System.out);
    return process.waitFor();
  }
}
