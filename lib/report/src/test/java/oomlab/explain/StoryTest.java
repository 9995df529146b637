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
    assertThat(Question.values()).extracting(Question::heading).doesNotHaveDuplicates().hasSize(9);
    assertThat(Question.WHY_AT_ALL.heading()).isEqualTo("Why there was no memory");
    assertThat(List.of(Question.values()).subList(0, 4))
        .as("what an engineer needs, before the proof")
        .containsExactly(Question.WHAT, Question.WHO, Question.HOLDERS, Question.ADVICE);
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

  @Test
  void namesTheKillsOfAGroupInOneSentence() {
    List<String> kills = new ArrayList<>();
    for (int pid = 500; pid < 541; pid++) {
      kills.add(Logs.kill(pid, pid % 2 == 0 ? "cc1" : "make"));
    }
    Explanation e =
        Logs.explain(
            Logs.trigger(0),
            Logs.machine(),
            Logs.table(BIG),
            kills.get(0).replace("Out of memory", "Memory cgroup out of memory"),
            "Tasks in /build are going to be killed due to memory.oom.group set",
            kills.stream()
                .skip(1)
                .map(k -> k.replace("Out of memory", "Memory cgroup out of memory"))
                .toList());
    assertThat(e.report().kills()).hasSize(41);
    assertThat(told(e, Question.WHO))
        .startsWith("cc1 (500) was killed, with 4 kB of anonymous memory")
        .endsWith(
            "With it 40 others died with its group (most of all 20 make, 20 cc1), with 160 kB of"
                + " anonymous memory in all.");
  }

  @Test
  void saysWhereTheRestOfALonelyKillIs() {
    assertThat(told(Logs.explain(Logs.kill(500, "hog")), Question.ADVICE))
        .startsWith("The rest of the report is in the kernel's log, above this: dmesg -T, or")
        .contains("journalctl -k --no-pager");
  }

  @Test
  void saysWhoCutTheLines() {
    Explanation cut =
        Logs.explain(
            Logs.trigger(0),
            Logs.cpu("6.1.0", 500),
            "Mem-Info:",
            "active_anon:1 inactive_anon:1 isolated_anon:0 active_file:1 inactive_fil>",
            "Node 0 active_anon:4kB inactive_anon:4kB active_file:4kB inactive_file:4k>",
            Logs.table(BIG),
            Logs.kill(500, "hog"));
    assertThat(doubts(cut)).anyMatch(d -> d.contains("journalctl --no-pager"));
    Explanation whole =
        Logs.explain(
            Logs.trigger(0),
            Logs.cpu("6.1.0", 500),
            "Call Trace:",
            " <TASK>",
            " dump_stack_lvl+0x1/0x2",
            " </TASK>",
            Logs.table(BIG),
            Logs.kill(500, "hog"));
    assertThat(doubts(whole)).noneMatch(d -> d.contains("no-pager"));
  }

  @Test
  void saysThatOrderDecidedWhereAllHaveTheFewestPoints() {
    Explanation floored =
        Logs.explain(
            Logs.trigger(0),
            Logs.cpu("4.20.0", 500),
            Logs.machine(),
            Logs.table(
                Logs.row(500, 0, 300, 4096, 0, -998, "pause"),
                Logs.row(501, 0, 9000, 4096, 0, -998, "app")),
            Logs.scoredKill(500, "pause", 0, 500));
    assertThat(told(floored, Question.WHY_IT))
        .contains("All 2 that may be killed have an oom_score_adj of -998, so each has the fewest")
        .contains("their order decided, not their size.");
    Explanation signed =
        Logs.explain(
            Logs.trigger(0),
            Logs.cpu("6.1.0", 501),
            Logs.machine(),
            Logs.table(
                Logs.row(500, 0, 300, 4096, 0, -998, "pause"),
                Logs.row(501, 0, 9000, 4096, 0, -998, "app")),
            Logs.kill(501, "app"));
    assertThat(told(signed, Question.WHY_IT)).contains("does not change their order");
  }

  @Test
  void namesDistributionAndHypervisor() {
    Explanation e =
        Logs.explain(
            Logs.trigger(0),
            Logs.cpu("5.14.0-427.13.1.el9_4.x86_64", 500),
            "Hardware name: VMware, Inc. VMware Virtual HostPlatform/440BX, BIOS 6.00 11/12/2020",
            Logs.machine(),
            Logs.table(BIG),
            Logs.kill(500, "hog"));
    assertThat(told(e, Question.WHAT))
        .endsWith(
            "A kernel of Red Hat Enterprise Linux 9 or a rebuild of it on a VMware virtual"
                + " machine.");
  }
}
