package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import oomlab.testing.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** axe-core finds nothing wrong with the pages of the book: contrast, names, keyboard. */
@Timeout(900)
class AccessIT {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  private record Found(int status, String told) {}

  @BeforeEach
  void browserIsHere() throws Exception {
    for (String program : List.of("/usr/bin/chromium", "/usr/bin/chromedriver")) {
      Needs.that(
          Files.isExecutable(Path.of(program)), "no " + program + " (Debian: chromium-driver)");
    }
    Needs.that(
        run(List.of(PYTHON.toString(), "-c", "import selenium")).status() == 0,
        "no selenium (Debian: python3-selenium)");
  }

  @Test
  void pagesOfTheBookAskNothingThatAReaderMayNotHave() throws Exception {
    List<Path> pages = pages(new Project(Path.of("")).book());
    Needs.that(!pages.isEmpty(), "no pages in target/book: ./oomlab run makes them");
    assertThat(look(pages)).isEqualTo(new Found(0, ""));
  }

  @Test
  void faintWordsAndBoxesOutOfReachAreFound() throws Exception {
    String box =
        "<div style=\"height:50px;overflow:auto\"><p style=\"height:900px\">deep</p></div>";
    Path page =
        Files.writeString(
            dir.resolve("faint.html"),
            "<!doctype html><html lang=\"en\"><title>t</title><main><h1>h</h1>"
                + "<p style=\"color:#aaa;background:#fff\">faint</p>"
                + box
                + "</main></html>");
    Found found = look(List.of(page));
    assertThat(found.status()).isEqualTo(1);
    assertThat(found.told()).contains("color-contrast, 1 times", "scrollable-region-focusable");
  }

  private Found look(List<Path> pages) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), "-W", "ignore"));
    command.add(Path.of("lib/cli/src/test/python/access_test.py").toAbsolutePath().toString());
    command.addAll(List.of("--axe", AxeScript.in(dir).toString()));
    pages.forEach(page -> command.add(page.toAbsolutePath().toString()));
    return run(command);
  }

  private static List<Path> pages(Path book) throws IOException {
    if (!Files.isDirectory(book)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(book, 2)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }

  private static Found run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Found(process.waitFor(), told);
  }
}
