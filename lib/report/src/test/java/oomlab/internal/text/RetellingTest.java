package oomlab.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetellingTest {
  private static final String PO =
      """
      msgid "%s fails: %s"
      msgstr "%s 没有通过：%s"

      msgid "%s of %,d pages, %.1f %%"
      msgstr "%2$,d 页中的 %1$s，%3$.1f%%"

      msgid "the test needs %s"
      msgstr "测试需要%s"

      msgid "one parameter"
      msgstr "一个参数"

      msgid "%s, %s"
      msgstr "%s、%s"
      """;

  private final Retelling retelling = Retelling.of(Catalog.of(Language.CHINESE, PO));

  @Test
  void findsASentenceByTheWordsBetweenItsValues() {
    assertThat(retelling.of("q1 fails: no")).isEqualTo("q1 没有通过：no");
    assertThat(retelling.of("some of 12,345 pages, 2.5 %")).isEqualTo("12,345 页中的 some，2.5%");
  }

  @Test
  void saysAPhraseInASentenceAgainToo() {
    assertThat(retelling.of("q1 fails: the test needs one parameter"))
        .isEqualTo("q1 没有通过：测试需要一个参数");
  }

  @Test
  void keepsWhatNoCatalogHas() {
    for (String other : new String[] {"My own words.", "a, b", "fails: x", "", "q1 fails:"}) {
      assertThat(retelling.of(other)).isEqualTo(other);
    }
    assertThat(Retelling.of(Catalog.ENGLISH).of("q1 fails: no")).isEqualTo("q1 fails: no");
  }

  @Test
  void isNotSlowedDownByAStranger() {
    String deep = "x" + " fails: ".repeat(200);
    assertThat(retelling.of(deep)).startsWith("x 没有通过：").endsWith(" fails: ");
    String endless = "x" + " fails: ".repeat(200_000);
    assertThat(retelling.of(endless)).isEqualTo(endless);
  }
}
