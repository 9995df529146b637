package oomlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Somebody's own Maven project, with the library as its only dependency. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT) // Maven, beside the others
class OwnProjectIT {
  private static final Path MODULE = Path.of("lib/oomlab").toAbsolutePath();
  private static final Path READER = Path.of("lib/report").toAbsolutePath();
  private static final Path LOG =
      READER.resolve("src/test/resources/reports/v4.20-x86_64-global.log");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path folder;

  @Test
  void readsExplainsDrawsAndRuns() throws Exception {
    Path repository = repositoryWithTheLibrary();
    try {
      readsExplainsDrawsAndRuns(repository, folder.resolve("project"));
    } finally {
      remove(repository);
    }
  }

  private void readsExplainsDrawsAndRuns(Path repository, Path project) throws Exception {
    copy(MODULE.resolve("src/test/resources/own-project"), project);
    maven(project, repository, "org.apache.maven.plugins:maven-compiler-plugin:3.14.1:compile");
    maven(
        project,
        repository,
        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
        "-Dmdep.outputFile=" + folder.resolve("class-path"));
    String said =
        run(
            project,
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            "target/classes:" + Files.readString(folder.resolve("class-path")).strip(),
            "Mine",
            LOG.toString());
    assertThat(said).contains("victim oom", "choice agrees").containsPattern("tasks [1-9]");
    assertThat(said).containsPattern("run .*SIGKILL|run .*OOM|no run: nothing was allocated");
    assertThat(project.resolve("tasks.svg")).content().startsWith("<svg");
  }

  /** A repository of its own, which borrows everything but the library. */
  private Path repositoryWithTheLibrary() throws IOException {
    Path borrowed = Path.of(System.getProperty("oomlab.repository", "none"));
    Path jar = MODULE.resolve("target/oomlab-0.1.0.jar");
    Path reader = READER.resolve("target/oomlab-report-0.1.0.jar");
    Needs.that(
        Files.isDirectory(borrowed) && Files.exists(jar) && Files.exists(reader),
        "this test runs in mvn verify");
    Path repository = Files.createDirectory(folder.resolve("repository"));
    try (Stream<Path> groups = Files.list(borrowed)) {
      for (Path group : groups.toList()) {
        if (!group.endsWith("oomlab")) {
          Files.createSymbolicLink(repository.resolve(group.getFileName()), group);
        }
      }
    }
    install(MODULE.resolve("pom.xml"), repository, "oomlab", "pom");
    install(jar, repository, "oomlab", "jar");
    install(READER.resolve("pom.xml"), repository, "oomlab-report", "pom");
    install(reader, repository, "oomlab-report", "jar");
    install(MODULE.resolve("../../pom.xml"), repository, "oomlab-parent", "pom");
    return repository;
  }

  /** Takes away what was borrowed, which JUnit would warn of. */
  private static void remove(Path repository) throws IOException {
    try (Stream<Path> groups = Files.list(repository)) {
      for (Path link : groups.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private static void install(Path file, Path repository, String artifact, String type)
      throws IOException {
    Path to = repository.resolve("oomlab").resolve(artifact).resolve("0.1.0");
    Files.createDirectories(to);
    Files.copy(file, to.resolve(artifact + "-0.1.0." + type));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private void maven(Path project, Path repository, String... goals) throws Exception {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "-ntp"));
    command.add("-Dmaven.repo.local=" + repository);
    command.addAll(List.of(goals));
    String said = run(project, command.toArray(String[]::new));
    assertThat(said).doesNotContain("ERROR");
  }

  private String run(Path directory, String... command) throws Exception {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(4, TimeUnit.MINUTES);
    process.destroyForcibly().waitFor();
    assertThat(ended && process.exitValue() == 0).as(Files.readString(said)).isTrue();
    return Files.readString(said);
  }
}
