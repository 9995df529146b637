package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between notebooks, which nobody clicks before a reader does. */
class NotebookLinksTest {
  private static final Path BOOK = Path.of("notebooks");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)#\\s]+\\.ipynb)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("\"#+ (.+?)(?:\\\\n)?\",?");

  private static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(BOOK)) {
      return files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void everyLinkLeadsToANotebookAndAHeadingThatAreThere(Path notebook) throws IOException {
    LINK.matcher(Files.readString(notebook))
        .results()
        .forEach(
            link -> {
              Path other = BOOK.resolve(link.group(1));
              assertThat(other).as(link.group()).isRegularFile();
              if (link.group(2) != null) {
                assertThat(anchors(other)).as(link.group()).contains(link.group(2));
              }
            });
  }

  /** Jupyter's anchors: the heading with a dash for each blank. */
  private static Set<String> anchors(Path notebook) {
    try {
      return HEADING
          .matcher(Files.readString(notebook))
          .results()
          .map(heading -> heading.group(1).replace(' ', '-'))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
