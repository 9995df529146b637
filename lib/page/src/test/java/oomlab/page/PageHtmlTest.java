package oomlab.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.report.LineKind;
import org.junit.jupiter.api.Test;

class PageHtmlTest {
  private static final Path PARTS = Path.of("lib/page/src/main/resources/oomlab/page");
  private static final Pattern SAY = Pattern.compile("say`([^`]*)`");

  @Test
  void pageMayLoadAndSendNothing() {
    for (Language language : Language.values()) {
      assertThat(PageHtml.in(language).head())
          .contains("default-src 'none'", "script-src 'sha256-", "style-src 'sha256-")
          .doesNotContain("unsafe", "connect-src", "{policy}", "{style}", "{back}", "://", "[[");
    }
  }

  @Test
  void wordsOfALogCannotEndTheirElement() {
    String log = PageHtml.log(List.of("\"</script><!-- <b>\"", "12"));
    assertThat(log)
        .isEqualTo(
            "<script class=\"log\" type=\"application/json\">"
                + "[\"\\u003c/script>\\u003c!-- \\u003cb>\",\n12]</script>\n");
  }

  @Test
  void pageSpeaksTheLanguageOfItsReader() {
    assertThat(PageHtml.in(Language.ENGLISH).head())
        .contains("<html lang=\"en\">", "<title>Why the kernel killed</title>");
    assertThat(PageHtml.in(Language.CHINESE).head())
        .contains("<html lang=\"zh-Hans\">", "<title>内核为什么杀死它</title>");
  }

  /** Where the page speaks: {@code [[...]]} in its HTML, {@code say`...`} in its script. */
  @Test
  void everythingThatThePageSaysIsTranslatedAndNothingElse() throws IOException {
    Set<String> said = new TreeSet<>(List.of("The book", "English"));
    PageHtml.SAID.matcher(text("page.html")).results().forEach(m -> said.add(m.group(1)));
    SAY.matcher(text("page.js")).results().forEach(m -> said.add(numbered(m.group(1))));
    Stream.of(LineKind.values())
        .filter(kind -> kind != LineKind.UNREAD)
        .forEach(kind -> said.add(kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    Map<String, String> words = Catalog.parse(text("page.zh.po"));
    assertThat(words.keySet()).containsExactlyInAnyOrderElementsOf(said);
    assertThat(words)
        .allSatisfy(
            (english, chinese) -> {
              assertThat(chinese).doesNotContainPattern("[<>\"&`]");
              for (int i = 0; i < 4; i++) {
                assertThat(chinese.contains("{" + i + "}"))
                    .isEqualTo(english.contains("{" + i + "}"));
              }
            });
  }

  /** What is filled in becomes {0}, {1} and so on, as in {@code page.zh.po}. */
  private static String numbered(String template) {
    Matcher value = Pattern.compile("\\$\\{[^{}]*\\}").matcher(template);
    StringBuilder out = new StringBuilder();
    for (int i = 0; value.find(); i++) {
      value.appendReplacement(out, "{" + i + "}");
    }
    return value.appendTail(out).toString();
  }

  private static String text(String part) throws IOException {
    return Files.readString(PARTS.resolve(part), StandardCharsets.UTF_8);
  }
}
