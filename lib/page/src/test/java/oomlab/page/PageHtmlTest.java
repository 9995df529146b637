package oomlab.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageHtmlTest {
  @Test
  void pageMayLoadAndSendNothing() {
    assertThat(PageHtml.head())
        .contains("default-src 'none'", "script-src 'sha256-", "style-src 'sha256-")
        .doesNotContain("unsafe", "connect-src", "{policy}", "{style}", "{back}", "://");
  }

  @Test
  void wordsOfALogCannotEndTheirElement() {
    String log = PageHtml.log(List.of("\"</script><!-- <b>\"", "12"));
    assertThat(log)
        .isEqualTo(
            "<script class=\"log\" type=\"application/json\">"
                + "[\"\\u003c/script>\\u003c!-- \\u003cb>\",\n12]</script>\n");
  }
}
