package oomlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import oomlab.internal.runfile.Json;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import oomlab.page.PageHtml;
import oomlab.testing.JsonMaps;
import oomlab.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;

@Isolated("takes standard input and error")
class ExplainCommandTest {
  private static final String X86 = "lib/report/src/test/resources/reports/v4.20-x86_64-global.log";
  private static final String ARM = "lib/report/src/test/resources/reports/v4.0-arm32-global.log";
  private static final String GROUP =
      "lib/report/src/test/resources/reports/v6.1-x86_64-oomgroup.log";
  private static final String NAMES = "lib/report/src/test/resources/reports/v6.1-x86_64-names.log";

  private final Path directory;

  ExplainCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  record Outcome(int status, String out, String err) {}

  @Test
  void answersTheQuestionsInTheirOrder() {
    Outcome done = run("", X86);
    assertThat(done.status()).isZero();
    assertThat(done.err()).isEmpty();
    assertThat(done.out())
        .containsSubsequence(
            "What happened",
            "oom (6436) asked for one page",
            "Who died",
            "oom (6435) was killed",
            "Why that one",
            "Recomputed: agrees.",
            "1  6435  1915267    957",
            "<- chosen",
            "Why there was no memory",
            "node 0 DMA      3975    50     74     5161  fails  fails",
            "Where the memory was",
            "not accounted for",
            "What would have changed it",
            "Xorg (809) is chosen");
    assertThat(done.out().lines()).allMatch(l -> l.length() <= 100 || !l.startsWith("  "));
  }

  @Test
  void keepsTheContractOfItsJson() {
    Map<?, ?> x86 = explained(run("", "--json", X86).out(), 0);
    assertThat(x86.get("formula")).isEqualTo("4.17..5.8");
    assertThat(x86.get("totalPages")).isEqualTo(2000718);
    assertThat(x86.get("chosen")).isEqualTo(6435);
    assertThat(x86.get("agrees")).isEqualTo(true);
    assertThat(x86.get("verdict")).isEqualTo("agrees");
    assertThat(String.valueOf(x86.get("why"))).contains("957");
    Map<?, ?> first = (Map<?, ?>) list(x86, "tasks").get(0);
    assertThat(first.get("pid")).isEqualTo(6435);
    assertThat(first.get("points")).isEqualTo(1915267);
    assertThat(first.get("score")).isEqualTo(957);
    assertThat(first.get("rank")).isEqualTo(1);
    Map<?, ?> arm = explained(run("", "--json", X86, ARM).out(), 1);
    assertThat(arm.get("agrees")).isEqualTo(true);
    assertThat(arm.get("verdict")).isEqualTo("agrees within drift");
    assertThat(map(arm, "drift").get("pages")).isEqualTo(42);
  }

  @Test
  void addsToTheReportAndChangesNothingInIt() {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    new CommandLine(new ReportCommand(plain, Clock.systemUTC())).execute("--json", X86);
    Map<?, ?> report = (Map<?, ?>) reports(plain.toString(StandardCharsets.UTF_8)).get(0);
    Map<?, ?> with = (Map<?, ?>) reports(run("", "--json", X86).out()).get(0);
    with.remove("explain");
    assertThat(Json.write(with)).isEqualTo(Json.write(report));
  }

  @Test
  void readsStandardInput() throws IOException {
    Outcome done = run(Files.readString(Path.of(ARM)), "-");
    assertThat(done.status()).isZero();
    assertThat(done.out()).startsWith("standard input, lines 9-64").contains("agrees within drift");
  }

  @Test
  void answersWhatWasAsked() {
    Outcome done = run("", GROUP, "--what-if", "oom-group", "--what-if", "adj=123:-1000,limit=1G");
    assertThat(done.status()).isZero();
    assertThat(done.out())
        .contains("What you asked")
        .contains("If memory.oom.group is 1:")
        .contains("4 in all")
        .contains("oom_score_adj of process 123 is -1000, the group's limit is 1,024.0 MiB")
        .contains("would not have run out at this moment");
  }

  @Test
  void saysWhatAQuestionLacks() {
    for (String wrong :
        List.of("adj=1", "adj=x:5", "limit=much", "nonsense", "adj=1:2000", "remove=", "swap=-1")) {
      Outcome done = run("", X86, "--what-if", wrong);
      assertThat(done.status()).as(wrong).isEqualTo(2);
      assertThat(done.err().lines()).as(wrong).hasSize(1);
      assertThat(done.out()).as(wrong).isEmpty();
    }
    Outcome missing = run("", X86, "--what-if", "remove=999999");
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.err())
        .isEqualTo(
            "oomlab explain: --what-if remove=999999: the task table has no process 999999\n");
    Outcome one = run("", X86, ARM, "--what-if", "remove=6435");
    assertThat(one.status()).isZero();
    assertThat(one.out())
        .contains("This report cannot answer: the task table has no process 6435.");
  }

  /** Its part for browsers is compiled late in a build. */
  private static void needPage() {
    Needs.that(
        PageHtml.class.getResource("reader.js") != null, "no reader.js: mvn package makes it");
  }

  @Test
  void writesAPageThatStandsForItself() throws IOException {
    needPage();
    Path page = directory.resolve("why.html");
    Outcome done = run("", NAMES, X86, "--html", page.toString());
    assertThat(done.status()).isZero();
    assertThat(done.out()).isEmpty();
    String html = Files.readString(page);
    assertThat(html)
        .startsWith("<!doctype html>")
        .endsWith("</html>\n")
        .contains("The kernel killed oom (6435)", "default-src 'none'")
        .doesNotContain(" src=", "@import", "://");
    // Without its scripts a page still tells the story, and says nothing else of a log.
    assertThat(html.replaceAll("(?s)<script.*?</script>", ""))
        .contains("<p>oom (6436) asked for one page, and the machine could not find it.</p>")
        .doesNotContain("invoked oom-killer");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(page);
    }
  }

  @Test
  void writesAPageInTheReadersLanguage() throws IOException {
    needPage();
    Path page = directory.resolve("why.html");
    String path = page.toString();
    Catalog chinese = Catalog.of(Language.CHINESE);
    Outcome done = Words.in(chinese, () -> run("", X86, "--what-if", "oom-group", "--html", path));
    assertThat(done.status()).isZero();
    assertThat(Files.readString(page))
        .contains("<html lang=\"zh-Hans\">", "<h2>内核杀死了 oom（6435）</h2>", "<h3>你问的问题</h3>")
        .contains("<script id=\"words\"", "<script id=\"catalog\"");
  }

  @Test
  void leavesAnOlderPageWhenThereIsNothingToWrite() throws IOException {
    needPage();
    Path page = directory.resolve("why.html");
    Files.writeString(page, "older");
    assertThat(run("no report here\n", "-", "--html", page.toString()).status()).isEqualTo(1);
    assertThat(page).hasContent("older");
    Outcome nowhere = run("", X86, "--html", directory.resolve("no/why.html").toString());
    assertThat(nowhere.status()).isEqualTo(1);
    assertThat(nowhere.err()).contains("cannot write into").doesNotContain("\tat ");
    assertThat(run("", X86, "--html", directory.toString()).status()).isEqualTo(2);
  }

  @Test
  void choosesAReport() {
    Outcome second = run("", X86, ARM, "--only", "2");
    assertThat(second.out()).startsWith(ARM).doesNotContain("4.20.12");
    assertThat(run("", X86, "--only", "2").status()).isEqualTo(1);
  }

  private static List<?> reports(String json) {
    return list(JsonMaps.read(json), "reports");
  }

  private static Map<?, ?> explained(String json, int report) {
    return map((Map<?, ?>) reports(json).get(report), "explain");
  }

  private static List<?> list(Map<?, ?> from, String name) {
    return from.get(name) instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> map(Map<?, ?> from, String name) {
    return from.get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Outcome run(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream in = System.in;
    PrintStream errors = System.err;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int status = new CommandLine(new ExplainCommand(out, Clock.systemUTC())).execute(arguments);
      return new Outcome(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setIn(in);
      System.setErr(errors);
    }
  }
}
