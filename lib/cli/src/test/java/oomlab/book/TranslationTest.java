package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.internal.text.Catalog;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every sentence of the code has its translation, and every translation its sentence. */
class TranslationTest {
  private static final Path MODULES = Path.of("lib").toAbsolutePath();

  /** Of java.util.Formatter: what takes a value. */
  private static final Pattern SPECIFIER =
      Pattern.compile("%(\\d+\\$)?[-#+ 0,(]*\\d*(?:\\.\\d+)?[a-zA-Z]");

  /** In a notebook's JSON. */
  private static final Pattern PREDICTED =
      Pattern.compile("\\b(?:predict|compare)\\(\\\\\"([^\"]+)\\\\\"");

  private static Map<String, Set<String>> sentences = Map.of();

  @BeforeAll
  static void readTheSources() throws IOException {
    sentences = SpokenSentences.of(MODULES);
    sentences.put("notebooks", predicted());
  }

  @Test
  void everySentenceIsTranslated() throws IOException {
    List<String> lacking = new ArrayList<>();
    for (String name : sentences.keySet()) {
      Map<String, String> entries = entries(name);
      sentences.get(name).stream()
          .filter(TranslationTest::hasWords)
          .filter(s -> !entries.containsKey(s))
          .map(s -> "# %s.zh.po%nmsgid \"%s\"%nmsgstr \"\"%n".formatted(name, quoted(s)))
          .forEach(lacking::add);
    }
    assertThat(String.join("\n", lacking)).isEmpty();
  }

  @Test
  void everyTranslationIsOfASentence() throws IOException {
    for (String name : sentences.keySet()) {
      assertThat(entries(name).keySet()).as(name).isSubsetOf(sentences.get(name));
    }
  }

  @Test
  void aTranslationTakesTheSameValues() throws IOException {
    for (String name : sentences.keySet()) {
      assertThat(entries(name))
          .as(name)
          .allSatisfy((english, other) -> assertThat(values(other)).isEqualTo(values(english)));
    }
  }

  @Test
  void everyCatalogIsWhollyRead() throws IOException {
    for (String name : sentences.keySet()) {
      long ids = text(name).lines().filter(line -> line.startsWith("msgid ")).count();
      assertThat(entries(name)).as(name + ": an id twice, or a text empty").hasSize((int) ids);
    }
  }

  /** Returns what the notebooks' cells ask to be predicted. */
  private static Set<String> predicted() throws IOException {
    Set<String> labels = new TreeSet<>();
    try (Stream<Path> all = Files.find(Path.of("notebooks"), 3, (p, a) -> true)) {
      for (Path notebook : all.filter(p -> p.toString().endsWith(".ipynb")).toList()) {
        PREDICTED
            .matcher(Files.readString(notebook))
            .results()
            .map(found -> found.group(1))
            .forEach(labels::add);
      }
    }
    return labels;
  }

  /** A run of the library reads them all as one. */
  @Test
  void aSentenceIsTheSameInEveryCatalog() throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (String name : sentences.keySet()) {
      entries(name)
          .forEach(
              (english, other) ->
                  assertThat(other).as(english).isEqualTo(all.getOrDefault(english, other)));
      all.putAll(entries(name));
    }
  }

  private static Map<String, String> entries(String name) throws IOException {
    return Catalog.parse(text(name));
  }

  private static String text(String name) throws IOException {
    String file = name + ".zh.po";
    try (Stream<Path> all =
        Files.find(MODULES, 9, (p, a) -> p.endsWith(Path.of("oomlab/words", file)))) {
      List<Path> sources = all.filter(p -> p.toString().contains("/src/main/")).toList();
      return sources.isEmpty() ? "" : Files.readString(sources.get(0));
    }
  }

  /** Returns which value goes where, by its place: {@code 1=d} for the first, as a number. */
  private static List<String> values(String sentence) {
    List<String> values = new ArrayList<>();
    Matcher found = SPECIFIER.matcher(sentence.replace("%%", ""));
    int next = 1;
    while (found.find()) {
      String place = found.group(1);
      int index = place == null ? next++ : Integer.parseInt(place.substring(0, place.length() - 1));
      values.add(index + "=" + found.group().replaceFirst("\\d+\\$", ""));
    }
    return values.stream().sorted().toList();
  }

  /** Whether anything of it is English: not values, signs and units alone. */
  private static boolean hasWords(String sentence) {
    String rest = SPECIFIER.matcher(sentence.replace("%%", "")).replaceAll(" ");
    return rest.replaceAll("\\b(kB|KiB|MiB|GiB|ms|kHz)\\b", "").matches("(?s).*[A-Za-z]{2}.*");
  }

  private static String quoted(String sentence) {
    return sentence.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
