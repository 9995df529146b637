package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oomlab.internal.cgroup.MemoryCgroups;
import oomlab.internal.cgroup.Place;
import oomlab.testing.Links;
import oomlab.testing.Needs;
import oomlab.testing.TestPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader goes through chapter 01 in a browser; {@code open_test.py} has what he does. */
@Timeout(300)
class OpenIT {
  private static final Path DEBIAN_PYTHON = Path.of("/usr/bin/python3");

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  @AfterEach
  void removeLinks() throws IOException {
    Links.removeUnder(dir);
  }

  @Test
  void chapterIsReadAnsweredAndInterruptedInJupyterLab() throws Exception {
    assertThat(read("lab", TestPython.program("python3"))).isZero();
  }

  @Test
  void chapterIsReadInChineseInJupyterLab() throws Exception {
    assertThat(read("lab", TestPython.program("python3"), "--language", "zh")).isZero();
  }

  @Test
  void chapterOfAnExperimentOfOnesOwnRunsInJupyterLab() throws Exception {
    assertThat(
            read(
                "lab",
                TestPython.program("python3"),
                "--at-once",
                "--notebook",
                "09-write-it-yourself"))
        .isZero();
  }

  @Test
  void chapterBeginsInNotebook7AsWell() throws Exception {
    assertThat(read("notebook7", TestPython.program("python3"), "--short")).isZero();
  }

  @Test
  void chapterBeginsInNotebook6AsWell() throws Exception {
    Needs.that(
        run(List.of(DEBIAN_PYTHON.toString(), "-W", "ignore", "-c", "import notebook.notebookapp"))
            == 0,
        "no Jupyter Notebook 6 (Debian: jupyter-notebook)");
    assertThat(read("notebook6", DEBIAN_PYTHON, "--short")).isZero();
  }

  private int read(String frontend, Path python, String... more) throws Exception {
    for (String program : List.of("/usr/bin/chromium", "/usr/bin/chromedriver")) {
      Needs.that(
          Files.isExecutable(Path.of(program)), "no " + program + " (Debian: chromium-driver)");
    }
    Path jar =
        Path.of(System.getProperty("oomlab.jar", "target/oomlab-commands.jar")).toAbsolutePath();
    Needs.that(Files.isRegularFile(jar), jar + " is not there: mvn verify packages it");
    Needs.that(
        MemoryCgroups.places(Path.of("/")).stream().anyMatch(Place::usable),
        "no memory cgroup can be used here");
    Path project = ProjectCopy.in(dir.toRealPath(), jar);
    List<String> command =
        new ArrayList<>(
            List.of(
                TestPython.program("python3").toString(),
                Path.of("lib/cli/src/test/python/open_test.py").toAbsolutePath().toString(),
                "--project",
                project.toString(),
                "--frontend",
                frontend,
                "--python",
                python.toString(),
                "--java",
                Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(List.of(more));
    return run(command);
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    process.getInputStream().transferTo(System.out);
    return process.waitFor();
  }
}
