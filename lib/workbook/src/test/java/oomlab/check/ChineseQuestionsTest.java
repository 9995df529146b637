package oomlab.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import oomlab.check.Judgement.Grade;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import oomlab.testing.SampleRuns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the questions say in Chinese, of the data and to the answers of the tables. */
class ChineseQuestionsTest {
  private static final Pattern HAS_CHINESE = Pattern.compile("\\p{IsHan}");
  private static final Pattern ENGLISH = Pattern.compile("\\b[a-z]+ [a-z]+ [a-z]+\\b");

  /** Chinese and Latin letters or digits with no space between them, or Chinese on both sides. */
  private static final Pattern SPACED_BADLY =
      Pattern.compile(
          "\\p{IsHan}[\\p{IsLatin}\\d]|[\\p{IsLatin}\\d]\\p{IsHan}|\\p{IsHan} \\p{IsHan}");

  /** What is said of these contains sentences of the library, which tests of its own hold. */
  private static final Set<String> WITH_SENTENCES_OF_OTHERS =
      Set.of("evidence-names", "kernel-record", "world-announcements", "world-victim");

  private static final Map<String, Object> DATA = new HashMap<>();

  private final List<String> missing = new ArrayList<>();
  private final Catalog chinese = Catalog.of(Language.CHINESE, this::lacks);

  private static Stream<AnswersTest.Row> rows() throws IOException {
    return AnswersTest.rows().stream();
  }

  /** Returns the questions of the classes whose sentences are held here. */
  private static Set<Question<?>> held() {
    Set<Question<?>> held = new HashSet<>();
    List.of(
            MachineQuestions.ALL,
            KillQuestions.ALL,
            AdjustmentQuestions.ALL,
            MemoryQuestions.ALL,
            GuestQuestions.ALL,
            LimitQuestions.ALL,
            EarlyQuestions.ALL)
        .forEach(held::addAll);
    ZoneQuestions.ALL.forEach(held::remove);
    return held;
  }

  private static Object data(String name) {
    return DATA.computeIfAbsent(name, CheckData::of);
  }

  private <T> T inChinese(Supplier<T> what) {
    return Words.in(chinese, what);
  }

  /** Keeps what a class of this package said; tests of the library hold its own sentences. */
  private void lacks(String english) {
    String words = Words.class.getPackageName();
    boolean here =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(StackWalker.StackFrame::getClassName)
                        .dropWhile(name -> !name.startsWith(words))
                        .dropWhile(name -> name.startsWith(words))
                        .findFirst())
            .filter(name -> name.startsWith(Question.class.getPackageName()))
            .isPresent();
    if (here) {
      missing.add(english);
    }
  }

  @AfterEach
  void nothingLacksItsTranslation() {
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void sameAnswersAreRightAndAllThatIsSaidOfThemIsChinese(AnswersTest.Row row) {
    Question<?> question = Questions.find(row.question());
    Object data = data(row.data());
    Judgement judgement = inChinese(() -> question.judge(data, row.answer()));
    assertThat(judgement.grade() == Grade.GOOD).isEqualTo(row.wanted().equals("GOOD"));
    assertThat(judgement.misconception().isPresent()).isEqualTo(row.wanted().matches(".*[a-z].*"));
    List<String> said = new ArrayList<>(inChinese(() -> question.hints(data)));
    said.add(inChinese(() -> question.solution(data)));
    said.add(judgement.because());
    judgement.misconception().ifPresent(said::add);
    if (!held().contains(question)) {
      missing.clear();
    } else {
      assertThat(said).allMatch(text -> HAS_CHINESE.matcher(text).find() || isCodeOrNumbers(text));
      judgement.evidence().stream()
          .filter(line -> HAS_CHINESE.matcher(line.text()).find())
          .forEach(line -> said.add(line.text()));
      assertIsGoodChinese(question, said);
    }
    if (question.right(data) instanceof ExpectedAnswer.Amount amount) {
      assertThat(inChinese(amount::unitSaid)).matches("[kMG]i?B|ms|%||\\p{IsHan}+");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "limit-broken, run:first-kill, 没有, GOOD",
    "limit-broken, run:first-kill, 否, GOOD",
    "limit-broken, run:first-kill, 是, BAD",
    "kernel-record, run:early-earlyoom, 没有, GOOD",
    "kernel-record, run:early-earlyoom, 有, BAD",
    "kernel-record, run:early-kernel, 有, GOOD",
    "fault-error, run:limit-group, 没有, GOOD",
    "fault-error, run:limit-group, 无, GOOD",
  })
  void answerMayBeChinese(String id, String data, String answer, Grade grade) {
    assertThat(Questions.find(id).judge(data(data), answer).grade()).isEqualTo(grade);
  }

  @Test
  void mistakeIsNamedAndSaidInOneLine() {
    Judgement judgement = Questions.find("bash-status").judge(data("run:first-kill"), 137);
    Judgement wrong =
        inChinese(() -> Questions.find("bash-status").judge(data("run:first-kill"), 9));
    assertThat(inChinese(wrong::toString))
        .startsWith("BAD     bash-status: 9：把信号当成了退出状态。9 是信号。shell 只用一个数来表示两种结局");
    assertThat(judgement.because()).startsWith("128 + 9 = 137, and exit(137) would look");
  }

  @Test
  void aPercentSignOfAMistakesNameIsOne() {
    Question<?> question = Questions.find("pc-score");
    assertThat(question.misconceptions()).contains("root's 3 % taken off");
    assertThat(inChinese(() -> Words.words("root's 3 %% taken off"))).isEqualTo("给 root 减去了 3%");
  }

  @Test
  void unitAndNumberAreAskedForInChinese() {
    Question<?> question = Questions.find("group-limit-pages");
    Object data = data("report:limit-group");
    double right = ((ExpectedAnswer.Amount) question.right(data)).value();
    assertThat(inChinese(() -> question.judge(data, right * 4096)).because())
        .isEqualTo("答案的单位应当是：页；字节与 4 KiB 的页面之间相差 4096 倍。");
    assertThat(inChinese(() -> question.judge(data, "全部")).because())
        .isEqualTo("这不是一个数。答案应当只是一个数（单位：页）。");
    assertThat(inChinese(() -> question.judge(data, null)).toString())
        .isEqualTo("MISSING group-limit-pages: 还没有答案；把 YOURS 换成你的答案，再运行一次单元格。");
    assertThat(inChinese(() -> question.judge(data, 1)).because()).startsWith("不对。");
  }

  @Test
  void whatCannotBeAskedIsRefusedInChinese() {
    Question<?> question = Questions.find("group-limit-pages");
    assertThatThrownBy(() -> inChinese(() -> question.judge("text", 1)))
        .hasMessage("题目“group-limit-pages”针对的是 OomReport，而不是 String");
    assertThatThrownBy(() -> inChinese(() -> Questions.find("group-limit")))
        .hasMessageMatching("没有题目“group-limit”；名称最接近的：.*、group-limit-pages.*");
    assertThatThrownBy(() -> inChinese(() -> Questions.find("x")))
        .hasMessageStartingWith("没有题目“x”；现有的题目：");
    assertThatThrownBy(() -> inChinese(() -> new World(" "))).hasMessageStartingWith("世界需要一个名字：");
    assertThatThrownBy(() -> inChinese(() -> new World("x").pick("x", List.of())))
        .hasMessage("没有可供选择的对象：x");
    assertThatThrownBy(
            () ->
                inChinese(
                    () -> Questions.find("world-points").judge(List.of(new World("x"), 1), 1)))
        .hasMessage("列表的第 2 项必须是 OomReport 类型");
    assertThat(inChinese(() -> EvidenceLine.row(SampleRuns.report(), SampleRuns.VICTIM)))
        .allSatisfy(line -> assertThat(inChinese(line::toString)).startsWith("第 "));
    assertThat(inChinese(() -> new World("ada").toString())).startsWith("“ada”的世界 ");
  }

  private static void assertIsGoodChinese(Question<?> question, List<String> said) {
    if (!WITH_SENTENCES_OF_OTHERS.contains(question.id())) {
      assertThat(said).noneMatch(text -> ENGLISH.matcher(unquoted(text)).find());
      assertThat(said).noneMatch(text -> SPACED_BADLY.matcher(text).find());
    }
  }

  /** Whether a text is of code, numbers and names: the same in every language. */
  private static boolean isCodeOrNumbers(String text) {
    return text.matches("[^a-z]*(kB|ms|MiB)?。|\\d+：.*。|[\\d. *]+[\\w /]+|rows\\.\\w+\\(.*\\)");
  }

  /** Words in quotation marks are said of the English word itself. */
  private static String unquoted(String text) {
    return text.replaceAll("“[^”]*”", "");
  }
}
