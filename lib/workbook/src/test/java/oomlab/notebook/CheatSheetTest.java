package oomlab.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import oomlab.field.Field;
import oomlab.field.Fields;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.Test;

class CheatSheetTest {
  private static final String HTML =
      CheatSheet.of(SampleRuns.globalReport()).forms().getOrDefault(MimeBundle.HTML, "");

  @Test
  void everyFieldHasOneAnchorOfItsOwn() {
    List<String> ids = found("id=\"([^\"]+)\"");
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).containsAll(Fields.all().stream().map(Field::anchor).toList());
    assertThat(Fields.all().stream().map(Field::anchor).toList())
        .doesNotHaveDuplicates()
        .allMatch(anchor -> anchor.matches("field-[A-Za-z0-9_-]+"));
  }

  @Test
  void everyLinkOfItLeadsToAPlaceOnIt() {
    assertThat(found("href=\"#([^\"]+)\""))
        .isNotEmpty()
        .allMatch(found("id=\"([^\"]+)\"")::contains);
  }

  @Test
  void fieldsToKnowFirstStandAboveTheFolds() {
    assertThat(CheatSheet.essential()).hasSizeBetween(40, 50);
    assertThat(HTML.indexOf("id=\"field-tasks-rss\"")).isLessThan(HTML.indexOf("<details"));
    assertThat(HTML.indexOf("id=\"field-tasks-uid\"")).isGreaterThan(HTML.indexOf("<details"));
  }

  @Test
  void blocksOfTheExampleStandInTheOrderOfTheReport() {
    assertThat(found("href=\"#block-([^\"]+)\""))
        .startsWith("trigger")
        .contains("zone", "tasks", "kill");
  }

  private static List<String> found(String pattern) {
    return Pattern.compile(pattern).matcher(HTML).results().map(r -> r.group(1)).toList();
  }
}
