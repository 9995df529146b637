package oomlab.check;

import static oomlab.check.Arithmetic.held;
import static oomlab.check.Arithmetic.kbOfPage;
import static oomlab.check.Arithmetic.n;
import static oomlab.check.Arithmetic.victim;
import static oomlab.internal.text.Words.later;
import static oomlab.internal.text.Words.words;

import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import oomlab.Recording.Series;
import oomlab.Run;
import oomlab.report.OomReport;
import tech.tablesaw.api.Table;

/** Questions of chapters 00 to 04 that a query of a table answers. */
final class QueryQuestions {
  private static final double MILLI = 1e6;
  private static final long WANTED_KB = 64 * 1024;

  private static final Question<Table> HARDLY_RESIDENT =
      Question.of(
              "hardly-resident", Table.class, t -> ExpectedAnswer.exactly(rows(t, 10), "processes"))
          .wrong(
              later("the others counted"),
              t -> ExpectedAnswer.exactly(t.rowCount() - rows(t, 10), ""),
              t -> words("Those are the ones that have a tenth or more in memory."))
          .wrong(
              later("every process counted"),
              t -> ExpectedAnswer.exactly((long) t.rowCount(), ""),
              t -> words("The table has %d rows. `where` leaves only some of them.", t.rowCount()))
          .wrong(
              later("a share compared with per cent"),
              t -> ExpectedAnswer.exactly(rows(t, 1000), ""),
              t ->
                  words(
                      "You compared with 0.1, but the column is in per cent: that is a thousandth."))
          .evidence(t -> List.of(EvidenceLine.of(words("rows of the table: %d", t.rowCount()))))
          .hint(t -> words("A tenth is 10 per cent. Compare in_memory_percent with it."))
          .hint(t -> "shares.where(shares.doubleColumn(\"in_memory_percent\").isLessThan(...))")
          .solution(
              t ->
                  words(
                      "shares.where(shares.doubleColumn(\"in_memory_percent\").isLessThan(10)).rowCount() is %d, of %d.",
                      rows(t, 10), t.rowCount()));

  private static final Question<Run> HALF_FULL =
      Question.of(
              "half-full",
              Run.class,
              run -> new ExpectedAnswer.Amount(millis(run, above(run)), "ms", 0.001))
          .wrong(
              later("the last sample below half"),
              run -> new ExpectedAnswer.Amount(millis(run, above(run) - 1), "", 0.001),
              run ->
                  words(
                      "At %.3f ms it had half or less, for the last time.",
                      millis(run, above(run) - 1)))
          .wrong(
              later("half of the time"),
              run -> new ExpectedAnswer.Amount(millis(run, series(run).size() - 1) / 2, "", 0.001),
              run ->
                  words("That is half of the time. Memory does not grow evenly; ask for the rows."))
          .wrong(
              later("address space taken for memory"),
              run ->
                  new ExpectedAnswer.Amount(
                      millis(
                          run,
                          first(run, i -> series(run).totalPages(i) * run.pageBytes(), half(run))),
                      "",
                      0.001),
              run -> words("total_pages is address space. Memory is in rss_pages and rss_mib."))
          .evidence(
              run -> List.of(EvidenceLine.of(words("half of the limit: %s bytes", n(half(run))))))
          .hint(
              run -> words("Keep the rows in which rss_mib is more than half of the limit in MiB."))
          .hint(run -> words("Of the rows that are left, time_ms has a smallest value: min()."))
          .solution(
              run ->
                  words(
                      "samples.where(samples.doubleColumn(\"rss_mib\").isGreaterThan(%s)).doubleColumn(\"time_ms\").min() is %.3f.",
                      ExpectedAnswer.shown(half(run) / 1048576.0), millis(run, above(run))));

  private static final Question<OomReport> ROOT_SWAP =
      Question.of(
              "root-swap-mib",
              OomReport.class,
              r -> ExpectedAnswer.about(swap(r, QueryQuestions::isRoot) / 1024.0, "MiB"))
          .wrong(
              later("pages read as kB"),
              r -> ExpectedAnswer.about(pages(r, QueryQuestions::isRoot) / 1024.0, ""),
              r ->
                  words(
                      "%s is the sum in pages; you took it for kB.",
                      n(pages(r, QueryQuestions::isRoot))))
          .wrong(
              later("everybody's swap counted"),
              r -> ExpectedAnswer.about(swap(r, t -> true) / 1024.0, ""),
              r -> words("That is the swap of all processes. `where` keeps those of uid 0."))
          .wrong(
              later("everybody but root counted"),
              r -> ExpectedAnswer.about(swap(r, t -> !isRoot(t)) / 1024.0, ""),
              r -> words("Those are the ones that are not root's."))
          .evidence(
              r ->
                  List.of(
                      EvidenceLine.of(
                          words(
                              "rows of uid 0: %d",
                              r.tasks().stream().filter(QueryQuestions::isRoot).count()))))
          .hint(r -> words("Keep the rows in which uid is 0, and add up swapents_pages."))
          .hint(r -> words("The sum is in pages of %d kB; a MiB has 1024 kB.", kbOfPage(r)))
          .solution(
              r ->
                  words(
                      "tasks.where(tasks.longColumn(\"uid\").isEqualTo(0)).longColumn(\"swapents_pages\").sum() is %s pages of %d kB.",
                      n(pages(r, QueryQuestions::isRoot)), kbOfPage(r)));

  private static final Question<OomReport> OTHERS_FOR_64_MIB =
      Question.of(
              "others-for-64-mib",
              OomReport.class,
              r -> ExpectedAnswer.exactly(needed(r, WANTED_KB / kbOfPage(r)), "processes"))
          .wrong(
              later("the last one left out"),
              r -> ExpectedAnswer.exactly(needed(r, WANTED_KB / kbOfPage(r)) - 1, ""),
              r -> words("So many are still below 64 MiB. One more is needed to get there."))
          .wrong(
              later("the victim counted"),
              r -> ExpectedAnswer.exactly(1L, ""),
              r -> words("The victim alone holds more. It was to be left out."))
          .wrong(
              later("kB taken for pages"),
              r -> ExpectedAnswer.exactly(needed(r, WANTED_KB), ""),
              r ->
                  words(
                      "%s is 64 MiB in kB. A page has %d of them, and all the others together do not reach so many pages.",
                      n(WANTED_KB), kbOfPage(r)))
          .evidence(
              r ->
                  List.of(
                      EvidenceLine.of(
                          words(
                              "64 MiB in pages of %d kB: %s",
                              kbOfPage(r), n(WANTED_KB / kbOfPage(r))))))
          .hint(
              r ->
                  words(
                      "Leave out the first row, then let cumSum() of held_pages add up from the top."))
          .hint(
              r ->
                  words(
                      "Count the rows whose sum is below %s pages; the next row reaches it.",
                      n(WANTED_KB / kbOfPage(r))))
          .solution(
              r ->
                  words(
                      "Table rest = held.where(held.intColumn(\"pid\").isNotEqualTo(%d)); in %d rows cumSum() of its held_pages is below %s, and the next reaches it.",
                      victim(r).pid(),
                      needed(r, WANTED_KB / kbOfPage(r)) - 1,
                      n(WANTED_KB / kbOfPage(r))));

  private static final Question<OomReport> RESERVE_KB =
      Question.of(
              "reserve-kb",
              OomReport.class,
              r -> ExpectedAnswer.exactly(free(r, t -> t.equals("R")), "kB"))
          .wrong(
              later("mixed sizes counted whole"),
              r -> ExpectedAnswer.exactly(free(r, t -> t.contains("R")), ""),
              r ->
                  words(
                      "You counted the sizes whose letters are R and others as well: not all of those blocks are the reserve's."))
          .wrong(
              later("blocks counted, not kB"),
              r ->
                  ExpectedAnswer.exactly(
                      blocks(r).filter(b -> b.types().equals("R")).mapToLong(b -> b.count()).sum(),
                      ""),
              r ->
                  words(
                      "So many blocks are it. Their sizes are in size_kb; free_kb has size times count."))
          .evidence(r -> EvidenceLine.lines(r, "*4kB"))
          .hint(r -> words("The text of types must be R, and nothing else."))
          .hint(
              r ->
                  words(
                      "where(...stringColumn(\"types\").isEqualTo(\"R\")), then the sum of free_kb"))
          .solution(
              r ->
                  words(
                      "blocks.where(blocks.stringColumn(\"types\").isEqualTo(\"R\")).longColumn(\"free_kb\").sum() is %s kB of %s.",
                      n(free(r, t -> t.equals("R"))), n(free(r, t -> true))));

  static final List<Question<?>> ALL =
      List.of(HARDLY_RESIDENT, HALF_FULL, ROOT_SWAP, OTHERS_FOR_64_MIB, RESERVE_KB);

  private QueryQuestions() {}

  /** Counts the processes with less than this part of their address space in memory. */
  private static long rows(Table processes, long part) {
    if (!processes.containsColumn("size_kb") || !processes.containsColumn("rss_kb")) {
      throw new NoSuchElementException("size_kb and rss_kb");
    }
    return IntStream.range(0, processes.rowCount())
        .filter(i -> kb(processes, "rss_kb", i) * part < kb(processes, "size_kb", i))
        .count();
  }

  private static double kb(Table processes, String column, int row) {
    return processes.numberColumn(column).getDouble(row);
  }

  private static Series series(Run run) {
    return run.recording().series();
  }

  private static long half(Run run) {
    return run.limitBytes().orElseThrow() / 2;
  }

  private static double millis(Run run, int sample) {
    return series(run).nanos(sample) / MILLI;
  }

  private static int above(Run run) {
    return first(run, i -> series(run).rssBytes(i), half(run));
  }

  private static int first(Run run, IntToLongFunction value, long more) {
    return IntStream.range(0, series(run).size())
        .filter(i -> value.applyAsLong(i) > more)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRoot(OomReport.Task task) {
    return task.uid().orElse(-1) == 0;
  }

  private static long pages(OomReport report, Predicate<OomReport.Task> which) {
    return report.tasks().stream().filter(which).mapToLong(Arithmetic::swapped).sum();
  }

  private static long swap(OomReport report, Predicate<OomReport.Task> which) {
    return pages(report, which) * kbOfPage(report);
  }

  /** How many processes beside the victim hold so many pages together, the largest first. */
  private static long needed(OomReport report, long pages) {
    OomReport.Task victim = victim(report);
    List<Long> sizes =
        report.tasks().stream()
            .filter(task -> !task.equals(victim))
            .map(task -> held(report, task))
            .sorted(Comparator.reverseOrder())
            .toList();
    long together = 0;
    for (int i = 0; i < sizes.size(); i++) {
      together += sizes.get(i);
      if (together >= pages) {
        return i + 1L;
      }
    }
    return sizes.size();
  }

  private static Stream<OomReport.Block> blocks(OomReport report) {
    return report.buddy().stream().flatMap(b -> b.blocks().stream());
  }

  private static long free(OomReport report, Predicate<String> types) {
    return blocks(report)
        .filter(b -> types.test(b.types()))
        .mapToLong(b -> b.sizeKb() * b.count())
        .sum();
  }
}
