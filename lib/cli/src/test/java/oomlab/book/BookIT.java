package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import oomlab.testing.Links;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small notebooks in a small copy of the project, executed on the built-in kernel. */
@Timeout(300)
class BookIT {
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path root;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private SmallBook book;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Project project;

  @BeforeEach
  void copyProject() throws IOException {
    book = SmallBook.in(root);
    project = book.project();
  }

  @AfterEach
  void removeLinks() throws IOException {
    Links.removeUnder(root);
  }

  @Test
  void writesAPageForEachNotebookAndNamesTheCellThatFailed() throws Exception {
    book.notebook("00-works", "# Does it *work*?", "6 * 7", "System.getenv(\"OOMLAB_RECORDED\")");
    book.notebook(
        "01-fails", "# See [it](00-works.ipynb)", "int x = 1;", "x / 0", "\"never \" + x");
    String source = Files.readString(project.notebooks().resolve("01-fails.ipynb"));
    List<BookEvent> events = new ArrayList<>();
    assertThat(book.execute(List.of(), events)).isFalse();

    assertThat(events).contains(new BookEvent.Cell("00-works", 2, 2));
    assertThat(events).filteredOn(BookEvent.Page.class::isInstance).hasSize(2);
    BookEvent.Page failed = page(events, "01-fails");
    assertThat(failed.failure().orElseThrow().cell()).hasValue(2);
    assertThat(failed.failure().orElseThrow().why()).contains("ArithmeticException");

    String page = Files.readString(project.book().resolve("00-works.html"));
    assertThat(page).contains(">42<").contains(">1<").contains("Recorded runs");
    assertThat(page.replaceAll("data:[^\"]*", "")).doesNotContain("http://", "https://");
    assertThat(Files.readString(project.book().resolve("01-fails.html")))
        .contains("href=\"00-works.html\"")
        .contains("cell 2</a> failed")
        .contains("ArithmeticException")
        .doesNotContain("never 1");
    assertThat(Files.readString(project.book().resolve("index.html")))
        .contains("Does it work?")
        .contains("<strong>Failed</strong>");
    assertThat(Files.readString(project.notebooks().resolve("01-fails.ipynb"))).isEqualTo(source);
    // Kernels' connection files among others.
    assertThat(project.state().resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void keepsNoPageOfANotebookThatIsGone() throws Exception {
    book.notebook("00-old", "# Old?", "1");
    book.notebook("01-new", "# New?", "1");
    assertThat(book.execute(List.of(), new ArrayList<>())).isTrue();
    Files.delete(project.notebooks().resolve("00-old.ipynb"));
    assertThat(book.execute(List.of("01"), new ArrayList<>())).isTrue();
    assertThat(project.book().resolve("00-old.html")).doesNotExist();
    assertThat(Files.readString(project.book().resolve("01-new.html"))).doesNotContain("Old?");
  }

  @Test
  void saysHowAKernelDied() throws Exception {
    book.notebook("00-ends", "# Ends?", "Runtime.getRuntime().halt(3);");
    List<BookEvent> events = new ArrayList<>();
    assertThat(book.execute(List.of(), events)).isFalse();
    BookEvent.Page page = page(events, "00-ends");
    assertThat(page.failure().orElseThrow().toString()).startsWith("cell 1: ").contains("status 3");
  }

  @Test
  void leavesNoProcessWhenTheRunIsKilled() throws Exception {
    book.notebook("00-sleeps", "# Sleeps?", "Thread.sleep(100_000);");
    book.notebook("01-sleeps", "# Sleeps, too?", "Thread.sleep(100_000);");
    book.python();
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:-UsePerfData",
                "-Doomlab.home=" + project.root(),
                "-jar",
                project.commands().toString(),
                "run",
                "--jobs",
                "2")
            .redirectErrorStream(true)
            .redirectOutput(project.root().resolve("run.log").toFile())
            .start();
    // The kernel's connection file is on its command line, and stands in this test's folder.
    waitUntil(() -> kernels() == 2);
    assertThat(kernels()).isEqualTo(2);
    run.destroyForcibly();
    waitUntil(() -> ours().isEmpty());
    assertThat(ours()).isEmpty();
    waitUntil(() -> list(project.state().resolve("tmp")).isEmpty());
    assertThat(list(project.state().resolve("tmp"))).isEmpty();
  }

  private static BookEvent.Page page(List<BookEvent> events, String notebook) {
    return events.stream()
        .filter(BookEvent.Page.class::isInstance)
        .map(BookEvent.Page.class::cast)
        .filter(page -> page.notebook().equals(notebook))
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  private long kernels() {
    return ours().stream().filter(line -> line.contains("KernelMain")).count();
  }

  /** Command lines of living processes that name this test's folder. */
  private List<String> ours() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.flatMap(process -> process.info().commandLine().stream())
          .filter(line -> line.contains(project.root().toString()))
          .toList();
    }
  }

  private static void waitUntil(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
  }
}
