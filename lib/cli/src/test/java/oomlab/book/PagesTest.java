package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import oomlab.testing.HtmlCheck;
import oomlab.testing.PageLinks;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The real pages in target/book, where {@code ./oomlab run} has made them. */
class PagesTest {
  private static final Project PROJECT = new Project(Path.of(""));

  @TestFactory
  Stream<DynamicTest> everyPageOfTheBookIsValidAndAllItsLinksLeadSomewhere() throws IOException {
    return pages().stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    page.toString(),
                    () -> {
                      assertThat(HtmlCheck.complaints(page)).isEmpty();
                      assertThat(PageLinks.broken(page))
                          .filteredOn(link -> !leadsToAChapterThatWasNotRun(link))
                          .isEmpty();
                      assertThat(PageLinks.fetched(page)).isEmpty();
                    }));
  }

  /** {@code ./oomlab run --only} leaves some out. */
  private static boolean leadsToAChapterThatWasNotRun(String link) {
    String name = link.replaceAll(".*[ /]([0-9]{2}-[^/#]*)\\.html.*", "$1");
    return Files.exists(PROJECT.notebooks().resolve(name + ".ipynb"))
        && !Files.exists(PROJECT.book().resolve(name + ".html"));
  }

  private static List<Path> pages() throws IOException {
    Path book = PROJECT.book();
    if (!Files.isDirectory(book)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(book, 2)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }
}
