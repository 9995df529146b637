package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oomlab.internal.text.Language;
import oomlab.page.PageHtml;
import oomlab.testing.HtmlCheck;
import oomlab.testing.Needs;
import oomlab.testing.PageLinks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser says what the commands say; {@code page_test.py} has what it does. */
@Timeout(600)
class ExplainPageIT {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path LOGS = Path.of("lib/report/src/test/resources/reports");

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  private record Ended(int status, String told) {}

  @Test
  void pageAndCommandsSayTheSame() throws Exception {
    for (String program : List.of("/usr/bin/chromium", "/usr/bin/chromedriver")) {
      Needs.that(
          Files.isExecutable(Path.of(program)), "no " + program + " (Debian: chromium-driver)");
    }
    Needs.that(
        run(List.of(PYTHON.toString(), "-c", "import selenium")).status() == 0,
        "no selenium (Debian: python3-selenium)");
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), "-W", "ignore"));
    command.add(Path.of("lib/cli/src/test/python/page_test.py").toAbsolutePath().toString());
    command.addAll(List.of("--page", page().toString()));
    command.addAll(List.of("--oomlab", String.join(" ", oomlab())));
    command.addAll(List.of("--logs", LOGS.toString()));
    command.addAll(List.of("--axe", AxeScript.in(dir).toString()));
    Ended ended = run(command);
    System.out.print(ended.told());
    assertThat(ended.status()).as(ended.told()).isZero();
  }

  @Test
  void pageIsValidHtmlWithAndWithoutReports() throws Exception {
    Path page = page();
    Path written = dir.resolve("written.html");
    List<String> command = new ArrayList<>(oomlab());
    command.addAll(List.of("explain", LOGS.resolve("v6.1-x86_64-names.log").toString()));
    command.addAll(List.of("--html", written.toString()));
    assertThat(run(command)).isEqualTo(new Ended(0, ""));
    for (Path file : List.of(page, dir.resolve("zh/explain.html"), written)) {
      assertThat(HtmlCheck.complaints(file)).isEmpty();
      assertThat(PageLinks.fetched(file)).isEmpty();
    }
  }

  private Path page() throws IOException {
    Path page = dir.resolve("explain.html");
    PageHtml.write(dir, LOGS.resolve("v4.20-x86_64-global.log"), List.of(Language.values()));
    return page;
  }

  private static List<String> oomlab() {
    Path jar =
        Path.of(System.getProperty("oomlab.jar", "target/oomlab-commands.jar")).toAbsolutePath();
    Needs.that(Files.isRegularFile(jar), jar + " is not there: mvn verify packages it");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(), "-jar", jar.toString());
  }

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), told);
  }
}
