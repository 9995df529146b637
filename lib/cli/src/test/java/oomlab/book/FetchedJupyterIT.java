package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.testing.Links;
import oomlab.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A reader without JupyterLab and without JJava asks for both; they come from PyPI. */
@Timeout(300)
class FetchedJupyterIT {
  private static final Pattern ADDRESS =
      Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/lab/tree/index\\.ipynb\\?token=(\\w+)");

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void removeLinks() throws IOException {
    Links.removeUnder(dir);
  }

  @Test
  void openFetchesJupyterLabAndJjavaIntoTheFolderAndEndsWithAllThatItStarted() throws Exception {
    Path jar = Path.of(System.getProperty("oomlab.jar", "none"));
    Needs.that(Files.isRegularFile(jar), "this test runs the packaged jars: mvn verify");
    Path project = ProjectCopy.in(dir.toRealPath(), jar.toAbsolutePath());
    Path home = Files.createDirectories(dir.resolve("home"));
    Path log = dir.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Doomlab.home=" + project,
            "-jar",
            project.resolve("target/oomlab-commands.jar").toString(),
            "open",
            "--kernel=jjava",
            "--no-browser",
            "--ip=127.0.0.1",
            "--port=" + freePort());
    // What was installed for other tests is not on this path.
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", home.toString());
    builder.environment().remove("OOMLAB_PYTHON");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process open = builder.start();
    List<ProcessHandle> started = List.of();
    try {
      await("an address", 240, () -> ADDRESS.matcher(text(log)).find() || !open.isAlive());
      Needs.that(
          !text(log).contains("Jupyter Notebook instead"), "PyPI cannot be reached: " + text(log));
      Matcher address = ADDRESS.matcher(text(log));
      assertThat(address.find()).as(text(log)).isTrue();
      String environment = project.resolve(".oomlab/venv").toString();
      assertThat(text(log))
          .containsSubsequence(
              "Installing with pip into " + environment + ", and what they depend on: jupyterlab",
              "Installing with pip into " + environment + ", and what they depend on: jjava",
              "JupyterLab in " + project.resolve("notebooks"));

      String server = address.group(1);
      String token = address.group(2);
      JsonNode kernels = ask(server + "/api/kernelspecs", token, "").path("kernelspecs");
      assertThat(kernels.path("java").path("spec").path("display_name").asString())
          .isEqualTo("Java (jjava)");
      assertThat(kernels.path("built-in").path("spec").path("display_name").asString())
          .isEqualTo("Java (built in)");
      JsonNode session =
          ask(
              server + "/api/sessions",
              token,
              "{\"path\": \"01-kill-a-process.ipynb\", \"type\": \"notebook\", \"name\": \"01\","
                  + " \"kernel\": {\"name\": \"java\"}}");
      assertThat(session.path("kernel").path("name").asString()).isEqualTo("java");
      // The server, JJava's launcher, and the kernel's own JVM.
      await("a kernel", 30, () -> open.descendants().count() >= 3);
      started = open.descendants().toList();
    } finally {
      open.destroy();
    }
    assertThat(open.waitFor(30, TimeUnit.SECONDS)).isTrue();
    List<ProcessHandle> all = started;
    await("the end of all", 20, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).isEmpty();
    }
  }

  private JsonNode ask(String address, String token, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address)).header("Authorization", "token " + token);
    if (!body.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> response =
        client.send(
            request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
    return new JsonMapper().readTree(response.body());
  }

  private static void await(String what, int seconds, BooleanSupplier there)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!there.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + ": not within " + seconds + " s").isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
