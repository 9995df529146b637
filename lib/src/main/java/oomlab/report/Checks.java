package oomlab.report;

import java.util.OptionalInt;
import java.util.OptionalLong;
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

  private Checks() {}

  static void run(Draft draft, OptionalInt pageSizeKb, int lastLine) {
    draft.buddy.forEach(b -> buddy(b, draft));
    draft.kills.forEach(k -> hasRow(k, draft));
    pageSizeKb.ifPresent(kb -> zonesAndTotals(kb, lastLine, draft));
    for (Task task : draft.tasks) {
      rssParts(task, draft);
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
  static OptionalInt pageSizeKb(Draft draft) {
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

  private static void buddy(Buddy buddy, Draft draft) {
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

  private static void rssParts(Task task, Draft draft) {
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

  private static void pageTables(Task task, OptionalInt pageSizeKb, Draft draft) {
    OptionalLong bytes = task.pgtablesBytes();
    if (bytes.isPresent() && pageSizeKb.isPresent() && bytes.getAsLong() % 1024 != 0) {
      draft.problem(
          task.line(),
          "pgtables_bytes of %d is no multiple of 1024: page tables are made of pages"
              .formatted(bytes.getAsLong()));
    }
  }

  private static void killAndRow(Kill kill, int pageSizeKb, Draft draft) {
    for (Task task : draft.tasks) {
      if (task.pid() == kill.pid()) {
        compare("total-vm", kill.totalVmKb(), task.totalVmPages(), pageSizeKb, kill, draft);
        if (task.rssAnonPages().isPresent()) {
          compare("anon-rss", kill.anonRssKb(), task.rssAnonPages(), pageSizeKb, kill, draft);
        }
        sameNumber("uid", kill.uid(), task.uid(), kill, draft);
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

  /** The victim is a row of the table, by itself or by its thread group; a child may not be. */
  private static void hasRow(Kill kill, Draft draft) {
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

  /**
   * From 3.10 on the totals are sums over the zones (mm/show_mem.c), unless the dump was limited to
   * some nodes.
   */
  private static void zonesAndTotals(int pageSizeKb, int lastLine, Draft draft) {
    boolean limited =
        draft.constraint.isPresent() && !draft.constraint.get().equals("CONSTRAINT_NONE");
    if (limited || draft.ramPages.isEmpty() || draft.reservedPages.isEmpty()) {
      return;
    }
    long presentKb = 0;
    long managedKb = 0;
    for (OomReport.Zone zone : draft.zones) {
      if (zone.field("managedKb").isEmpty() || zone.field("presentKb").isEmpty()) {
        return;
      }
      presentKb += zone.field("presentKb").getAsLong();
      managedKb += zone.field("managedKb").getAsLong();
    }
    if (draft.zones.isEmpty()) {
      return;
    }
    long ramKb = draft.ramPages.getAsLong() * pageSizeKb;
    long usableKb = ramKb - draft.reservedPages.getAsLong() * pageSizeKb;
    // Before the node lines came (4.8), "reserved" was counted in another way: 84 kB apart on 3.16.
    boolean reservedFits = managedKb == usableKb || draft.nodes.isEmpty();
    if (presentKb != ramKb || !reservedFits) {
      draft.problem(
          lastLine,
          "the zones have %d kB, %d kB of it managed; the totals say %d kB and %d kB"
              .formatted(presentKb, managedKb, ramKb, usableKb));
    }
  }

  private static void sameNumber(
      String what, OptionalLong killed, OptionalLong listed, Kill kill, Draft draft) {
    if (killed.isPresent() && listed.isPresent() && killed.getAsLong() != listed.getAsLong()) {
      draft.problem(
          kill.line(),
          "the kill line says %s is %d, the task table %d"
              .formatted(what, killed.getAsLong(), listed.getAsLong()));
    }
  }

  private static void compare(
      String what, OptionalLong kb, OptionalLong pages, int pageSizeKb, Kill kill, Draft draft) {
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
