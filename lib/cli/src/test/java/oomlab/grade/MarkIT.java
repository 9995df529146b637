package oomlab.grade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import oomlab.book.AxeScript;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A person marks with the keyboard in a browser; {@code mark_test.py} has what is typed. */
@Timeout(300)
class MarkIT {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final String HOSTILE =
      "</pre></script><script>document.title='owned'</script>"
          + "<img src=x onerror=\"document.title='owned'\"><iframe src=http://evil.test></iframe>";

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  private record Ended(int status, String told) {}

  @Test
  void marksWithTheKeyboardAlone() throws Exception {
    for (String program : List.of("/usr/bin/chromium", "/usr/bin/chromedriver")) {
      Needs.that(
          Files.isExecutable(Path.of(program)), "no " + program + " (Debian: chromium-driver)");
    }
    Needs.that(
        run(List.of(PYTHON.toString(), "-c", "import selenium")).status() == 0,
        "no selenium (Debian: python3-selenium)");
    Path axe = AxeScript.in(Files.createDirectory(dir.resolve("axe")));
    Path graded = dir.resolve("graded");
    try (GradeStore store = GradeStore.open(graded)) {
      for (String name : List.of("anna", "ben", "chen")) {
        store.put(
            new GradedSubmission(
                name,
                GradedSubmission.Status.GRADED,
                "",
                List.of(new CellScore("text", CellScore.Kind.MANUAL, 0, 4, true, "")),
                List.of(),
                1,
                ""));
        store.replace(List.of(), Map.of(name, notebook("Because. " + HOSTILE)));
      }
      store.list(store.all());
      try (MarkServer server = new MarkServer(store, "lab", false, 0)) {
        String script = Path.of("lib/cli/src/test/python/mark_test.py").toAbsolutePath().toString();
        Ended ended =
            run(
                List.of(
                    PYTHON.toString(),
                    "-W",
                    "ignore",
                    script,
                    "--address",
                    server.address().toString(),
                    "--csv",
                    graded.resolve("manual.csv").toString(),
                    "--axe",
                    axe.toString()));
        System.out.print(ended.told());
        assertThat(ended.status()).as(ended.told()).isZero();
      }
    }
  }

  private static byte[] notebook(String text) {
    return """
        {"cells": [{"cell_type": "markdown", "source": %s, "metadata": {"nbgrader":
         {"schema_version": 3, "grade_id": "text", "grade": true, "solution": true, "locked": false,
          "task": false, "points": 4}}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        """
        .formatted(new JsonMapper().writeValueAsString(text))
        .getBytes(UTF_8);
  }

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), told);
  }
}
