package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import oomlab.explain.Explanation.Answer;
import oomlab.explain.Explanation.Question;
import oomlab.report.OomReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The explanation in sentences. */
@Isolated("changes the locale")
class StoryTest {
  private static final String BIG = Logs.row(500, 7, 200000, 409600, 0, 0, "hog");

  static List<String> logs() {
    return Logs.goldens();
  }

  private static String told(Explanation e, Question question) {
    return e.story().stream()
        .filter(p -> p.question() == question)
        .map(p -> String.join(" ", p.sentences()))
        .findFirst()
        .orElse("");
  }

  private static List<String> doubts(Explanation e) {
    return e.story().stream()
        .filter(answer -> answer.question() == Question.UNCERTAIN)
        .flatMap(answer -> answer.sentences().stream())
        .toList();
  }

  private static List<List<Answer>> stories(String name) {
    List<List<Answer>> all = new ArrayList<>();
    for (OomReport report : Logs.golden(name)) {
      all.add(Explanation.of(report).story());
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("logs")
  void answersInTheOrderOfTheQuestionsInWholeSentences(String name) {
    for (List<Answer> story : stories(name)) {
      List<Question> asked = story.stream().map(Answer::question).toList();
      assertThat(asked).as(name).isEqualTo(List.copyOf(EnumSet.copyOf(asked)));
      assertThat(asked)
          .as(name)
          .contains(Question.WHAT, Question.WHO, Question.WHY_IT, Question.WHY_AT_ALL);
      for (Answer part : story) {
        assertThat(part.sentences()).as("%s, %s", name, part.question()).isNotEmpty();
        for (String sentence : part.sentences()) {
          assertThat(sentence)
              .as("%s, %s", name, part.question())
              .endsWith(".")
              .doesNotEndWith("..")
              .doesNotContain("null", "Optional", "%d", "%s");
        }
      }
    }
  }

  @Test
  void tellsTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      for (String name : logs()) {
        Locale.setDefault(Locale.ROOT);
        List<List<Answer>> plain = stories(name);
        for (String tag : List.of("de-DE", "ar-EG", "fr-FR")) {
          Locale.setDefault(Locale.forLanguageTag(tag));
          assertThat(stories(name)).as("%s in %s", name, tag).isEqualTo(plain);
        }
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void asksEveryQuestionOnce() {
    assertThat(Question.values()).extracting(Question::heading).doesNotHaveDuplicates().hasSize(7);
    assertThat(Question.WHY_AT_ALL.heading()).isEqualTo("Why there was no memory");
  }

  @Test
  void tellsTheFirstSeedReport() {
    Explanation e = Logs.only("v4.20-x86_64-global");
    assertThat(told(e, Question.WHAT))
        .contains("asked for one page, and the machine could not find it.")
        .contains("The request was GFP_HIGHUSER_MOVABLE|__GFP_ZERO.");
    assertThat(told(e, Question.WHO)).contains("was killed, with ").contains("of anonymous memory");
    assertThat(told(e, Question.WHY_IT))
        .startsWith("Recomputed: agrees. ")
        .contains("1,915,267, a score of 957 as printed")
        .contains("Points of Linux 4.17..5.8: resident and swapped pages and page tables")
        .contains("thousandths of 2,000,718 pages");
    assertThat(told(e, Question.WHY_AT_ALL)).startsWith("No zone that the request could use");
    assertThat(told(e, Question.WHERE))
        .contains("The largest part of all RAM, 5,950.6 MiB, is anonymous memory")
        .contains("2,048.0 MiB more were swapped out.");
    assertThat(told(e, Question.OTHERWISE)).startsWith("If oom_score_adj of process ");
  }

  @Test
  void tellsWhatIsSparedRoot() {
    assertThat(told(Logs.only("v4.0-arm32-global"), Question.WHY_IT))
        .startsWith("Recomputed: agrees within drift. ")
        .contains("; root is spared 3 % of its own.");
    assertThat(told(Logs.only("v2.6.32-el6-i386-memcg"), Question.WHY_IT))
        .contains("Points of Linux 2.6.36..2.6.38: resident and swapped pages, and")
        .contains("; root is spared 30 thousandths.");
  }

  @Test
  void tellsWhoCalledByHand() {
    Explanation e =
        Logs.explain(
            "kworker/0:1 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=-1, oom_score_adj=0",
            Logs.cpu("6.1.0", 9),
            Logs.machine(),
            Logs.table(BIG),
            Logs.kill(500, "hog"));
    assertThat(told(e, Question.WHAT))
        .isEqualTo("Somebody called the OOM killer by hand (sysrq-f); memory had not run out.");
  }

  @Test
  void tellsHowManyPagesInARow() {
    Explanation e =
        Logs.explain(Logs.trigger(2), Logs.machine(), Logs.table(BIG), Logs.kill(500, "hog"));
    assertThat(told(e, Question.WHAT)).startsWith("hog asked for 4 pages in a row (16 kB), and ");
  }

  @Test
  void tellsOfAPanicAndOfNoKill() {
    Explanation panic = Logs.only("v6.1-x86_64-panic");
    assertThat(told(panic, Question.WHAT))
        .contains("The machine panicked: Out of memory: system-wide panic_on_oom is enabled.");
    assertThat(told(panic, Question.WHO)).isEqualTo("Nobody was killed: the machine panicked.");
    assertThat(
            told(
                Logs.explain(
                    Logs.trigger(0),
                    Logs.machine(),
                    Logs.table(BIG),
                    "Kernel panic - not syncing: Out of memory and no killable processes..."),
                Question.WHAT))
        .endsWith("The machine panicked: Out of memory and no killable processes.");
    assertThat(told(Logs.explain(Logs.trigger(0), Logs.machine(), Logs.table(BIG)), Question.WHO))
        .isEqualTo("The report names no kill.");
  }

  @Test
  void tellsOfAGroupAndOfTheReaper() {
    assertThat(told(Logs.only("v6.1-x86_64-oomgroup"), Question.WHO))
        .contains(" died with its group");
    Explanation e =
        Logs.explain(
            Logs.trigger(0),
            Logs.machine(),
            Logs.table(BIG),
            Logs.kill(500, "hog"),
            "oom_reaper: reaped process 500 (hog), now anon-rss:8kB, file-rss:4kB, shmem-rss:0kB");
    assertThat(told(e, Question.WHO))
        .contains("hog (500) was killed, with 4 kB of anonymous memory, 4 kB of page tables.")
        .contains(
            "took back the memory of hog (500) without waiting for its end; 12 kB were left.");
  }

  @Test
  void tellsLittleOfALonelyKill() {
    Explanation e = Logs.explain(Logs.kill(500, "hog"));
    assertThat(told(e, Question.WHAT))
        .isEqualTo("A task asked for memory, and the machine could not find it.");
    assertThat(told(e, Question.WHY_IT)).contains("The log holds only the kill");
    assertThat(e.story())
        .extracting(Answer::question)
        .doesNotContain(Question.WHERE, Question.OTHERWISE);
  }

  @Test
  void saysSoWhenTheLinesNameMoreThanThereIs() {
    Explanation e =
        Logs.explain(
            Logs.trigger(0),
            "Mem-Info:",
            "active_anon:4000 inactive_anon:0 isolated_anon:0",
            " free:103 free_pcp:0 free_cma:0",
            "4096 pages RAM",
            "0 pages reserved",
            Logs.kill(5, "hog"));
    assertThat(told(e, Question.WHERE))
        .endsWith("The lines name 28 kB (0.2 %) more than there is: memory moved meanwhile.");
  }

  @Test
  void namesItsDoubts() {
    String doubts =
        told(
            Logs.explain(Logs.trigger(0), Logs.table(BIG), Logs.kill(500, "hog")),
            Question.UNCERTAIN);
    assertThat(doubts)
        .contains("The page size is not told; 4 kB is assumed.")
        .contains("Which release's rules applied");
    assertThat(
            told(
                Logs.explain(
                    Logs.trigger(0),
                    Logs.cpu("3.10.0", 500),
                    Logs.machine(),
                    Logs.oldTable(Logs.oldRow(500, 0, 200000, 100, 0, 0, "hog")),
                    Logs.scoredKill(500, "hog", 637, 500)),
                Question.UNCERTAIN))
        .contains("Processes of uid 0 are taken to have CAP_SYS_ADMIN");
  }

  @Test
  void namesNoMoreThanEightProblems() {
    List<String> rows = new ArrayList<>();
    for (int pid = 101; pid <= 112; pid++) {
      // More resident than all of its address space.
      rows.add(
          "[%7d]     0 %5d      10     9000     8192        0         0 odd".formatted(pid, pid));
    }
    rows.add(BIG);
    Explanation e =
        Logs.explain(
            Logs.trigger(0),
            Logs.machine(),
            Logs.table(rows.toArray(new String[0])),
            Logs.kill(500, "hog"));
    int problems = e.report().problems().size();
    assertThat(problems).isGreaterThanOrEqualTo(12);
    List<String> doubts = doubts(e);
    assertThat(doubts.stream().filter(d -> d.startsWith("Line "))).hasSize(8);
    assertThat(doubts).contains(problems - 8 + " more problems.");
  }

  @Test
  void countsTheLinesThatItDoesNotUnderstand() {
    Explanation e =
        Logs.explain(
            Logs.trigger(0),
            "Mem-Info:",
            "some words that no kernel prints here",
            Logs.machine(),
            Logs.table(BIG),
            Logs.kill(500, "hog"));
    assertThat(e.report().unread()).hasSize(1);
    assertThat(doubts(e)).contains("1 line of the report was not understood, the first is line 3.");
  }
}
