package oomlab.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The search of a page, in JavaScript as it is there, over the text of the Chinese edition. */
class SearchIT {
  private static final Path SCRIPT =
      Path.of("lib/workbook/src/main/python/templates/oomlab/book.js");
  private static final Path EDITION = Path.of("notebooks/zh");
  private static final JsonMapper JSON = new JsonMapper();

  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  @TempDir
  Path dir;

  @Test
  void findsChineseWords() throws Exception {
    assertThat(found("历史最高值")).contains("01-kill-a-process").doesNotContain("index");
    assertThat(found("受害进程")).contains("03-why-this-victim", "90-glossary");
  }

  @Test
  void takesWordsWithAndWithoutBlanksBetweenThem() throws Exception {
    assertThat(found("vmhwm 历史最高值"))
        .isNotEqualTo("")
        .isEqualTo(found("VmHWM历史最高值"))
        .isEqualTo(found("VmHWM，历史最高值？"));
  }

  @Test
  void findsNothingThatIsNotThere() throws Exception {
    assertThat(found("内存不足杀手")).isEmpty();
    assertThat(found("，")).isEmpty();
  }

  /** Returns the names of the chapters, what fits best first. */
  private String found(String wanted) throws IOException, InterruptedException {
    Optional<Path> node = Programs.on(System.getenv()).find("node");
    Needs.that(node.isPresent(), "no node on the PATH");
    String page = Files.readString(SCRIPT);
    String search = page.substring(page.indexOf("const wordsOf"), page.indexOf("const snippet"));
    Path script =
        Files.writeString(
            dir.resolve("search.js"),
            """
            const sections = %s;
            %s
            const wanted = wordsOf(%s);
            const rows = wanted.length === 0 ? [] : found(wanted);
            process.stdout.write(rows.map(row => row.href).join(' '));
            """
                .formatted(rows(), search, JSON.writeValueAsString(wanted)));
    Process process =
        new ProcessBuilder(node.orElseThrow().toString(), script.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** Returns a section for each chapter: address, chapter, section, text. */
  private static ArrayNode rows() throws IOException {
    ArrayNode rows = JSON.createArrayNode();
    try (Stream<Path> files = Files.list(EDITION)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        String name = file.getFileName().toString().replace(".md", "");
        rows.addArray().add(name).add("").add("").add(Files.readString(file).replace('\n', ' '));
      }
    }
    return rows;
  }
}
