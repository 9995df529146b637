package oomlab.explain;

import static oomlab.explain.Formula.NO_ROOT_BONUS;
import static oomlab.explain.Formula.PER_MILLE;
import static oomlab.explain.Formula.PER_MILLE_RUNNING_OVER;
import static oomlab.explain.Formula.PER_MILLE_WITH_TABLES;
import static oomlab.explain.Formula.ROOT_MINUS_30;
import static oomlab.explain.Formula.ROOT_MINUS_3_PERCENT;
import static oomlab.explain.Formula.SIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import oomlab.report.OomReport.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every number here was worked out by hand, in the kernel's order of operations. */
class FormulaTest {
  private static final long PAGE = 4096;

  private static Task task(String row) {
    return Logs.report(Logs.trigger(0), Logs.table(row)).tasks().get(0);
  }

  private static Task oldTask(String row) {
    return Logs.report(Logs.trigger(0), Logs.oldTable(row)).tasks().get(0);
  }

  @Test
  void countsResidentSwappedAndPageTables() {
    // 15,409,152 bytes are 3,762 pages.
    Task task = task(Logs.row(5, 0, 1412546, 15409152, 498959, 0, "oom"));
    assertThat(NO_ROOT_BONUS.pages(task, PAGE)).isEqualTo(1412546 + 498959 + 3762);
    assertThat(SIGNED.pages(task, PAGE)).isEqualTo(1915267);
  }

  @Test
  void dividesPageTablesBeforeItAdds() {
    // 4,095 bytes are no page, 12,287 are two.
    assertThat(SIGNED.pages(task(Logs.row(5, 0, 10, 4095, 0, 0, "a")), PAGE)).isEqualTo(10);
    assertThat(SIGNED.pages(task(Logs.row(5, 0, 10, 12287, 3, 0, "a")), PAGE)).isEqualTo(15);
    assertThat(SIGNED.pages(task(Logs.row(5, 0, 10, 65536, 0, 0, "a")), 65536)).isEqualTo(11);
  }

  @Test
  void leavesPageTablesOutBefore2639() {
    Task task = oldTask(Logs.oldRow(5, 0, 100, 7, 20, 0, "a"));
    assertThat(PER_MILLE.pages(task, PAGE)).isEqualTo(120);
    assertThat(PER_MILLE_WITH_TABLES.pages(task, PAGE)).isEqualTo(127);
    assertThat(ROOT_MINUS_30.pages(task, PAGE)).isEqualTo(127);
  }

  @ParameterizedTest
  @CsvSource({
    // 700,000 * 1000 / 1,000,001 is 699 in whole thousandths
    "700000, 0, false, 1000001, 699",
    "700000, 0, true, 1000001, 669",
    "700000, 100, true, 1000001, 769",
    "700000, 400, false, 1000001, 1000",
    "700000, -900, false, 1000001, 1",
    "999, 0, false, 1000000, 1",
    "20000, 0, true, 1000000, 1",
  })
  void weighsInThousandthsUpTo34(long pages, int adj, boolean root, long total, long points) {
    assertThat(PER_MILLE.points(pages, adj, root, total)).isEqualTo(points);
    assertThat(PER_MILLE_WITH_TABLES.points(pages, adj, root, total)).isEqualTo(points);
    assertThat(PER_MILLE_RUNNING_OVER.points(pages, adj, root, total)).isEqualTo(points);
    assertThat(PER_MILLE.score(points, total)).isEqualTo(points);
  }

  @Test
  void takesRootFor30LowerFrom35To313() {
    // 1,999,999 / 1000 is 1,999 first; 30 of them are 59,970.
    assertThat(ROOT_MINUS_30.points(500000, 0, true, 1999999)).isEqualTo(440030);
    assertThat(ROOT_MINUS_30.points(500000, 0, false, 1999999)).isEqualTo(500000);
    assertThat(ROOT_MINUS_30.points(500000, 200, true, 1999999)).isEqualTo(839830);
    assertThat(ROOT_MINUS_30.points(1000, -100, true, 1999999)).isEqualTo(1);
  }

  @Test
  void takesThreePercentOffRootFrom314To416() {
    // 3 % of 16,193 is 485 in whole pages, taken off before oom_score_adj counts.
    assertThat(ROOT_MINUS_3_PERCENT.points(16193, 0, true, 21850)).isEqualTo(15708);
    assertThat(ROOT_MINUS_3_PERCENT.score(15708, 21850)).isEqualTo(718);
    assertThat(ROOT_MINUS_3_PERCENT.points(16193, 0, false, 21850)).isEqualTo(16193);
    assertThat(ROOT_MINUS_3_PERCENT.points(16193, 500, true, 21850)).isEqualTo(15708 + 500 * 21);
    assertThat(ROOT_MINUS_3_PERCENT.points(33, 0, true, 21850)).isEqualTo(33);
    assertThat(ROOT_MINUS_3_PERCENT.points(34, 0, true, 21850)).isEqualTo(33);
    assertThat(ROOT_MINUS_3_PERCENT.points(10, -10, true, 21850)).isEqualTo(1);
  }

  @Test
  void treatsRootLikeEveryoneFrom417() {
    assertThat(NO_ROOT_BONUS.points(1915267, 0, true, 2000718)).isEqualTo(1915267);
    assertThat(NO_ROOT_BONUS.score(1915267, 2000718)).isEqualTo(957);
    assertThat(NO_ROOT_BONUS.points(10, -1, true, 2000718)).isEqualTo(1);
  }

  @Test
  void mayBeNegativeFrom59() {
    assertThat(SIGNED.points(10, -1, true, 2000718)).isEqualTo(-1990);
    assertThat(SIGNED.points(10, -999, false, 2000718)).isEqualTo(10 - 999 * 2000);
    assertThat(SIGNED.points(10, 1000, false, 2000718)).isEqualTo(2000010);
  }

  @ParameterizedTest
  @EnumSource(
      value = Formula.class,
      names = {"ROOT_MINUS_30", "ROOT_MINUS_3_PERCENT", "NO_ROOT_BONUS", "SIGNED"})
  void letsNoAdjCountBelowAThousandPages(Formula formula) {
    assertThat(formula.points(500, -999, false, 999)).isEqualTo(500);
    assertThat(formula.points(500, 1000, false, 999)).isEqualTo(500);
  }

  @Test
  void survivesATotalOfNothing() {
    assertThat(NO_ROOT_BONUS.points(5, 7, false, 0)).isEqualTo(5);
    assertThat(NO_ROOT_BONUS.score(5, 0)).isEqualTo(5000);
    assertThat(PER_MILLE.points(5, 0, false, 0)).isEqualTo(1000);
  }

  @Test
  void runsOverAboveEightGigabytesIn2639() {
    // 2,147,483 * 1000 still fits into an int.
    assertThat(PER_MILLE_RUNNING_OVER.points(2147483, 0, false, 4000000)).isEqualTo(536);
    // 2,147,484 * 1000 becomes -2,147,483,296; as an unsigned long that is 2^64 less, which
    // divided by 4,000,000 is 4,611,686,017,890; cut to 32 bits -1,073,742,686: at least 1.
    assertThat(PER_MILLE_RUNNING_OVER.points(2147484, 0, false, 4000000)).isEqualTo(1);
    assertThat(PER_MILLE_WITH_TABLES.points(2147484, 0, false, 4000000)).isEqualTo(536);
    // 5,000,000 * 1000 becomes 705,032,704.
    assertThat(PER_MILLE_RUNNING_OVER.points(5000000, 0, false, 6000000)).isEqualTo(117);
  }

  @Test
  void saysHowManyPagesLieBetweenTwoScores() {
    // Score 716 of 21,850 ends at 15,666 points: 15,666 * 1000 / 21,850 is 716.97.
    assertThat(ROOT_MINUS_3_PERCENT.pagesBetween(15708, 716, 21850)).isEqualTo(42);
    assertThat(ROOT_MINUS_3_PERCENT.score(15666, 21850)).isEqualTo(716);
    assertThat(ROOT_MINUS_3_PERCENT.score(15667, 21850)).isEqualTo(717);
    // Score 720 begins at 15,732.
    assertThat(ROOT_MINUS_3_PERCENT.pagesBetween(15708, 720, 21850)).isEqualTo(24);
    assertThat(PER_MILLE.pagesBetween(500, 501, 100000)).isEqualTo(1);
    assertThat(PER_MILLE.pagesBetween(500, 503, 100000)).isEqualTo(200);
  }

  @Test
  void saysHowManyPagesADifferenceOfPointsIs() {
    assertThat(SIGNED.inPages(77, 100000)).isEqualTo(77);
    assertThat(PER_MILLE.inPages(0, 100000)).isZero();
    assertThat(PER_MILLE.inPages(1, 100000)).isEqualTo(1);
    assertThat(PER_MILLE.inPages(5, 8000000)).isEqualTo(32000);
  }
}
