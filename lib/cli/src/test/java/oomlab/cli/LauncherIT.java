package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import oomlab.book.Jupyter;
import oomlab.book.Project;
import oomlab.book.PythonNeeds;
import oomlab.testing.Links;
import oomlab.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a small copy of the project, with a Maven that only copies the packaged jars. */
class LauncherIT {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path folder;

  private Path project = Path.of("");

  @BeforeEach
  void copyProject() throws IOException {
    project = Files.createDirectories(folder.resolve("a project"));
    Path source = Path.of(System.getProperty("user.dir"));
    Files.copy(source.resolve("oomlab"), project.resolve("oomlab"));
    executable(project.resolve("oomlab"));
    Files.createFile(project.resolve("pom.xml"));
    Path driver = project.resolve("lib/workbook/src/main/python/book.py");
    Files.createDirectories(driver.getParent());
    Files.copy(source.resolve("lib/workbook/src/main/python/book.py"), driver);
    Files.createDirectories(folder.resolve("bin"));
  }

  @AfterEach
  void removeLinks() throws IOException {
    Links.removeUnder(folder);
  }

  @Test
  void buildsOnceAndHandsOver() throws Exception {
    maven("cp \"$JAR\" \"${JAR%-*}.jar\" target");
    Outcome first = launch("run", "--help");
    assertThat(first.status()).isZero();
    assertThat(first.err()).contains("building");
    Outcome second = launch("run", "--help");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("--recorded");
    assertThat(builds()).isEqualTo(1);
    assertThat(launch("-V").out()).matches("oomlab \\d+\\.\\d+.*\n");
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    maven("cp \"$JAR\" \"${JAR%-*}.jar\" target");
    launch("--help");
    FileTime later =
        FileTime.fromMillis(
            Files.getLastModifiedTime(project.resolve("target/oomlab-commands.jar")).toMillis()
                + 2000);
    Files.setLastModifiedTime(project.resolve("pom.xml"), later);
    launch("--help");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void startsFromAnArchiveAndSilentlyWithoutWhereItDoesNotFit() throws Exception {
    maven("cp \"$JAR\" \"${JAR%-*}.jar\" target");
    Path log = Path.of("lib/report/src/test/resources/reports/v4.20-x86_64-global.log");
    Files.createDirectories(project.resolve(log).getParent());
    Files.copy(log, project.resolve(log));
    launch("--version");
    Path archive;
    try (var files = Files.newDirectoryStream(project.resolve("target"), "*.jsa")) {
      archive = files.iterator().next();
    }
    Outcome fast = launch("report", project.resolve(log).toString());
    assertThat(fast.out()).contains("Killed: process 6435 (");
    Files.delete(archive);
    Files.writeString(archive, "no archive");
    Outcome slow = launch("report", project.resolve(log).toString());
    assertThat(slow).isEqualTo(fast);
    assertThat(slow.err()).isEmpty();
    Path jar = project.resolve("target/oomlab-commands.jar");
    Files.setLastModifiedTime(
        jar, FileTime.fromMillis(Files.getLastModifiedTime(jar).toMillis() + 60_000));
    assertThat(launch("report", project.resolve(log).toString())).isEqualTo(fast);
  }

  @Test
  void twoLaunchesAtOnceBuildOnce() throws Exception {
    maven("sleep 1; cp \"$JAR\" \"${JAR%-*}.jar\" target");
    Process one = start(List.of("--help"), project.resolve("oomlab"));
    Process two = start(List.of("--help"), project.resolve("oomlab"));
    assertThat(finish(one).status()).isZero();
    assertThat(finish(two).status()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void worksThroughALinkAndWithoutAHome() throws Exception {
    maven("cp \"$JAR\" \"${JAR%-*}.jar\" target");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a project/oomlab"));
    Outcome outcome = finish(start(List.of("run"), link));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains(project.toRealPath() + "/notebooks holds no notebook");
  }

  @Test
  void showsWhatMavenSaidWhenTheBuildFails() throws Exception {
    maven("echo '[ERROR] Foo.java: cannot find symbol'; exit 1");
    Outcome outcome = launch("--help");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("cannot find symbol").contains("build.log");
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    Outcome outcome = launch("--help");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("Maven (mvn) is not on the PATH");
  }

  @Test
  void unknownCommandEndsWithTwo() throws Exception {
    maven("cp \"$JAR\" \"${JAR%-*}.jar\" target");
    Outcome outcome = launch("rum");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("there is no command 'rum'");
  }

  @Test
  void refusesAKernelOfAnotherLanguage() throws Exception {
    Needs.that(
        Jupyter.on(new Project(project), Map.of(), System.out).find(PythonNeeds.BOOK).isPresent(),
        "no Python with nbclient and nbconvert");
    maven("cp \"$JAR\" \"${JAR%-*}.jar\" target");
    Files.createDirectories(project.resolve("notebooks"));
    Files.writeString(project.resolve("notebooks/00-any.ipynb"), "{}");
    Path kernel = Files.createDirectories(folder.resolve("jupyter/kernels/lisp"));
    Files.writeString(
        kernel.resolve("kernel.json"),
        "{\"argv\": [\"lisp\"], \"display_name\": \"Old Lisp\", \"language\": \"lisp\"}");
    Outcome outcome = launch("run", "--kernel", "lisp");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("--kernel lisp: Old Lisp runs lisp");
  }

  @Test
  void testPassesArgumentsToMavenAndItsFailureOn() throws Exception {
    maven("cp \"$JAR\" \"${JAR%-*}.jar\" target");
    launch("--help");
    maven("echo \"$*\" > arguments; exit 1");
    Outcome outcome = launch("test", "--required", "-Dtest=A B");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(Files.readString(project.resolve("arguments")))
        .contains("verify -Doomlab.required=true -Dchecked ")
        .contains(" -Dtest=A B");
    assertThat(outcome.out()).contains("failed").contains("0 passed, 0 failed, 0 skipped");
  }

  @Test
  void testSaysWhetherTheBuildOrATestFailedWhereThereIsNoJarYet() throws Exception {
    maven("exit 1");
    assertThat(launch("test").err()).contains("failed before a test could run");
    maven("mkdir -p lib/a/target; sleep 0.1; echo > lib/a/target/TEST-a.xml; exit 1");
    Outcome outcome = launch("test");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("a test failed");
  }

  private void maven(String body) throws IOException {
    Path jar =
        Path.of(System.getProperty("oomlab.jar", "target/oomlab-commands.jar")).toAbsolutePath();
    Needs.that(Files.isRegularFile(jar), jar + " is not there: mvn verify packages it");
    Path program = folder.resolve("bin/mvn");
    Files.writeString(
        program,
        "#!/bin/sh\nset -e\nJAR='"
            + jar
            + "'\necho >> '"
            + folder.resolve("builds")
            + "'\nmkdir -p target\n"
            + body
            + "\n");
    executable(program);
  }

  private int builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds")).size();
  }

  private Outcome launch(String... arguments) throws IOException, InterruptedException {
    return finish(start(List.of(arguments), project.resolve("oomlab")));
  }

  private Process start(List<String> arguments, Path launcher) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    // Of the machine's programs only the usual small ones: no mvn but ours.
    for (String name :
        List.of("sh", "sed", "find", "head", "tail", "grep", "mkdir", "touch", "dirname")) {
      link(name);
    }
    for (String name : List.of("readlink", "flock", "cp", "mv", "rm", "cat", "sleep")) {
      link(name);
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("bin").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JUPYTER_PATH", folder.resolve("jupyter").toString());
    builder.redirectError(Files.createTempFile(folder, "err", "").toFile());
    builder.redirectOutput(Files.createTempFile(folder, "out", "").toFile());
    Process process = builder.start();
    streams.add(
        new Streams(
            process,
            builder.redirectOutput().file().toPath(),
            builder.redirectError().file().toPath()));
    return process;
  }

  private final List<Streams> streams = new ArrayList<>();

  private record Streams(Process process, Path out, Path err) {}

  private record Outcome(int status, String out, String err) {}

  private Outcome finish(Process process) throws IOException, InterruptedException {
    int status = process.waitFor();
    for (Streams each : streams) {
      if (each.process().equals(process)) {
        return new Outcome(
            status,
            Files.readString(each.out(), StandardCharsets.UTF_8),
            Files.readString(each.err(), StandardCharsets.UTF_8));
      }
    }
    throw new IllegalStateException("not started here");
  }

  private void link(String name) throws IOException {
    for (String place : List.of("/usr/bin/", "/bin/")) {
      Path program = Path.of(place + name);
      Path link = folder.resolve("bin").resolve(name);
      if (Files.exists(program) && !Files.exists(link)) {
        Files.createSymbolicLink(link, program);
      }
    }
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
