package oomlab.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reader as a JVM runs it; a browser runs the same, compiled. */
@Isolated("speaks Chinese in every thread")
class PageReaderTest {
  private static final Path LOGS = Path.of("lib/report/src/test/resources/reports");
  private static final String X86 = "v4.20-x86_64-global.log";
  private static final String NAMES = "v6.1-x86_64-names.log";

  @Test
  void readsALogLineByLineAndAnswers() throws IOException {
    int report = read(X86, "adj=6435:-900\nremove=1", "");
    JsonNode json = new JsonMapper().readTree(PageReader.report(report));
    assertThat(json.path("file").asString()).isEqualTo(X86);
    assertThat(json.path("explain").path("chosen").asInt()).isEqualTo(6435);
    assertThat(json.path("explain").path("asked"))
        .extracting(asked -> asked.path("why").asString())
        .satisfiesExactly(
            first -> assertThat(first).contains("is chosen as before"),
            second -> assertThat(second).startsWith("This report cannot answer: "));
    assertThat(PageReader.lines(report)).contains("trigger", "invoked oom-killer");
  }

  @Test
  void saysWhatAnotherAdjustmentWeighs() throws IOException {
    int report = read(X86, "", "");
    JsonNode less = new JsonMapper().readTree(PageReader.whatIf(report, "adj=6435:-900"));
    assertThat(less.path("points").asLong()).isEqualTo(115267);
    assertThat(less.path("score").asLong()).isEqualTo(57);
    JsonNode never = new JsonMapper().readTree(PageReader.whatIf(report, "adj=6435:-1000"));
    assertThat(never.has("points")).isFalse();
    assertThat(never.path("victims").path(0).asInt()).isEqualTo(809);
    JsonNode wrong = new JsonMapper().readTree(PageReader.whatIf(report, "adj=much"));
    assertThat(wrong.path("why").asString()).startsWith("cannot read \"adj=much\"");
  }

  @Test
  void explainsTheReportsThatAreWanted() throws IOException {
    int all = read(NAMES, "", "");
    int end = PageReader.reports();
    int second = read(NAMES, "", "79");
    assertThat(end - all).isEqualTo(4);
    assertThat(PageReader.reports() - second).isOne();
    assertThat(PageReader.report(second)).contains("\"firstLine\" : 79");
  }

  @Test
  void speaksWhatItIsGiven() {
    try {
      PageReader.speak("zh", "msgid \"a word of this test\"\nmsgstr \"本测试的一个词\"");
      assertThat(Words.translated("a word of this test")).isEqualTo("本测试的一个词");
      assertThat(Words.language()).isEqualTo(Language.CHINESE);
    } finally {
      Words.use(Catalog.ENGLISH);
    }
  }

  /** Returns the number of the log's first report. */
  private static int read(String name, String questions, String wanted) throws IOException {
    int before = PageReader.reports();
    PageReader.begin(name, questions, wanted);
    String log = new String(Files.readAllBytes(LOGS.resolve(name)), StandardCharsets.UTF_8);
    List.of(log.split("\n", -1)).forEach(PageReader::line);
    PageReader.finish();
    return before;
  }
}
