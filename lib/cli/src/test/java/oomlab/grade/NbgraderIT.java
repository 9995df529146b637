package oomlab.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oomlab.book.Project;
import oomlab.cli.BuiltInKernel;
import oomlab.testing.Needs;
import oomlab.testing.OpenFolder;
import oomlab.testing.TestPython;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The graded lab in nbgrader as PyPI has it; what is compared stands in the Python files named. */
@Order(2)
@Timeout(900)
class NbgraderIT {
  private static final String PROXY = "/usr/bin/configurable-http-proxy";

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir(factory = OpenFolder.class)
  Path dir;

  @BeforeEach
  void writeKernelspec() throws Exception {
    Needs.that(
        Files.exists(Path.of("target/oomlab-commands.jar")),
        "target/oomlab-commands.jar is not built");
    BuiltInKernel.write(Project.find());
  }

  @Test
  void releasesValidatesAndGradesAsNbgraderDoes() throws Exception {
    run(List.of(), "nbgrader_test.py");
  }

  @Test
  void isFetchedAnsweredAndValidatedInJupyterLab() throws Exception {
    for (String program : List.of("/usr/bin/chromium", "/usr/bin/chromedriver")) {
      Needs.that(
          Files.isExecutable(Path.of(program)), "no " + program + " (Debian: chromium-driver)");
    }
    run(List.of(), "nbgrader_lab_test.py");
  }

  @Test
  void goesThroughJupyterHubAndBack() throws Exception {
    Needs.that(
        Files.isExecutable(Path.of(PROXY)),
        "no " + PROXY + " (Debian: node-configurable-http-proxy)");
    List<String> root =
        System.getProperty("user.name").equals("root") ? List.of() : List.of("sudo", "-n");
    List<String> apart = new ArrayList<>(root);
    // Its accounts and mounts are seen by nobody else, and all its processes end with it.
    apart.addAll(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"));
    List<String> tried = new ArrayList<>(apart);
    tried.add("true");
    Needs.that(
        new ProcessBuilder(tried).start().waitFor() == 0, "no namespaces of one's own, or no root");
    run(apart, "hub_test.py", "--folder", Files.createDirectory(dir.resolve("hub")).toString());
  }

  private static void run(List<String> before, String script, String... more) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(TestPython.program("python").toString());
    command.addAll(List.of("-W", "ignore", "-u", "lib/cli/src/test/python/" + script));
    command.addAll(List.of("--project", Path.of("").toAbsolutePath().toString()));
    command.addAll(List.of("--java", Path.of(System.getProperty("java.home"), "bin/java") + ""));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    System.out.print(said);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
