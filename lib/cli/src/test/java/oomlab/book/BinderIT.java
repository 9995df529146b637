package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of repo2docker, as far as a machine without conda and Docker can go: a fresh copy, an
 * empty home, and a reader without rights. The built-in kernel stands in for conda's IJava.
 */
@Timeout(300)
class BinderIT {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
  private static final List<String> COPIED =
      List.of(".binder", ".mvn", "environment.yml", "lib", "notebooks", "oomlab", "pom.xml");

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  @Test
  void recipesAreTheSame() throws IOException {
    assertThat(Path.of(".binder/environment.yml"))
        .as("repo2docker reads only .binder where there is one, and may copy its files alone")
        .hasSameTextualContentAs(Path.of("environment.yml"));
  }

  @Test
  void everyNotebookOpensInRecordedModeForAReaderWithoutRights() throws Exception {
    Needs.that(run(Path.of(""), Map.of(), "git", "--version").status == 0, "no git");
    Optional<PythonInstallation> python =
        Jupyter.on(new Project(Path.of("").toAbsolutePath()), System.getenv(), System.out)
            .find(PythonNeeds.BOOK);
    Needs.that(python.isPresent(), "no Python with nbclient and nbconvert");
    Path home = dir.toRealPath().resolve("jovyan");
    Files.createDirectories(home);
    copy(home);
    copyJars(home.resolve("target"));
    Map<String, String> built = Map.of("HOME", home.toString(), "OOMLAB_M2", repository());
    Done build = run(home, built, ".binder/postBuild");
    assertThat(build.status).as(build.text).isZero();
    assertThat(home.resolve("target/oomlab.jar")).isRegularFile();

    Path kernels = home.resolve("kernels");
    Done installed =
        run(
            home,
            Map.of("HOME", home.toString()),
            JAVA.resolve("java").toString(),
            "-cp",
            "target/oomlab-commands.jar:target/oomlab.jar",
            "oomlab.kernel.KernelMain",
            "--install",
            kernels.toString());
    assertThat(installed.status).as(installed.text).isZero();
    List<String> reader = reader(home);
    for (String notebook : List.of("00-check-your-machine", "01-kill-a-process")) {
      List<String> command = new ArrayList<>(reader);
      command.addAll(List.of(".binder/start", python.orElseThrow().executable().toString()));
      command.addAll(List.of("-W", "ignore", "-m", "nbconvert", "--execute", "--stdout"));
      command.addAll(List.of("--to", "notebook", "notebooks/" + notebook + ".ipynb"));
      Done executed =
          run(
              home,
              Map.of("HOME", home.toString(), "JUPYTER_PATH", home.toString()),
              command.toArray(String[]::new));
      assertThat(executed.status).as(executed.text).isZero();
      assertThat(executed.text).contains("OOMLAB_RECORDED");
    }
  }

  /** As root, runs what follows as somebody who owns the folder and nothing else. */
  private List<String> reader(Path home) throws Exception {
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      return List.of();
    }
    dir.toFile().setExecutable(true, false);
    dir.toFile().setReadable(true, false);
    assertThat(run(home, Map.of(), "chown", "-R", "65534:65534", home.toString()).status).isZero();
    return List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  }

  /** Newer than every source, so that nothing is built again. */
  private static void copyJars(Path target) throws IOException {
    Path commands = Path.of(System.getProperty("oomlab.jar", "none"));
    Needs.that(Files.isRegularFile(commands), "this test runs the packaged jars: mvn verify");
    Files.createDirectories(target);
    Files.copy(commands, target.resolve(commands.getFileName()));
    Files.copy(commands.resolveSibling("oomlab.jar"), target.resolve("oomlab.jar"));
  }

  private static void copy(Path into) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "ls-files", "-co", "--exclude-standard"));
    command.addAll(COPIED);
    for (String file :
        run(Path.of(""), Map.of(), command.toArray(String[]::new)).text.split("\n", -1)) {
      if (Files.isRegularFile(Path.of(file))) {
        Files.createDirectories(into.resolve(file).getParent());
        Files.copy(
            Path.of(file), into.resolve(file), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static String repository() {
    String given = System.getProperty("maven.repo.local", "");
    return given.isEmpty() ? System.getProperty("user.home") + "/.m2/repository" : given;
  }

  private record Done(int status, String text) {}

  /** Runs a command in a nearly empty environment; what it prints comes with its status. */
  private static Done run(Path folder, Map<String, String> environment, String... command)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toAbsolutePath().toFile());
    builder.environment().clear();
    // Debian's own Jupyter before any other that is first on somebody's path.
    builder.environment().put("PATH", JAVA + ":/usr/bin:/bin:" + System.getenv("PATH"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Done(process.waitFor(), text);
    } catch (IOException notThere) {
      return new Done(
          127, Stream.of(command).findFirst().orElse("") + ": " + notThere.getMessage());
    }
  }
}
