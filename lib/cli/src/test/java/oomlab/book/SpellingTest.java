package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;

/** The prose is spelt as in Britain; {@code words.txt} has the words of the trade. */
class SpellingTest {
  private static final Path WORDS = Path.of("lib/cli/src/test/resources/oomlab/words.txt");

  @Test
  void proseIsSpeltRight() throws Exception {
    Needs.that(available(), "no hunspell with en_GB (Debian: apt install hunspell hunspell-en-gb)");
    List<String> wrong = new ArrayList<>();
    List<Path> files = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md")));
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of("lib"))) {
      modules.forEach(module -> files.add(module.resolve("README.md")));
    }
    for (Path file : files) {
      wrong.addAll(misspelt(file, Files.readString(file)));
    }
    for (NotebookSource notebook : NotebookSource.all(Path.of("notebooks"))) {
      String prose =
          notebook.prose().stream()
              .map(NotebookSource.Cell::source)
              .collect(Collectors.joining("\n\n"));
      wrong.addAll(misspelt(notebook.file(), prose));
    }
    assertThat(wrong).as("misspelt, or to be added to %s in its place", WORDS).isEmpty();
  }

  @Test
  void mistakesAreFoundAndCodeLinksAndNamesAreLeftOut() throws Exception {
    Needs.that(available(), "no hunspell with en_GB (Debian: apt install hunspell hunspell-en-gb)");
    Path file = Path.of("x.md");
    String text =
        "The **k**ernel's `xcode` [link](xfile.md) <b class=\"xyz\">of</b> VmRSS on arm64 中文 was"
            + " killd in gray.\n\n```sh\nxblock\n```\n\nhttps://xhost.org/xpath";
    assertThat(misspelt(file, text)).containsExactly("x.md: killd");
    assertThat(misspelt(file, "the color")).containsExactly("x.md: color");
  }

  @Test
  void wordsAreSortedAndThereOnce() throws IOException {
    List<String> words = Files.readAllLines(WORDS);
    assertThat(words).isEqualTo(words.stream().distinct().sorted().toList());
  }

  private static List<String> misspelt(Path file, String markdown)
      throws IOException, InterruptedException {
    Process hunspell =
        hunspell("-d", "en_GB", "-i", "utf-8", "-l", "-p", WORDS.toAbsolutePath().toString());
    try (var in = hunspell.getOutputStream()) {
      in.write(prose(markdown).getBytes(StandardCharsets.UTF_8));
    }
    String words = new String(hunspell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(hunspell.waitFor()).isZero();
    return words.lines().distinct().sorted().map(word -> file + ": " + word).toList();
  }

  /** Leaves the words: no code, no addresses, no names such as VmRSS or arm64, no Chinese. */
  private static String prose(String markdown) {
    return markdown
        .replaceAll("(?ms)^```.*?^```", " ")
        .replaceAll("(?s)<!--.*?-->", " ")
        .replaceAll("`[^`]*`", " ")
        .replaceAll("\\]\\([^)]*\\)", "] ")
        .replaceAll("https?://\\S+", " ")
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\w+_\\w+", " ")
        .replaceAll("[*_]", "")
        .replaceAll("\\p{IsHan}+", " ")
        .replaceAll("['’]s\\b", "")
        .replaceAll("[\\p{L}\\p{N}]*(?:\\p{N}|(?<=[\\p{L}\\p{N}])\\p{Lu})[\\p{L}\\p{N}]*", " ");
  }

  private static boolean available() throws InterruptedException {
    try {
      Process dictionaries = hunspell("-d", "en_GB", "-l");
      dictionaries.getOutputStream().close();
      return dictionaries.waitFor() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  private static Process hunspell(String... arguments) throws IOException {
    List<String> command = Stream.concat(Stream.of("hunspell"), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }
}
