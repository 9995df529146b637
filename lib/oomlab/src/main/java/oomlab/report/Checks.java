package oomlab.report;

import java.util.HashSet;
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

  static void run(ReportBuilder draft, OptionalInt pageSizeKb, int lastLine) {
    draft.buddy.forEach(b -> buddy(b, draft));
    draft.kills.forEach(k -> hasRow(k, draft));
    ZoneChecks.run(draft, pageSizeKb, lastLine);
    twice(draft);
    for (Task task : draft.tasks) {
      rssParts(task, draft);
      resident(task, draft);
      pageTables(task, pageSizeKb, draft);
    }
    if (pageSizeKb.isPresent()) {
      draft.kills.forEach(k -> killAndRow(k, pageSizeKb.getAsInt(), draft));
    }
    if (draft.first.isPresent()
        && draft.kills.isEmpty()
        && draft.panic.isEmpty()
        && !draft.nobodyToKill) {
      draft.problem(
          lastLine, "the report ends without a kill line: the log was cut, or lost lines");
    }
    if (draft.first.isEmpty()) {
      draft.problem(
          draft.lines.isEmpty() ? lastLine : draft.lines.get(0).number(),
          draft.memInfoSeen || draft.rowsSeen || draft.kills.isEmpty()
              ? "the beginning of the report is missing: the log begins later, or lost lines"
              : "a kill without its report: the kernel prints at most 10 reports in 5 seconds,"
                  + " or the log lost lines");
    }
  }

  /** Infers the page size in kB: the smallest block of the buddy lists, or a kill and its row. */
  static OptionalInt pageSizeKb(ReportBuilder draft) {
    for (Buddy buddy : draft.buddy) {
      if (!buddy.blocks().isEmpty() && isPageSize(buddy.blocks().get(0).sizeKb())) {
        return OptionalInt.of((int) buddy.blocks().get(0).sizeKb());
      }
    }
    for (Kill kill : draft.kills) {
      for (Task task : draft.tasks) {
        long pages = task.totalVmPages().orElse(0);
        long kb = kill.totalVmKb().orElse(0);
        if (task.pid() == kill.pid() && pages > 0 && kb % pages == 0 && isPageSize(kb / pages)) {
          return OptionalInt.of((int) (kb / pages));
        }
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isPageSize(long kb) {
    return kb >= 4 && kb <= 256 && Long.bitCount(kb) == 1;
  }

  private static void buddy(Buddy buddy, ReportBuilder draft) {
    if (buddy.totalKb().isEmpty()) {
      return;
    }
    long sumKb = 0;
    for (Block block : buddy.blocks()) {
      if (block.sizeKb() > 0 && block.count() > (Long.MAX_VALUE - sumKb) / block.sizeKb()) {
        draft.problem(buddy.line(), "the blocks add up to more than 64 bits hold");
        return;
      }
      sumKb += block.sizeKb() * block.count();
    }
    for (int i = 1; i < buddy.blocks().size(); i++) {
      if (buddy.blocks().get(i).sizeKb() != 2 * buddy.blocks().get(i - 1).sizeKb()) {
        draft.problem(
            buddy.line(),
            "a block size of %d kB after one of %d kB: each must be twice the one before"
                .formatted(buddy.blocks().get(i).sizeKb(), buddy.blocks().get(i - 1).sizeKb()));
      }
    }
    if (sumKb != buddy.totalKb().getAsLong()) {
      draft.problem(
          buddy.line(),
          "the blocks of zone %s add up to %d kB, the line says %d kB"
              .formatted(buddy.zone(), sumKb, buddy.totalKb().getAsLong()));
    }
  }

  private static void rssParts(Task task, ReportBuilder draft) {
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
      draft.problem(
          task.line(),
          "rss is %d pages, but rss_anon + rss_file + rss_shmem are %d".formatted(rss, sum));
    }
  }

  /** What is resident is part of the address space, but for counters that lag behind. */
  private static void resident(Task task, ReportBuilder draft) {
    if (task.rssPages().isPresent()
        && task.totalVmPages().isPresent()
        && task.rssPages().getAsLong() > task.totalVmPages().getAsLong() + LAG_PAGES) {
      draft.problem(
          task.line(),
          "rss is %d pages, more than total_vm, %d pages"
              .formatted(task.rssPages().getAsLong(), task.totalVmPages().getAsLong()));
    }
  }

  private static void twice(ReportBuilder draft) {
    Set<Integer> pids = new HashSet<>();
    for (Task task : draft.tasks) {
      if (!pids.add(task.pid())) {
        draft.problem(
            task.line(),
            "process %d has a second row: two tables are mixed, or lines were copied twice"
                .formatted(task.pid()));
      }
    }
  }

  private static void pageTables(Task task, OptionalInt pageSizeKb, ReportBuilder draft) {
    OptionalLong bytes = task.pgtablesBytes();
    if (bytes.isPresent() && pageSizeKb.isPresent() && bytes.getAsLong() % 1024 != 0) {
      draft.problem(
          task.line(),
          "pgtables_bytes of %d is no multiple of 1024: page tables are made of pages"
              .formatted(bytes.getAsLong()));
    }
  }

  private static void killAndRow(Kill kill, int pageSizeKb, ReportBuilder draft) {
    for (Task task : draft.tasks) {
      if (task.pid() == kill.pid()) {
        compare("total-vm", kill.totalVmKb(), task.totalVmPages(), pageSizeKb, kill, draft);
        if (task.rssAnonPages().isPresent()) {
          compare("anon-rss", kill.anonRssKb(), task.rssAnonPages(), pageSizeKb, kill, draft);
        }
        long killRssKb = kill.anonRssKb().orElse(0) + kill.fileRssKb().orElse(0);
        if (kill.anonRssKb().isPresent() && kill.fileRssKb().isPresent()) {
          OptionalLong rssKb = OptionalLong.of(killRssKb + kill.shmemRssKb().orElse(0));
          compare("rss", rssKb, task.rssPages(), pageSizeKb, kill, draft);
        }
        pageTables(kill, task, draft);
        sameNumber("uid", kill.uid(), task.uid(), kill, draft);
        sameNumber(
            "oom_score_adj", wide(kill.oomScoreAdj()), wide(task.oomScoreAdj()), kill, draft);
        if (!task.name().equals(kill.comm())) {
          draft.problem(
              kill.line(),
              "the kill line calls process %d \"%s\", the task table \"%s\""
                  .formatted(kill.pid(), kill.comm(), task.name()));
        }
        return;
      }
    }
  }

  /** Early 5.4 printed bytes and called them kB (fixed by 941f762bcb27). */
  private static void pageTables(Kill kill, Task task, ReportBuilder draft) {
    if (kill.pgtablesKb().isEmpty() || task.pgtablesBytes().isEmpty()) {
      return;
    }
    long kb = kill.pgtablesKb().getAsLong();
    long bytes = task.pgtablesBytes().getAsLong();
    if (kb == bytes && bytes > 0) {
      draft.problem(kill.line(), "pgtables is %d bytes: the kernel calls it kB".formatted(kb));
    } else if (Math.abs(kb * 1024.0 - bytes) > Math.max(1024.0 * 1024, bytes / 4.0)) {
      draft.problem(
          kill.line(),
          "the kill line says pgtables is %d kB, the task table %d bytes".formatted(kb, bytes));
    }
  }

  private static OptionalLong wide(OptionalInt value) {
    return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
  }

  /** The victim is a row of the table, by itself or by its thread group; a child may not be. */
  private static void hasRow(Kill kill, ReportBuilder draft) {
    boolean child = kill.chosenPid().isPresent() && kill.chosenPid().getAsInt() != kill.pid();
    boolean listed =
        draft.tasks.stream()
            .anyMatch(t -> t.pid() == kill.pid() || t.tgid().equals(OptionalInt.of(kill.pid())));
    if (!draft.tasks.isEmpty() && !listed && !child && !kill.groupKill()) {
      draft.problem(
          kill.line(),
          "process %d was killed, but the task table has no row for it: rows were lost"
              .formatted(kill.pid()));
    }
  }

  private static void sameNumber(
      String what, OptionalLong killed, OptionalLong listed, Kill kill, ReportBuilder draft) {
    if (killed.isPresent() && listed.isPresent() && killed.getAsLong() != listed.getAsLong()) {
      draft.problem(
          kill.line(),
          "the kill line says %s is %d, the task table %d"
              .formatted(what, killed.getAsLong(), listed.getAsLong()));
    }
  }

  private static void compare(
      String what,
      OptionalLong kb,
      OptionalLong pages,
      int pageSizeKb,
      Kill kill,
      ReportBuilder draft) {
    if (kb.isEmpty() || pages.isEmpty()) {
      return;
    }
    double killed = kb.getAsLong();
    double listed = (double) pages.getAsLong() * pageSizeKb;
    if (Math.abs(killed - listed) > Math.max(DRIFT_KB, Math.max(killed, listed) / 10)) {
      draft.problem(
          kill.line(),
          "the kill line says %s is %d kB, the task table %.0f kB: more than a moment apart"
              .formatted(what, kb.getAsLong(), listed));
    }
  }
}
