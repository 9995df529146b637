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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.internal.text.Catalog;
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

  /** Alone, and no part of a path or of a program's name. */
  private static final Pattern WORD = Pattern.compile("(?<![\\w/.-])[A-Za-z][a-z]{2,}(?![\\w/-])");

  private static final Pattern LATIN = Pattern.compile("[A-Za-z][a-z]{2,}");
  private static final Pattern SENTENCE =
      Pattern.compile("\\b[A-Za-z]?[a-z']+(?:,? [a-z']+){3,}\\b");

  /**
   * A piece of a process's name, which an axis breaks into lines: its text is in the table, too.
   */
  private static final Pattern BROKEN = Pattern.compile(">[-a-z]+</text>");

  /** dd's complaint, a script's, a program, and the names of a record's parts and values. */
  private static final String SAID_BY_PROGRAMS =
      "memory exhausted by input buffer of size readable reason fix other decoded"
          + " global directory writependin decoy decoy got no sysctl";

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
    LATIN
        .matcher(known() + terms())
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
    StringBuilder all = new StringBuilder(namesAndScripts()).append(SAID_BY_PROGRAMS);
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
        } else if (!name.endsWith("terms.csv")
            && name.matches(".*\\.(txt|log|csv|c|jsonl?)|.*/zh/.*\\.md")) {
          all.append(Files.readString(file)).append('\n');
        }
      }
    }
    return all.toString();
  }

  /**
   * Returns the kernel's own names of what it prints, and the shell script that guests are given.
   */
  private static String namesAndScripts() throws IOException {
    Path fields = Path.of("lib/workbook/src/main/resources/oomlab/field/fields.txt");
    String names =
        Files.readAllLines(fields).stream()
            .filter(line -> line.matches("\\S.*") && !line.startsWith("#"))
            .collect(Collectors.joining("\n"));
    Path script = Path.of("lib/guest/src/main/java/oomlab/guest/GuestScript.java");
    return names + "\n" + Files.readString(script);
  }

  /** Returns the translations that have Chinese in them: what is not in it there is a term. */
  private static String terms() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files =
        Files.find(Path.of("lib"), 9, (p, a) -> p.toString().matches(".*/src/main/.*\\.zh\\.po"))) {
      for (Path file : files.toList()) {
        Catalog.parse(Files.readString(file)).values().stream()
            .filter(text -> text.matches("(?s).*\\p{IsHan}.*"))
            .forEach(text -> all.append('\n').append(text));
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
        texts.add(plain(BROKEN.matcher(joined(data.path("text/html"))).replaceAll("></text>")));
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
