package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import oomlab.internal.text.Catalog;
import org.junit.jupiter.api.Test;

/**
 * The Chinese edition has one word for a term, that of {@code notebooks/zh/terms.csv}: its chapters
 * and what the library says.
 */
class ChineseTermsTest {
  private static final Path EDITION = Path.of("notebooks/zh");

  @Test
  void noTextHasAnotherWordForATerm() throws IOException {
    assertThat(others(texts())).isEmpty();
  }

  @Test
  void anotherWordIsFound() throws IOException {
    assertThat(others(List.of("内核选出一个受害者。"))).hasSize(1).first().asString().contains("受害进程");
  }

  @Test
  void aTermStandsInTheTableOnce() throws IOException {
    assertThat(table().stream().map(row -> row[0])).doesNotHaveDuplicates();
    assertThat(table()).allSatisfy(row -> assertThat(row[1]).isNotBlank());
  }

  private static List<String> others(List<String> texts) throws IOException {
    List<String> found = new ArrayList<>();
    for (String[] row : table()) {
      for (String never : row[2].split("\\|", -1)) {
        texts.stream()
            .filter(text -> !never.isEmpty() && text.contains(never))
            .map(text -> never + ", and the term is " + row[1] + ": " + around(text, never))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static String around(String text, String word) {
    int at = text.indexOf(word);
    return text.substring(Math.max(0, at - 20), Math.min(text.length(), at + word.length() + 20));
  }

  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(EDITION)) {
      for (Path file :
          files
              .filter(path -> path.toString().matches(".*/(index|\\d\\d-.*|lab-.*)\\.md|.*\\.svg"))
              .toList()) {
        texts.add(Files.readString(file));
      }
    }
    assertThat(texts).hasSizeGreaterThan(1);
    try (Stream<Path> files =
        Files.find(Path.of("lib"), 9, (p, a) -> p.toString().matches(".*/src/main/.*\\.zh\\.po"))) {
      for (Path file : files.toList()) {
        texts.addAll(Catalog.parse(Files.readString(file)).values());
      }
    }
    return texts;
  }

  /** Returns rows of the term in English, in Chinese, and what it is never called. */
  private static List<String[]> table() throws IOException {
    return Files.readAllLines(EDITION.resolve("terms.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .toList();
  }
}
