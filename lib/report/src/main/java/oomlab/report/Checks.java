package oomlab.report;

import static oomlab.internal.text.Words.later;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import oomlab.report.OomReport.Block;
import oomlab.report.OomReport.Buddy;
import oomlab.report.OomReport.Kill;
import oomlab.report.OomReport.Task;

/**
 * What must hold in an undamaged report. A number that was read wrongly, or a line that was damaged
 * on its way, breaks one of these rather than passing for the truth.
 */
final class Checks {
  /**
   * A task table is printed a moment before the kill line, while other threads still allocate:
   * sizes may differ by a tenth, and by this much at least.
   */
  private static final long DRIFT_KB = 16 * 1024;

  /** The kernel keeps counters of memory per CPU or per thread, and adds them up now and then. */
  private static final long LAG_PAGES = 4096;

  private Checks() {}

  static void run(ReportBuilder report, OptionalInt pageSizeKb, int lastLine) {
    report.buddy.forEach(b -> buddy(b, report));
    report.kills.forEach(k -> hasRow(k, report));
    ZoneChecks.run(report, pageSizeKb, lastLine);
    twice(report);
    for (Task task : report.tasks) {
      rssParts(task, report);
      resident(task, report);
      pageTables(task, pageSizeKb, report);
    }
    for (Kill kill : report.kills) {
      report.tasks.stream()
          .filter(task -> task.pid() == kill.pid() && pageSizeKb.isPresent())
          .findFirst()
          .ifPresent(task -> killAndRow(kill, task, pageSizeKb.orElse(0), report));
    }
    if (report.first.isPresent()
        && report.kills.isEmpty()
        && report.panic.isEmpty()
        && !report.nobodyToKill) {
      report.problem(
          lastLine, later("the report ends without a kill line: the log was cut, or lost lines"));
    }
    if (report.first.isEmpty()) {
      report.problem(
          report.lines.isEmpty() ? lastLine : report.lines.get(0).number(),
          report.memInfoSeen || report.rowsSeen || report.kills.isEmpty()
              ? later("the beginning of the report is missing: the log begins later, or lost lines")
              : later(
                  "a kill without its report: the kernel prints at most 10 reports in 5 seconds,"
                      + " or the log lost lines"));
    }
  }

  /**
   * Infers the page size in kB: the smallest block of the buddy lists, a kill and its row, or a
   * machine whose pages have one size only.
   */
  static OptionalInt pageSizeKb(ReportBuilder report) {
    for (Buddy buddy : report.buddy) {
      if (!buddy.blocks().isEmpty() && isPageSize(buddy.blocks().get(0).sizeKb())) {
        return OptionalInt.of((int) buddy.blocks().get(0).sizeKb());
      }
    }
    for (Kill kill : report.kills) {
      for (Task task : report.tasks) {
        long pages = task.totalVmPages().orElse(0);
        long kb = kill.totalVmKb().orElse(0);
        if (task.pid() == kill.pid() && pages > 0 && kb % pages == 0 && isPageSize(kb / pages)) {
          return OptionalInt.of((int) (kb / pages));
        }
      }
    }
    boolean sparc = report.lines.stream().anyMatch(l -> l.text().contains("sparc64"));
    return sparc ? OptionalInt.of(8) : OptionalInt.empty();
  }

  private static boolean isPageSize(long kb) {
    return kb >= 4 && kb <= 256 && Long.bitCount(kb) == 1;
  }

  private static void buddy(Buddy buddy, ReportBuilder report) {
    if (buddy.totalKb().isEmpty()) {
      return;
    }
    long sumKb = 0;
    for (Block block : buddy.blocks()) {
      if (block.sizeKb() > 0 && block.count() > (Long.MAX_VALUE - sumKb) / block.sizeKb()) {
        report.problem(buddy.line(), later("the blocks add up to more than 64 bits hold"));
        return;
      }
      sumKb += block.sizeKb() * block.count();
    }
    for (int i = 1; i < buddy.blocks().size(); i++) {
      if (buddy.blocks().get(i).sizeKb() != 2 * buddy.blocks().get(i - 1).sizeKb()) {
        report.problem(
            buddy.line(),
            later("a block size of %d kB after one of %d kB: each must be twice the one before"),
            buddy.blocks().get(i).sizeKb(),
            buddy.blocks().get(i - 1).sizeKb());
      }
    }
    if (sumKb != buddy.totalKb().getAsLong()) {
      report.problem(
          buddy.line(),
          later("the blocks of zone %s add up to %d kB, the line says %d kB"),
          buddy.zone(),
          sumKb,
          buddy.totalKb().getAsLong());
    }
  }

  private static void rssParts(Task task, ReportBuilder report) {
    if (task.rssPages().isEmpty()
        || task.rssAnonPages().isEmpty()
        || task.rssFilePages().isEmpty()
        || task.rssShmemPages().isEmpty()) {
      return;
    }
    long rss = task.rssPages().getAsLong();
    long sum =
        task.rssAnonPages().getAsLong()
            + task.rssFilePages().getAsLong()
            + task.rssShmemPages().getAsLong();
    // The kernel adds up per-CPU counters twice, and a running thread may move them in between.
    if (Math.abs(rss - sum) > Math.max(rss / 10, 256)) {
      report.problem(
          task.line(),
          later("rss is %d pages, but rss_anon + rss_file + rss_shmem are %d"),
          rss,
          sum);
    }
  }

  /** What is resident is part of the address space, but for counters that lag behind. */
  private static void resident(Task task, ReportBuilder report) {
    if (task.rssPages().isPresent()
        && task.totalVmPages().isPresent()
        && task.rssPages().getAsLong() > task.totalVmPages().getAsLong() + LAG_PAGES) {
      report.problem(
          task.line(),
          later("rss is %d pages, more than total_vm, %d pages"),
          task.rssPages().getAsLong(),
          task.totalVmPages().getAsLong());
    }
  }

  private static void twice(ReportBuilder report) {
    Set<Integer> pids = new HashSet<>();
    for (Task task : report.tasks) {
      if (!pids.add(task.pid())) {
        report.problem(
            task.line(),
            later("process %d has a second row: two tables are mixed, or lines were copied twice"),
            task.pid());
      }
    }
  }

  private static void pageTables(Task task, OptionalInt pageSizeKb, ReportBuilder report) {
    OptionalLong bytes = task.pgtablesBytes();
    if (bytes.isPresent()
        && pageSizeKb.isPresent()
        && bytes.getAsLong() % TaskColumns.SMALLEST_TABLE != 0) {
      report.problem(
          task.line(),
          later("pgtables_bytes of %d is no multiple of %d, the size of the smallest page tables"),
          bytes.getAsLong(),
          TaskColumns.SMALLEST_TABLE);
    }
  }

  private static void killAndRow(Kill kill, Task task, int pageSizeKb, ReportBuilder report) {
    compare("total-vm", kill.totalVmKb(), task.totalVmPages(), pageSizeKb, kill, report);
    compare("anon-rss", kill.anonRssKb(), task.rssAnonPages(), pageSizeKb, kill, report);
    if (kill.anonRssKb().isPresent() && kill.fileRssKb().isPresent()) {
      long killRssKb = kill.anonRssKb().getAsLong() + kill.fileRssKb().getAsLong();
      OptionalLong rssKb = OptionalLong.of(killRssKb + kill.shmemRssKb().orElse(0));
      compare("rss", rssKb, task.rssPages(), pageSizeKb, kill, report);
    }
    pageTables(kill, task, report);
    sameNumber("uid", kill.uid(), task.uid(), kill, report);
    sameNumber("oom_score_adj", wide(kill.oomScoreAdj()), wide(task.oomScoreAdj()), kill, report);
    if (!task.name().equals(kill.comm())) {
      report.problem(
          kill.line(),
          later("the kill line calls process %d \"%s\", the task table \"%s\""),
          kill.pid(),
          kill.comm(),
          task.name());
    }
  }

  /**
   * Reads page tables as what they are: early 5.4 printed bytes and called them kB (fixed by
   * 941f762bcb27). The row of the same process has the bytes; without it, more page tables than
   * addresses show it.
   */
  static void pageTablesInBytes(ReportBuilder report) {
    report.kills.replaceAll(kill -> areBytes(kill, report) ? inBytes(kill, report) : kill);
  }

  private static boolean areBytes(Kill kill, ReportBuilder report) {
    long printed = kill.pgtablesKb().orElse(0);
    List<OptionalLong> rows =
        report.tasks.stream()
            .filter(task -> task.pid() == kill.pid())
            .map(Task::pgtablesBytes)
            .filter(OptionalLong::isPresent)
            .toList();
    return printed > 0
        && (rows.isEmpty()
            ? printed % 1024 == 0 && printed > kill.totalVmKb().orElse(Long.MAX_VALUE)
            : rows.get(0).getAsLong() == printed);
  }

  private static Kill inBytes(Kill kill, ReportBuilder report) {
    long bytes = kill.pgtablesKb().orElseThrow();
    report.problem(
        kill.line(),
        later("pgtables is %d bytes, which this kernel calls kB: taken as bytes"),
        bytes);
    return kill.pageTablesKb(bytes / 1024);
  }

  private static void pageTables(Kill kill, Task task, ReportBuilder report) {
    if (kill.pgtablesKb().isEmpty() || task.pgtablesBytes().isEmpty()) {
      return;
    }
    long kb = kill.pgtablesKb().getAsLong();
    long bytes = task.pgtablesBytes().getAsLong();
    if (Math.abs(kb * 1024.0 - bytes) > Math.max(1024.0 * 1024, bytes / 4.0)) {
      report.problem(
          kill.line(),
          later("the kill line says pgtables is %d kB, the task table %d bytes"),
          kb,
          bytes);
    }
  }

  private static OptionalLong wide(OptionalInt value) {
    return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
  }

  /** The victim is a row of the table, by itself or by its thread group; a child may not be. */
  private static void hasRow(Kill kill, ReportBuilder report) {
    boolean child = kill.chosenPid().isPresent() && kill.chosenPid().getAsInt() != kill.pid();
    boolean listed =
        report.tasks.stream()
            .anyMatch(t -> t.pid() == kill.pid() || t.tgid().equals(OptionalInt.of(kill.pid())));
    if (!report.tasks.isEmpty() && !listed && !child && !kill.groupKill()) {
      report.problem(
          kill.line(),
          later("process %d was killed, but the task table has no row for it: rows were lost"),
          kill.pid());
    }
  }

  private static void sameNumber(
      String what, OptionalLong killed, OptionalLong listed, Kill kill, ReportBuilder report) {
    if (killed.isPresent() && listed.isPresent() && killed.getAsLong() != listed.getAsLong()) {
      report.problem(
          kill.line(),
          later("the kill line says %s is %d, the task table %d"),
          what,
          killed.getAsLong(),
          listed.getAsLong());
    }
  }

  private static void compare(
      String what,
      OptionalLong kb,
      OptionalLong pages,
      int pageSizeKb,
      Kill kill,
      ReportBuilder report) {
    if (kb.isEmpty() || pages.isEmpty()) {
      return;
    }
    double killed = kb.getAsLong();
    double listed = (double) pages.getAsLong() * pageSizeKb;
    if (Math.abs(killed - listed) > Math.max(DRIFT_KB, Math.max(killed, listed) / 10)) {
      report.problem(
          kill.line(),
          later("the kill line says %s is %d kB, the task table %.0f kB: more than a moment apart"),
          what,
          kb.getAsLong(),
          listed);
    }
  }
}
