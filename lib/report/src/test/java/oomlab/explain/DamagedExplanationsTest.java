package oomlab.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import oomlab.report.OomReport;
import oomlab.report.OomReports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happened to a report on its way, it can be explained, and the ledger adds up. */
class DamagedExplanationsTest {
  private static final int MOST = 60;

  static List<String> logs() {
    return Logs.goldens();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void explainsWhatIsLeftOfACutReport(String name) {
    List<String> lines = lines(name);
    int step = Math.max(1, lines.size() / MOST);
    for (int end = 0; end <= lines.size(); end += step) {
      check(String.join("\n", lines.subList(0, end)), name + " cut after line " + end);
      check(String.join("\n", lines.subList(end, lines.size())), name + " from line " + end);
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void explainsAReportWithoutALine(String name) {
    List<String> lines = lines(name);
    int step = Math.max(1, lines.size() / MOST);
    for (int i = 0; i < lines.size(); i += step) {
      List<String> rest = new ArrayList<>(lines);
      rest.remove(i);
      check(String.join("\n", rest), name + " without line " + (i + 1));
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void explainsAReportWithOtherNumbers(String name) {
    long seed = Long.getLong("oomlab.seed", System.nanoTime());
    Random random = new Random(seed);
    String text = Logs.text(Logs.DIRECTORY.resolve(name + ".log"));
    for (int i = 0; i < MOST; i++) {
      check(damage(text, random), "%s, damage %d of -Doomlab.seed=%d".formatted(name, i, seed));
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void explainsAReportWithOtherCharacters(String name) {
    long seed = Long.getLong("oomlab.seed", System.nanoTime());
    Random random = new Random(seed);
    String text = Logs.text(Logs.DIRECTORY.resolve(name + ".log"));
    for (int i = 0; i < MOST / 3; i++) {
      String what = "%s, damage %d of -Doomlab.seed=%d".formatted(name, i, seed);
      check(tear(text, random), what);
      check(text.substring(0, random.nextInt(text.length())), what + ", cut");
    }
  }

  /** What is not printed is not known: it must not be told as a cause. */
  @ParameterizedTest
  @MethodSource("logs")
  void drawsNoConclusionFromACutLine(String name) {
    List<String> lines = lines(name);
    String whole = story(lines);
    for (int width = 60; width <= 160; width += 4) {
      int most = width;
      String cut =
          story(lines.stream().map(l -> l.substring(0, Math.min(most, l.length()))).toList());
      for (String conclusion : CONCLUSIONS) {
        assertThat(!cut.contains(conclusion) || whole.contains(conclusion))
            .as("%s cut at %d says %s", name, width, conclusion)
            .isTrue();
      }
    }
  }

  private static final List<String> CONCLUSIONS =
      List.of(
          "which has no memory",
          "Before 2.6.36",
          "had enough again",
          "was printed and is empty",
          "of which 0 kB is dirty",
          "had enough for the last attempt");

  private static String story(List<String> lines) {
    return OomReports.parse(String.join("\n", lines)).stream()
        .flatMap(report -> Explanation.of(report).story().stream())
        .flatMap(answer -> answer.sentences().stream())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void saysWhereLinesAreThatGrepLeftOut() {
    String log =
        """
        [7.021013] java invoked oom-killer: gfp_mask=0xd0, order=0, oom_adj=0, oom_scoe_adj=0
        [7.021018] [ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name
        [7.698347] Out of memory: Kill process 215701 (java) score 854 or sacrifice child
        [7.707978] Killed process 215701, UID 679, (java) total-vm:110kB, anon-rss:71kB, file-rss:1kB
        """;
    assertThat(story(List.of(log)))
        .contains("Lines between these were left out")
        .doesNotContain("Before 2.6.36")
        .doesNotContain("was printed and is empty");
  }

  private static List<String> lines(String name) {
    return Logs.text(Logs.DIRECTORY.resolve(name + ".log")).lines().toList();
  }

  private static String damage(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int hits = 1 + random.nextInt(12); hits > 0 && out.length() > 10; hits--) {
      int at = random.nextInt(out.length());
      while (at < out.length() - 1 && !Character.isDigit(out.charAt(at))) {
        at++;
      }
      int end = at;
      while (end < out.length() && Character.isDigit(out.charAt(end))) {
        end++;
      }
      String number =
          switch (random.nextInt(6)) {
            case 0 -> "0";
            case 1 -> "-1";
            case 2 -> "9223372036854775807";
            case 3 -> "2147483648";
            case 4 -> "9007199254740988";
            default -> "" + random.nextInt(100000);
          };
      out.replace(at, end, number);
    }
    return out.toString();
  }

  private static String tear(String text, Random random) {
    StringBuilder out = new StringBuilder(text);
    for (int hits = 1 + random.nextInt(20); hits > 0 && out.length() > 40; hits--) {
      int at = random.nextInt(out.length() - 31);
      int end = at + 1 + random.nextInt(30);
      switch (random.nextInt(4)) {
        case 0 -> out.setCharAt(at, (char) random.nextInt(0x250));
        case 1 -> out.delete(at, end);
        case 2 -> out.insert(at, out.substring(at, end));
        default -> out.insert(at, "\n");
      }
    }
    return out.toString();
  }

  private static void check(String text, String what) {
    try {
      for (OomReport report : OomReports.parse(text)) {
        Explanation e = Explanation.of(report);
        e.whatWouldHaveChanged();
        e.story();
        assertThat(e.replay().why()).as(what).isNotBlank();
        assertThat(e.request().why()).as(what).isNotEmpty();
        LedgerTest.addsUp(e, what);
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(what, e);
    }
  }
}
