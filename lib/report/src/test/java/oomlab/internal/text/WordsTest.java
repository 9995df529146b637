package oomlab.internal.text;

import static oomlab.internal.text.Words.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  private static final Catalog CHINESE =
      Catalog.of(
          Language.CHINESE,
          """
          # A comment.
          msgid "%s holds %,d kB."
          msgstr "%2$,d kB 由 %1$s 持有。"

          msgid "not "
          "\\"yet\\"\\n"
          msgstr ""

          msgid "a \\"b\\""
          msgstr "“乙”"
          """);

  @Test
  void aSentenceIsSaidInEnglishUnlessAnotherLanguageIsChosen() {
    assertThat(words("%s holds %,d kB.", "oom", 12345)).isEqualTo("oom holds 12,345 kB.");
  }

  @Test
  void aTranslationMayTakeTheValuesInAnotherOrder() {
    assertThat(Words.in(CHINESE, () -> words("%s holds %,d kB.", "oom", 12345)))
        .isEqualTo("12,345 kB 由 oom 持有。");
    assertThat(words("%s holds %,d kB.", "oom", 1)).as("after it").isEqualTo("oom holds 1 kB.");
  }

  @Test
  void whatIsNotTranslatedStaysEnglish() {
    assertThat(Words.in(CHINESE, () -> words("not \"yet\"\n"))).isEqualTo("not \"yet\"\n");
    assertThat(Words.in(CHINESE, () -> words("a \"b\""))).isEqualTo("“乙”");
  }

  @Test
  void aPercentSignStandsForItself() {
    assertThat(words("%d %% of %s", 5, "100 %d")).isEqualTo("5 % of 100 %d");
  }

  @Test
  void aLineThatIsNoPoIsNamed() {
    assertThatThrownBy(() -> Catalog.parse("msgid \"a\"\nhello"))
        .hasMessage("no line of a PO file: hello");
    assertThatThrownBy(() -> Catalog.parse("msgid a")).hasMessage("no text in quotes: msgid a");
  }

  @ParameterizedTest
  @CsvSource({
    "zh,CHINESE",
    "zh_CN.UTF-8,CHINESE",
    "zh-Hans,CHINESE",
    "zh_TW.UTF-8,ENGLISH",
    "zh-Hant,ENGLISH",
    "C.UTF-8,ENGLISH",
    "en_GB,ENGLISH",
    "'',ENGLISH"
  })
  void theLocaleChoosesTheLanguage(String locale, Language language) {
    assertThat(Language.of(Map.of("LANG", locale))).isEqualTo(language);
  }

  @Test
  void theVariableComesBeforeTheLocaleAndOneLocaleBeforeAnother() {
    assertThat(Language.of(Map.of("LANG", "zh_CN", "OOMLAB_LANGUAGE", "en")))
        .isEqualTo(Language.ENGLISH);
    assertThat(Language.of(Map.of("LANG", "zh_CN", "LC_ALL", "C"))).isEqualTo(Language.ENGLISH);
    assertThat(Language.of(Map.of("LANG", "C", "LC_MESSAGES", "zh_CN")))
        .isEqualTo(Language.CHINESE);
    assertThat(Language.of(Map.of())).isEqualTo(Language.ENGLISH);
  }
}
