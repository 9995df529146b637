package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import oomlab.explain.Explanation.Answer;
import oomlab.explain.Explanation.Question;
import oomlab.explain.Explanation.Struck;
import oomlab.explain.Replay.Agreement;
import oomlab.internal.explain.WhatIfWords;
import oomlab.internal.text.Catalog;
import oomlab.internal.text.Language;
import oomlab.internal.text.Words;
import oomlab.report.OomReport;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Task;
import oomlab.report.OomReport.Trigger;
import oomlab.report.OomReports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The explanation in Chinese: the same as in English, and nothing of it in English. */
class ChineseStoryTest {
  private static final String ENGLISH = "(?s).*\\b[a-z]+ [a-z]+ [a-z]+\\b.*";
  private static final String MARKS = "，。；：（）、“”";

  private final Set<String> missing = new TreeSet<>();

  static List<Path> logs() {
    return Stream.concat(
            Logs.files(Logs.DIRECTORY).stream(),
            Logs.files(Logs.DIRECTORY.resolve("small")).stream())
        .filter(f -> f.toString().matches(".*\\.(log|txt)"))
        .toList();
  }

  private <T> T inChinese(Supplier<T> what) {
    return Words.in(Catalog.of(Language.CHINESE, missing::add), what);
  }

  private static List<Explanation> explanations(Path log) {
    return OomReports.parse(Logs.text(log)).stream().map(Explanation::of).toList();
  }

  /** What a reader is shown, beside headings. */
  private static List<String> said(Explanation e) {
    List<String> said = new ArrayList<>();
    e.story().forEach(answer -> said.addAll(answer.sentences()));
    e.whatWouldHaveChanged().forEach(w -> said.add(w.toString()));
    return said;
  }

  /** Without names that a program gave itself and without what the kernel says in a panic. */
  private static String withoutNames(String sentence, OomReport report) {
    Stream<String> names =
        Stream.of(
                report.tasks().stream().map(Task::name),
                report.kills().stream().map(Kill::comm),
                report.trigger().map(Trigger::comm).stream(),
                report.panic().map(Wording::clause).stream())
            .flatMap(s -> s)
            .filter(name -> !name.isEmpty() && !name.matches("[!-~&&[^,]]+"));
    return names.reduce(sentence, (text, name) -> text.replace(name, "x"));
  }

  @ParameterizedTest
  @MethodSource("logs")
  void tellsEveryReportInChinese(Path log) {
    inChinese(
        () -> {
          for (Explanation e : explanations(log)) {
            for (String sentence : said(e)) {
              // What is wrong with a line the parser says.
              if (!sentence.startsWith("第 ")) {
                readsWell(withoutNames(sentence, e.report()));
              }
            }
          }
          return true;
        });
    assertThat(missing).isEmpty();
  }

  private static void readsWell(String sentence) {
    assertThat(sentence)
        .endsWith("。")
        .doesNotContain("。。", "null", "%s", "%d")
        .doesNotMatch(ENGLISH)
        .doesNotMatch(".*( [%1$s]|[%1$s] ).*".formatted(MARKS))
        .doesNotMatch(".*\\p{IsHan}[,;:.].*")
        .doesNotMatch(".*\\p{IsHan} \\p{IsHan}.*");
  }

  @ParameterizedTest
  @MethodSource("logs")
  void findsTheSameInChinese(Path log) {
    assertThat(inChinese(() -> found(log))).isEqualTo(found(log));
  }

  /** How much is said to each question, which parts memory has, and who would have died. */
  private static List<List<Object>> found(Path log) {
    List<List<Object>> found = new ArrayList<>();
    for (Explanation e : explanations(log)) {
      Optional<Ledger> ledger = e.ledger();
      found.add(
          e.story().stream().<Object>map(a -> a.question() + " " + a.sentences().size()).toList());
      found.add(
          ledger.stream()
              .<Object>flatMap(l -> l.entries().stream().map(Ledger.Entry::kb))
              .toList());
      found.add(e.whatWouldHaveChanged().stream().<Object>map(w -> w.victims()).toList());
    }
    return found;
  }

  @Test
  void tellsAReportOfAMachine() {
    List<Answer> story = inChinese(() -> Logs.only("v4.20-x86_64-global").story());
    assertThat(story.get(0).sentences().get(0)).isEqualTo("oom（6436）请求一个页面，但机器找不到。");
    assertThat(story.stream().filter(a -> a.question() == Question.WHY_IT).toList())
        .flatExtracting(Answer::sentences)
        .containsExactly(
            "与内核的选择相比：一致。可以杀死的进程有 52 个，其中 oom（6435）的点数最多：1,915,267，分数 957 与打印的相同。",
            "Linux 4.17..5.8 的点数：常驻、换出和页表的页数，再加上总量的千分之 oom_score_adj；总量：2,000,718 页"
                + "（分配器管理的内存 1,476,431 页，交换分区 524,287 页）。");
    assertThat(missing).isEmpty();
  }

  @Test
  void passesOverTheSameProcessesWhenALanguageIsChosen() {
    Object[] report = {
      Logs.trigger(0),
      Logs.cpu("6.1.0", 501),
      Logs.machine(),
      Logs.table(
          Logs.row(500, 7, 200000, 409600, 0, 0, "hog"), Logs.row(501, 7, 9000, 4096, 0, 0, "app")),
      Logs.kill(501, "app")
    };
    Explanation e = inChinese(() -> Explanation.of(Logs.report(report), Set.of(500)));
    assertThat(e.replay().ranking().orElseThrow().of(500).orElseThrow().spared())
        .contains("先前已被杀死，内存也已取回");
    assertThat(e.whatIf(new Change.Adj(501, 5)).victims())
        .extracting(Task::pid)
        .containsExactly(501);
  }

  @Test
  void saysWordsAndHeadingsInTheLanguageOfTheMoment() {
    assertThat(Struck.NOT_YET.words()).isEqualTo("not at this moment");
    assertThat(inChinese(Struck.NOT_YET::words)).isEqualTo("此刻不会");
    assertThat(inChinese(Agreement.AGREES_WITHIN_DRIFT::toString)).isEqualTo("在漂移范围内一致");
    assertThat(inChinese(Question.WHO::heading)).isEqualTo("谁死了");
    assertThat(inChinese(() -> new Change.Swap(0).words())).isEqualTo("没有交换分区");
  }

  @Test
  void saysWhatAQuestionMayBe() {
    assertThatThrownBy(() -> inChinese(() -> WhatIfWords.parse("x=1")))
        .hasMessage(
            "读不懂“x=1”；可以写 adj=PID:VALUE, limit=SIZE, swap=SIZE, remove=PID,"
                + " allocating-task, oom-group；用逗号连起来的几项是一个问题");
  }
}
