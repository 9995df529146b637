package oomlab.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.check.Judgement.Grade;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import oomlab.report.OomReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the questions about reports, settings, wild logs and own programs say in Chinese. */
class ChineseReportQuestionsTest {
  private static final Path TABLES =
      Path.of("lib/workbook/src/test/resources/oomlab/check/answers");
  private static final Pattern ENGLISH = Pattern.compile("\\b[a-z]+ [a-z]+ [a-z]+\\b");

  private final Set<String> missing = new TreeSet<>();
  private final Catalog catalog = Catalog.of(Language.CHINESE, missing::add);
  private final Map<String, Object> data = new HashMap<>();

  private static List<Question<?>> questions() {
    List<Question<?>> all = new ArrayList<>();
    Stream.of(
            QueryQuestions.ALL,
            ReportQuestions.ALL,
            VictimQuestions.ALL,
            ZoneQuestions.ALL,
            SettingQuestions.ALL,
            WildQuestions.ALL,
            WritingQuestions.ALL)
        .forEach(all::addAll);
    all.removeAll(AdjustmentQuestions.ALL);
    return all;
  }

  private <T> T chinese(Supplier<T> what) {
    return Words.in(catalog, what);
  }

  /** Whether three English words follow each other; the kernel's words stand in quotes. */
  private static boolean hasEnglish(String said) {
    return ENGLISH.matcher(said.replaceAll("“[^”]*”", "")).find();
  }

  private Object data(String name) {
    return data.computeIfAbsent(name, CheckData::of);
  }

  private static List<String[]> rows(Question<?> question) throws IOException {
    List<String[]> rows = new ArrayList<>();
    try (Stream<Path> tables = Files.list(TABLES)) {
      for (Path table : tables.sorted().toList()) {
        Files.readAllLines(table).stream()
            .map(line -> line.split(" *\\| *", -1))
            .filter(cells -> cells[0].equals(question.id()))
            .forEach(rows::add);
      }
    }
    return rows;
  }

  /** Hints and solution; empty if the question cannot be asked of this data. */
  private static Stream<String> help(Question<?> question, Object data) {
    try {
      return Stream.concat(question.hints(data).stream(), Stream.of(question.solution(data)));
    } catch (IllegalArgumentException e) {
      assertThat(e).hasCauseInstanceOf(NoSuchElementException.class);
      return Stream.of();
    }
  }

  /** What a judgement says of itself: neither the kernel's lines nor what any question says. */
  private static Stream<String> said(Question<?> question, Object data, String[] row) {
    Judgement judgement = question.judge(data, row[2]);
    return row[3].equals("GOOD") || question.misconceptions().contains(row[3])
        ? Stream.of(
                judgement.misconception().stream(),
                Stream.of(judgement.because()),
                judgement.evidence().stream()
                    .filter(line -> line.line().isEmpty())
                    .map(EvidenceLine::text))
            .flatMap(s -> s)
        : Stream.of();
  }

  @Test
  void everythingThatIsSaidOfAnAnswerIsChinese() throws IOException {
    Set<String> all = new LinkedHashSet<>();
    for (Question<?> question : questions()) {
      for (String[] row : rows(question)) {
        all.addAll(chinese(() -> said(question, data(row[1]), row).toList()));
        all.addAll(chinese(() -> help(question, data(row[1])).toList()));
      }
    }
    assertThat(all).hasSizeGreaterThan(400).noneMatch(ChineseReportQuestionsTest::hasEnglish);
    assertThat(missing).isEmpty();
  }

  @Test
  void hintsAndSolutionsOfEveryWildLogAreChinese() throws IOException {
    Set<String> all = new LinkedHashSet<>();
    try (Stream<Path> logs = Files.list(Path.of("notebooks/data/wild"))) {
      for (Path log : logs.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        Object report = data("report:wild/" + log.getFileName());
        questions().stream()
            .filter(q -> q.about() == OomReport.class && q.id().startsWith("wild-"))
            .forEach(q -> all.addAll(chinese(() -> help(q, report).toList())));
      }
    }
    assertThat(all).hasSizeGreaterThan(80).noneMatch(ChineseReportQuestionsTest::hasEnglish);
    assertThat(missing).isEmpty();
  }

  @Test
  void mistakeAndSentenceAreSaidWithTheReadersNumbers() {
    Question<?> bytes = Questions.find("victim-bytes");
    Judgement pages = chinese(() -> bytes.judge(data("report:x86"), 1_412_546));
    assertThat(pages.misconception()).hasValue("把页数当成了字节数");
    assertThat(pages.because()).isEqualTo("1,412,546 是这一行里照原样打印的 rss：它是页数。");
    Question<?> score = Questions.find("sh-score");
    assertThat(chinese(() -> score.hints(data("report:arm"))).get(1))
        .matches("[\\d,]+ 页，减去其中的 3%；再乘以 1000，除以全部内存和交换分区的 [\\d,]+ 页。");
  }

  @ParameterizedTest
  @CsvSource({
    "wild-scope, report:wild/birch.log, 组, GOOD",
    "wild-scope, report:wild/birch.log, 机器, a group's limit overlooked",
    "wild-scope, report:wild/alder.log, 整台机器, GOOD",
    "wild-scope, report:wild/cedar.log, 内存控制组, the machine taken for a group",
    "wild-scope, report:wild/fir.log, 交换分区, swap taken for memory",
    "drift-side, report:arm, 更小, GOOD",
    "drift-side, report:arm, 更大, the table taken for the older one",
    "drift-side, report:arm, 一样大, the difference taken for rounding",
    "root-score, report:x86, 没有分数, root thought to be spared",
    "first-byte, run:first-kill, 常驻, GOOD",
    "first-byte, run:first-kill, 映射的, mapping taken for memory",
    "first-byte, run:first-kill, 两者都是, a touch taken for a new mapping"
  })
  void wordsMayBeAnsweredInChinese(String id, String about, String answer, String wanted) {
    Judgement judgement = Questions.find(id).judge(data(about), answer);
    String got = judgement.grade() == Grade.GOOD ? "GOOD" : judgement.misconception().orElse("BAD");
    assertThat(got).isEqualTo(wanted);
  }
}
