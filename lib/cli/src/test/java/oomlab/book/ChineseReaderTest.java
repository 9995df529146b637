package oomlab.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a Chinese reader starts from: the README's commands, and pages that are set for Chinese. */
class ChineseReaderTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `.*$");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

  @Test
  void theReadmeHasTheSameCommandsInBothLanguages() throws IOException {
    String english = Files.readString(Path.of("README.md"));
    String chinese = Files.readString(Path.of("README.zh.md"));
    assertThat(all(BLOCK, 2, chinese)).hasSizeGreaterThan(3).isEqualTo(all(BLOCK, 2, english));
    assertThat(all(BLOCK, 1, chinese)).isEqualTo(all(BLOCK, 1, english));
    assertThat(rows(chinese)).hasSizeGreaterThan(8).isEqualTo(rows(english));
    assertThat(rows(chinese)).anyMatch(row -> row.contains("check") && row.contains("grade"));
  }

  /** Returns what stands in code in each row of a command or a folder, in any order of words. */
  private static List<List<String>> rows(String readme) {
    return all(ROW, 0, readme).stream()
        .map(row -> all(CODE, 1, row).stream().sorted().toList())
        .toList();
  }

  private static List<String> all(Pattern pattern, int group, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(group));
    }
    return found;
  }

  @Test
  void aChinesePageHasChineseFontsAndNoSlantedText() throws IOException {
    String style =
        Files.readString(Path.of("lib/workbook/src/main/python/templates/oomlab/style.css"));
    for (String family : List.of("--sans", "--serif", "--mono")) {
      String fonts = style.lines().filter(l -> l.contains(family + ":")).findFirst().orElse("");
      assertThat(fonts)
          .contains("CJK SC", "WenQuanYi")
          .containsPattern("(sans-|mono|)(serif|space);");
    }
    assertThat(style)
        .contains(":lang(zh) { line-break: strict;")
        .containsPattern(":lang\\(zh\\) :is\\(em,[^}]*font-style: normal; text-emphasis: dot;");
  }
}
