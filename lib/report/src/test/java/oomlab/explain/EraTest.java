package oomlab.explain;

import static oomlab.explain.Formula.NO_ROOT_BONUS;
import static oomlab.explain.Formula.PER_MILLE;
import static oomlab.explain.Formula.PER_MILLE_WITH_TABLES;
import static oomlab.explain.Formula.ROOT_MINUS_30;
import static oomlab.explain.Formula.ROOT_MINUS_3_PERCENT;
import static oomlab.explain.Formula.SIGNED;
import static oomlab.explain.Formula.TIME_BASED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import oomlab.internal.text.KernelRelease;
import oomlab.report.OomReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EraTest {
  private static final String BOTH_ADJ =
      "hog invoked oom-killer: gfp_mask=0x201da, order=0, oom_adj=0, oom_score_adj=0";
  private static final List<String> TABLE_2636 =
      List.of(
          "[ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name",
          "[  500]     0   500     2000     1000   0       0             0 hog");

  private static List<Formula> possible(Object... parts) {
    return Era.possible(Logs.report(parts));
  }

  @ParameterizedTest
  @CsvSource({
    "2.6.18, TIME_BASED",
    "2.6.35.14, TIME_BASED",
    "2.6.36, PER_MILLE",
    "2.6.38-8-generic, PER_MILLE",
    "2.6.39-rc1, PER_MILLE_WITH_TABLES",
    "3.4.113, PER_MILLE_WITH_TABLES",
    "3.5.0, ROOT_MINUS_30",
    "3.13.0-27-generic, ROOT_MINUS_30",
    "3.14, ROOT_MINUS_3_PERCENT",
    "4.16.18, ROOT_MINUS_3_PERCENT",
    "4.17.0, NO_ROOT_BONUS",
    "5.8.18, NO_ROOT_BONUS",
    "5.9-rc1, SIGNED",
    "5.10.0-46-amd64, SIGNED",
    "6.18.44, SIGNED",
    "10.0, SIGNED",
  })
  void knowsTheFormulaOfAMainlineRelease(String release, Formula formula) {
    assertThat(Formula.of(KernelRelease.parse(release).orElseThrow())).isEqualTo(formula);
  }

  @Test
  void readsNoReleaseFromOtherWords() {
    assertThat(KernelRelease.parse("")).isEmpty();
    assertThat(KernelRelease.parse("next-20220412")).isEmpty();
    assertThat(KernelRelease.parse("99999.1")).isEmpty();
  }

  @Test
  void takesReportsWithoutOomScoreAdjForTimeBased() {
    assertThat(possible("hog invoked oom-killer: gfp_mask=0x201d2, order=0, oomkilladj=0"))
        .containsExactly(TIME_BASED);
    assertThat(possible("oom-killer: gfp_mask=0x201d2, order=0")).containsExactly(TIME_BASED);
  }

  @Test
  void believesTheColumnsMoreThanTheRelease() {
    // A vendor's 2.6.32 with the table of 2.6.36.
    assertThat(
            possible(
                BOTH_ADJ, "Pid: 500, comm: hog Not tainted 2.6.32-642.el6.x86_64 #1", TABLE_2636))
        .containsExactly(PER_MILLE, PER_MILLE_WITH_TABLES, ROOT_MINUS_30);
  }

  @Test
  void putsTheFormulaOfTheNamedReleaseFirst() {
    assertThat(possible(BOTH_ADJ, "Pid: 500, comm: hog Not tainted 3.2.0 #1", TABLE_2636))
        .as("changes are carried to older trees, never taken back in newer ones")
        .containsExactly(PER_MILLE_WITH_TABLES, ROOT_MINUS_30);
    assertThat(
            possible(
                Logs.trigger(0),
                Logs.cpu("3.16.4", 500),
                Logs.oldTable(Logs.oldRow(500, 0, 1000, 7, 0, 0, "hog"))))
        .containsExactly(ROOT_MINUS_3_PERCENT);
  }

  @Test
  void knowsTheRunningOverOnlyWhereAProcessIsLargeEnough() {
    List<String> large = List.of(TABLE_2636.get(0), TABLE_2636.get(1).replace("1000", "2147484"));
    assertThat(possible(BOTH_ADJ, large)).contains(Formula.PER_MILLE_RUNNING_OVER);
    assertThat(possible(BOTH_ADJ, TABLE_2636)).doesNotContain(Formula.PER_MILLE_RUNNING_OVER);
  }

  @Test
  void knowsNrPmdsFor314To416() {
    assertThat(
            possible(
                Logs.trigger(0),
                "[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name",
                "[  500]     0   500     2000     1000       7       2        0             0 hog"))
        .containsExactly(ROOT_MINUS_3_PERCENT);
  }

  @Test
  void knowsTheTableOf415WithItsScoreForTwoFormulas() {
    String header =
        "[ pid ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name";
    String row = "[  500]     0   500     2000     1000    8192        0             0 hog";
    assertThat(possible(Logs.trigger(0), header, row, Logs.scoredKill(500, "hog", 9, 500)))
        .containsExactly(ROOT_MINUS_3_PERCENT, NO_ROOT_BONUS);
    assertThat(possible(Logs.trigger(0), header, row, Logs.kill(500, "hog")))
        .containsExactly(NO_ROOT_BONUS);
  }

  @Test
  void seesTheSignedFormulaByWhatElseIsPrinted() {
    String row = Logs.row(500, 0, 1000, 8192, 0, 0, "hog");
    assertThat(possible(Logs.trigger(0), Logs.table(row), Logs.kill(500, "hog")))
        .containsExactlyInAnyOrder(NO_ROOT_BONUS, SIGNED);
    assertThat(
            possible(
                Logs.trigger(0),
                "Node 0 Normal free:1kB boost:0kB min:1kB low:2kB high:3kB",
                Logs.table(row),
                Logs.kill(500, "hog")))
        .containsExactly(SIGNED);
    assertThat(
            possible(Logs.trigger(0), Logs.cpu("5.4.0", 500), Logs.table(row), Logs.kill(500, "x")))
        .containsExactly(NO_ROOT_BONUS, SIGNED);
  }

  @Test
  void goesByTheReleaseAloneWhereThereIsNoTable() {
    assertThat(possible(Logs.trigger(0), Logs.cpu("4.9.1", 5)))
        .containsExactly(ROOT_MINUS_3_PERCENT);
    OomReport bare = Logs.report(Logs.kill(5, "hog"));
    assertThat(Era.possible(bare)).containsExactly(NO_ROOT_BONUS, SIGNED);
    assertThat(Era.scorePrinted(bare)).isFalse();
    assertThat(Era.possible(Logs.report(Logs.scoredKill(5, "hog", 9, 5))))
        .startsWith(PER_MILLE)
        .endsWith(NO_ROOT_BONUS);
  }
}
