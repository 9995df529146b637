package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the cells of the Chinese book put out, where {@code ./oomlab run} has made it, is Chinese
 * but for the kernel's words, those of the cell's own code, and terms.
 */
class ChineseOutputsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path NOTEBOOKS = Path.of("notebooks");
  private static final Pattern WORD = Pattern.compile("[A-Za-z][a-z]{2,}");
  private static final Pattern SENTENCE =
      Pattern.compile("\\b[A-Za-z]?[a-z']+(?:,? [a-z']+){3,}\\b");

  @Test
  void noOutputHasAnEnglishSentence() throws IOException {
    String known = known();
    List<String> found = new ArrayList<>();
    for (Path notebook : executed()) {
      for (String text : outputs(notebook)) {
        SENTENCE
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .filter(sentence -> !known.contains(sentence))
            .map(sentence -> notebook.getFileName() + ": " + sentence)
            .forEach(found::add);
      }
    }
    assertThat(found.stream().distinct().toList()).isEmpty();
  }

  @Test
  void noOutputHasAWordThatIsNoTerm() throws IOException {
    Set<String> known = new HashSet<>();
    WORD.matcher(known())
        .results()
        .map(r -> r.group().toLowerCase(Locale.ROOT))
        .forEach(known::add);
    List<String> unknown = new ArrayList<>();
    for (Path notebook : executed()) {
      for (String text : outputs(notebook)) {
        WORD.matcher(text)
            .results()
            .map(MatchResult::group)
            .filter(word -> !known.contains(word.toLowerCase(Locale.ROOT)))
            .map(word -> notebook.getFileName() + ": " + word)
            .forEach(unknown::add);
      }
    }
    assertThat(unknown.stream().distinct().toList()).isEmpty();
  }

  @Test
  void anEnglishSentenceIsFound() {
    assertThat(SENTENCE.matcher("内核说 the kernel said so，完").results()).hasSize(1);
    assertThat(SENTENCE.matcher("vm.oom_dump_tasks 为 0 rss 页").results()).isEmpty();
  }

  private static List<Path> executed() throws IOException {
    Path pages = Path.of("target/book/zh");
    Needs.that(Files.isDirectory(pages), "no " + pages + ": ./oomlab run makes it");
    try (Stream<Path> files = Files.list(pages)) {
      return files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  /** Returns what may stand there: kernel logs, the code of the cells, the Chinese text. */
  private static String known() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(NOTEBOOKS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.toString();
        if (name.endsWith(".ipynb")) {
          JSON.readTree(Files.readString(file))
              .path("cells")
              .forEach(
                  cell -> {
                    if (cell.path("cell_type").asString("").equals("code")) {
                      all.append(joined(cell.path("source"))).append('\n');
                    }
                  });
        } else if (name.matches(".*\\.(txt|log|csv|c|jsonl?)|.*/zh/.*\\.md")) {
          all.append(Files.readString(file)).append('\n');
        }
      }
    }
    return all.toString();
  }

  private static List<String> outputs(Path notebook) throws IOException {
    List<String> texts = new ArrayList<>();
    JsonNode root = JSON.readTree(Files.readString(notebook));
    for (JsonNode cell : root.path("cells")) {
      for (JsonNode output : cell.path("outputs")) {
        texts.add(joined(output.path("text")));
        JsonNode data = output.path("data");
        texts.add(plain(joined(data.path("text/html"))));
        texts.add(joined(data.path("text/plain")));
      }
    }
    return texts;
  }

  /** Leaves of HTML what is read or read aloud. */
  private static String plain(String html) {
    return html.replaceAll("(?s)<style.*?</style>", "")
        .replaceAll("(?:aria-label|title)=\"([^\"]*)\"", "> $1 <")
        .replaceAll("<[^>]*>", "\n")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String joined(JsonNode text) {
    if (!text.isArray()) {
      return text.asString("");
    }
    StringBuilder all = new StringBuilder();
    text.forEach(line -> all.append(line.asString("")));
    return all.toString();
  }
}
